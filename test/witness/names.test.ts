import t from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openDnsServer, openWinsServer } from '../../sim/points/name-server/name-server.ts'
import type { PublishedNames } from '../../sim/points/name-server/published-names.ts'
import { lacks, run } from './run-program.ts'

const service = '_mssms_mp_abc._tcp.contoso.test'
const names: PublishedNames = {
  service: (name) => (name === service ? [{ host: 'mp.contoso.test', port: 443, ttl: 14_400 }] : []),
  netBios: ({ name, suffix }) => (name === 'MP_ABC' && suffix === 0x1a ? '127.0.0.9' : undefined),
}
const options = { address: '127.0.0.1', fqdn: 'ns.contoso.test', recorder: createRecorder(), names }

void t.test('dig', { skip: lacks('dig', '-v') }, async (t) => {
  const server = await openDnsServer({ ...options, port: 0 })
  t.teardown(() => server.close())
  const dig = async (...asked: string[]) => {
    const { stdout } = await run('dig', ['@127.0.0.1', '-p', String(server.port), '+tries=1', ...asked])
    const text = stdout.toString()
    const answer = /ANSWER SECTION:\n(.*)/.exec(text)?.[1]?.replace(/\s+/g, ' ')
    return [/status: (\w+)/.exec(text)?.[1], answer]
  }
  const record = `${service}. 14400 IN SRV 0 0 443 mp.contoso.test.`
  t.strictSame(await dig(service, 'SRV'), ['NOERROR', record])
  t.strictSame(await dig('+noedns', service, 'SRV'), ['NOERROR', record])
  t.strictSame(await dig(service, 'A'), ['NOERROR', undefined], 'the name is there, and no address')
  t.strictSame(await dig('_mssms_mp_xyz._tcp.contoso.test', 'SRV'), ['NXDOMAIN', undefined])
  t.strictSame(await dig('mp.contoso.test', 'A'), ['NXDOMAIN', undefined])
})

// It asks port 137 and no other, which is root's: of an address of its own, so that a name server of this machine may stay.
const notRoot = process.getuid?.() !== 0 && 'port 137 is for root'
const alone = process.platform !== 'linux' && 'there is only 127.0.0.1'

void t.test('nmblookup', { skip: notRoot || alone || lacks('nmblookup', '--version') }, async (t) => {
  const address = '127.137.0.1'
  const server = await openWinsServer({ ...options, address, port: 137 })
  t.teardown(() => server.close())
  const nmblookup = async (name: string) => {
    const asked = ['--configfile=/dev/null', '--unicast', address, '--recursion', name]
    const { status, stdout } = await run('nmblookup', asked)
    return [status, stdout.toString().trim().split('\n').at(-1)]
  }
  t.strictSame(await nmblookup('MP_ABC#1a'), [0, '127.0.0.9 MP_ABC<1a>'])
  t.strictSame(await nmblookup('MP_XYZ#1a'), [1, 'name_query failed to find name MP_XYZ#1a'])
  t.strictSame(await nmblookup('MP_ABC#00'), [1, 'name_query failed to find name MP_ABC'])
})
