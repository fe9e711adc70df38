import t from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openDnsServer, openDnsTcpServer, openWinsServer } from '../../sim/points/name-server/name-server.ts'
import { names, service } from '../points/contoso-names.ts'
import { lacks, run } from './run-program.ts'

const options = { address: '127.0.0.1', fqdn: 'ns.contoso.test', recorder: createRecorder(), names }

void t.test('dig', { skip: lacks('dig', '-v') }, async (t) => {
  const udp = await openDnsServer({ ...options, port: 0 })
  t.teardown(() => udp.close())
  const tcp = await openDnsTcpServer({ ...options, port: 0 })
  t.teardown(() => tcp.close())
  const ask = async (port: number, ...asked: string[]) => {
    const { stdout } = await run('dig', ['@127.0.0.1', '-p', String(port), '+tries=1', ...asked])
    return stdout.toString()
  }
  const section = (text: string, name: string) =>
    new RegExp(`${name} SECTION:\\n(.*)`).exec(text)?.[1]?.replace(/\s+/g, ' ')
  const statusOf = (text: string) => /status: (\w+)/.exec(text)?.[1]
  const record = `${service}. 14400 IN SRV 0 0 8080 mp.contoso.test.`
  const address = 'mp.contoso.test. 1200 IN A 127.0.0.9'
  const authority = 'contoso.test. 3600 IN SOA ns.contoso.test. hostmaster.contoso.test. 1 900 600 86400 3600'
  for (const [by, port, ...how] of [
    ['UDP', udp.port, '+notcp'],
    ['UDP without EDNS', udp.port, '+notcp', '+noedns'],
    ['TCP', tcp.port, '+tcp'],
  ] as const) {
    const dig = (...asked: string[]) => ask(port, ...how, ...asked)
    const found = await dig(service, 'SRV')
    t.equal(statusOf(found), 'NOERROR', by)
    t.equal(section(found, 'ANSWER'), record, by)
    t.equal(section(found, 'ADDITIONAL'), address, 'the target has an address')
    t.match(found, /;; flags: qr aa rd; QUERY: 1/, 'and dig has desired recursion')
    t.equal(
      /EDNS: version: 0, flags:; udp: (\d+)/.exec(found)?.[1],
      how.at(-1) === '+noedns' ? undefined : '1232',
    )
    const asked: [name: string, type: string, status: string, ...records: (string | undefined)[]][] = [
      ['mp.contoso.test', 'A', 'NOERROR', address],
      ['mp.contoso.test', 'ANY', 'NOERROR', address],
      [service, 'A', 'NOERROR', undefined, authority],
      ['mp.contoso.test', 'AAAA', 'NOERROR', undefined, authority],
      ['_tcp.contoso.test', 'SRV', 'NOERROR', undefined, authority],
      ['oslo.contoso.test', 'A', 'NOERROR', undefined, authority],
      ['_mssms_mp_xyz._tcp.contoso.test', 'SRV', 'NXDOMAIN', undefined, authority],
      ['contoso.test', 'SOA', 'NOERROR', authority],
      ['contoso.test', 'NS', 'NOERROR', 'contoso.test. 3600 IN NS ns.contoso.test.'],
      ['contoso.test', 'TYPE65', 'NOERROR', undefined, authority],
      ['fabrikam.test', 'A', 'REFUSED'],
      ['test', 'NS', 'REFUSED'],
    ]
    for (const [name, type, status, answer, soa] of asked) {
      const text = await dig(name, type)
      const told = [statusOf(text), section(text, 'ANSWER'), section(text, 'AUTHORITY')]
      t.strictSame(told, [status, answer, soa], `${name} ${type} by ${by}`)
    }
    t.equal(statusOf(await dig('-c', 'CH', 'version.bind', 'TXT')), 'REFUSED', 'another class')
    t.notMatch(await dig('+norecurse', service, 'SRV'), /flags: qr aa rd/, 'no recursion is desired')
    t.equal(statusOf(await dig('+opcode=STATUS', service)), 'NOTIMP')
    if (how.at(-1) !== '+noedns') {
      t.equal(statusOf(await dig('+edns=1', '+noednsnegotiation', service, 'SRV')), 'BADVERS')
      t.match(await dig('+dnssec', service, 'SRV'), /EDNS: version: 0, flags: do;/)
    }
  }
  t.match(await ask(tcp.port, 'contoso.test', 'AXFR'), 'Transfer failed.', 'the zone is not copied')
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
