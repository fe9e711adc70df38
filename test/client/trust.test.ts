import { once } from 'node:events'
import tls from 'node:tls'
import t from 'tap'
import type { HierarchyInput, RunningHierarchy } from '../../sim/index.ts'
import { trustFaults, type TrustFault } from '../../sim/vocabulary/fault.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'

const cache = newFolder(t)

type Refusal = 'handshake' | 'iis'

function site(version: '1.2' | '1.3', refusal: Refusal, trust?: TrustFault): HierarchyInput {
  return {
    tls: { version },
    sites: [
      {
        code: 'NAT',
        mode: 'native',
        refusal,
        systems: [{ name: 'mp', roles: ['management-point'], listen: { trust } }],
      },
    ],
    clients: [
      { name: 'PC', assignedSite: 'NAT' },
      { name: 'EXPIRED', assignedSite: 'NAT', certificate: 'expired' },
    ],
  }
}

async function outcomeOf(running: RunningHierarchy, name = 'PC'): Promise<string | null> {
  const { outcome, diagnosis } = await running.client(name).contact('management-point')
  return outcome === 'answered' ? outcome : diagnosis
}

for (const version of ['1.2', '1.3'] as const) {
  for (const refusal of ['handshake', 'iis'] as const) {
    for (const fault of trustFaults) {
      void t.test(`TLS ${version}, ${refusal}: ${fault}, described and switched on`, async (t) => {
        const { running: described } = await open(t, site(version, refusal, fault), { cache })
        t.equal(await outcomeOf(described), fault)
        await described.break('mp', '503')
        const first = refusal === 'handshake' ? fault : 'service-unavailable'
        t.equal(await outcomeOf(described), first, 'another fault comes on top')
        await described.repair('mp')
        t.equal(await outcomeOf(described), fault, 'repair leaves a system as it is described')

        const { running: broken } = await open(t, site(version, refusal), { cache })
        t.equal(await outcomeOf(broken), 'answered')
        await broken.break('mp', fault)
        t.equal(await outcomeOf(broken), fault)
        await broken.repair('mp')
        t.equal(await outcomeOf(broken), 'answered')
      })
    }
  }

  void t.test(`TLS ${version}: what a server with a short list names, and what it trusts`, async (t) => {
    const { running, pki } = await open(t, site(version, 'handshake', 'issuer-list-incomplete'), { cache })
    const [pc] = running.hierarchy.clients
    if (!pc) throw new Error('the site has a client')
    const good = await pki.client(pc, 'good')
    const expired = await pki.client(pc, 'expired')
    // Programs that pay no heed to the list are judged by what they present.
    t.match(await answerTo(running, good), /^HTTP\/1\.1 200 /)
    t.equal(await answerTo(running, expired), '')
    t.equal(await answerTo(running, {}), '')
  })
}

/** The answer to one request of a program that is not ours; empty: none came. */
async function answerTo(
  { systems }: RunningHierarchy,
  { certificate, key }: { certificate?: string; key?: string | undefined },
): Promise<string> {
  const [system] = systems
  if (!system) throw new Error('the site has a system')
  const socket = tls.connect({
    host: system.address,
    port: 8443,
    servername: system.fqdn,
    rejectUnauthorized: false,
    ...(certificate !== undefined && { cert: certificate, key }),
  })
  const pieces: Buffer[] = []
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  socket.on('error', () => undefined)
  const closed = once(socket, 'close')
  socket.write(`GET /SMS_MP/.sms_aut?MPLIST HTTP/1.1\r\nHost: ${system.fqdn}\r\nConnection: close\r\n\r\n`)
  await closed
  return Buffer.concat(pieces).toString()
}
