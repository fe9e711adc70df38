import { Resolver } from 'node:dns/promises'
import { connect } from 'node:net'
import t, { type Test } from 'tap'
import { startHierarchy } from '../../sim/index.ts'
import { faults, isFaultOf } from '../../sim/vocabulary/fault.ts'
import { dnsFrame } from '../../sim/wire/names/dns-message.ts'
import { parseServiceAnswer, serializeServiceQuestion } from '../../sim/wire/names/service-record.ts'

/** A hierarchy, and the means to ask its DNS by TCP. */
async function open(t: Test, addresses: 'own' | 'shared' = 'own') {
  const running = await startHierarchy(
    {
      domain: 'contoso.test',
      sites: [
        {
          code: 'MIX',
          mode: 'mixed',
          publishToDns: true,
          systems: [{ name: 'mp', roles: ['management-point'] }],
        },
      ],
    },
    { addresses, cache: false },
  )
  t.teardown(() => running.close())
  const { address, urls } = running.nameServers
  const port = Number(urls.map((url) => new URL(url)).find(({ protocol }) => protocol === 'dns:')?.port)
  return {
    running,
    /** What came, and how the hierarchy tells of the connection. */
    async ask() {
      const pieces: Buffer[] = []
      const socket = connect({ host: address, port })
      socket.on('error', () => undefined).on('data', (piece: Buffer) => pieces.push(piece))
      // Nothing more will come from here, so that a server under a fault closes too.
      socket.end(dnsFrame(serializeServiceQuestion(7, '_mssms_mp_mix._tcp.contoso.test')))
      await new Promise((resolve) => socket.on('close', resolve))
      return {
        answer: parseServiceAnswer(Buffer.concat(pieces).subarray(2), 7),
        told: await running.nextConnection(),
      }
    },
  }
}

for (const addresses of ['own', 'shared'] as const) {
  void t.test(`DNS answers by TCP on the port that it has for UDP, ${addresses} addresses`, async (t) => {
    const { ask, running } = await open(t, addresses)
    const { answer, told } = await ask()
    t.match(answer, [{ host: 'mp.contoso.test', port: 8080 }])
    t.match(told, { protocol: 'dns', system: 'ns.contoso.test', outcome: 'answered', server_end: null })
    t.equal(running.nameServers.urls.length, 2, 'one address of DNS, one of WINS')
  })
}

void t.test('its connections break as all others do, and each fault is explained', async (t) => {
  const { ask, running } = await open(t)
  for (const fault of faults.filter((one) => isFaultOf(one, 'connection', 'name service'))) {
    await running.break('ns', fault, 'dns')
    const { told } = await ask()
    // A short answer goes through before the connection breaks.
    if (fault === 'reset-in-transfer') t.equal(told.outcome, 'answered')
    else t.match(told, { outcome: 'failed', diagnosis: /^(?!unexplained)/ }, fault)
    await running.repair('ns')
  }
  t.match((await ask()).answer, [{ host: 'mp.contoso.test' }])
})

void t.test('a host whose name is broken has another address in DNS, or none', async (t) => {
  const { running } = await open(t)
  const { address, urls } = running.nameServers
  const resolver = new Resolver({ timeout: 5000, tries: 1 })
  resolver.setServers([`${address}:${new URL(urls[0] ?? '').port}`])
  const [mp] = running.systems
  t.strictSame(await resolver.resolve4('mp.contoso.test'), [mp?.address])
  t.strictSame(await resolver.resolve4('dc.contoso.test'), [running.domainController.address])
  t.strictSame(await resolver.resolve4(running.revocationLists.fqdn), [running.revocationLists.address])
  await running.break('mp', 'wrong-name-resolved')
  t.strictSame(await resolver.resolve4('mp.contoso.test'), [running.revocationLists.address])
  await running.break('mp', 'name-not-resolved')
  await t.rejects(resolver.resolve4('mp.contoso.test'), { code: 'ENOTFOUND' })
})
