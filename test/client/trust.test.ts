import t from 'tap'
import type { HierarchyInput, RunningHierarchy } from '../../sim/index.ts'
import { probe } from '../../sim/probe/probe.ts'
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
    const [system] = running.systems
    if (!pc || !system) throw new Error('the site has both')
    const { root: authorities } = await pki.authorities()
    const probeWith = async (recipe?: 'good' | 'expired') => {
      const { certificate, key = '' } = recipe ? await pki.client(pc, recipe) : {}
      return probe({
        url: new URL(`https://${system.fqdn}:8443/`),
        address: system.address,
        request: { method: 'GET', path: '/SMS_MP/.sms_aut?MPLIST' },
        authorities,
        timeout: 5000,
        ...(certificate !== undefined && { own: { certificate, key } }),
      })
    }
    // A program that pays no heed to the list is judged by what it presents.
    const answered = await probeWith('good')
    t.equal(answered.status, 200)
    t.strictSame(answered.acceptableAuthorities, ['CN=Another root authority, O=Elsewhere'])
    t.match(answered.warnings, [{ code: 'issuer-not-named' }])
    const refused = await probeWith('expired')
    t.match(refused, { outcome: 'failed', status: null, warnings: [{ code: 'issuer-not-named' }] })
    const without = await probeWith()
    t.match(without, { outcome: 'failed', status: null, warnings: [] })
  })
}

void t.test(
  'a client without a certificate trusts the authorities of today after the clock moved',
  async (t) => {
    const updates: HierarchyInput = {
      sites: [
        {
          ...{ code: 'MIX', mode: 'mixed' },
          systems: [
            { name: 'mp', roles: ['management-point'] },
            { name: 'sup', roles: ['software-update-point'], ssl: true },
          ],
        },
      ],
      clients: [{ name: 'PC', assignedSite: 'MIX' }],
    }
    const { running } = await open(t, updates, { cache })
    const pc = running.client('PC')
    t.match(await pc.scanForUpdates(), { outcome: 'answered', protocol: 'https' })
    running.advance(3_600_000)
    t.match(await pc.scanForUpdates(), { outcome: 'answered', protocol: 'https' })
  },
)
