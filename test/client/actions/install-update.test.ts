import t from 'tap'
import type { ActionResult } from '../../../sim/index.ts'
import { open } from '../../network/opened.ts'
import { newFolder } from '../../new-folder.ts'
import { ask } from '../../points/raw-request.ts'

const deployed = '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a01'
const found = '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a02'
const nowhere = '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a03'

const { running } = await open(
  t,
  {
    domain: 'contoso.test',
    sites: [
      {
        code: 'MIX',
        mode: 'mixed',
        boundaries: [{ subnet: '10.1.0.0/16' }],
        systems: [
          { name: 'mp', roles: ['management-point'] },
          { name: 'dp', roles: ['standard-distribution-point'], packages: ['MIX00001'] },
          { name: 'sup', roles: ['software-update-point'] },
          { name: 'rp', roles: ['reporting-point'] },
        ],
      },
    ],
    clients: [
      { name: 'PC', assignedSite: 'MIX', certificate: 'none', at: { address: '10.1.0.20' } },
      { name: 'PC-2', assignedSite: 'MIX', certificate: 'none', at: { address: '10.1.0.21' } },
    ],
    updates: [
      { id: deployed, version: 7, size: '3 MiB', package: 'MIX00001', deployment: {} },
      { id: found, package: 'MIX00001' },
      { id: nowhere, deployment: {} },
    ],
  },
  { cache: newFolder(t) },
)

/** A report of the reporting point. */
async function report(id: number): Promise<string> {
  const { body } = await ask(running, 'rp', { path: `/SMSReporting_MIX/Report.asp?ReportID=${id}` })
  return body.toString()
}

const stateMessages = 3
const installedUpdates = 8

const contacted = ({ attempts }: ActionResult) =>
  attempts.flatMap(({ role, system }) => (role === 'domain-controller' ? [] : [system?.split('.')[0]]))

void t.test('an update is scanned for, located, downloaded, installed and reported, once', async (t) => {
  const pc = running.client('PC')
  t.match(await report(installedUpdates), 'Nothing to report.')
  const installed = await pc.installUpdate(deployed.toUpperCase())
  t.match(installed, {
    outcome: 'answered',
    protocol: 'http',
    system: 'dp.contoso.test',
    data: { bytes: 3 * 1024 * 1024 },
  })
  t.strictSame(contacted(installed), ['mp', 'mp', 'sup', 'mp', 'dp', 'mp', 'sup'])
  t.match(
    installed.attempts.find(({ role }) => role === 'standard-distribution-point')?.url,
    `/MIX00001/${deployed}/`,
  )
  t.match(await report(stateMessages), /402 software updates installation<\/td><td>10</)
  t.match(await report(installedUpdates), new RegExp(`PC\\.contoso\\.test.*${deployed}`))

  const again = await pc.installUpdate(deployed)
  t.match(again, { outcome: 'answered', system: 'sup.contoso.test' })
  t.strictSame(contacted(again), ['mp', 'sup'], 'it scans, and needs nothing more')
})

void t.test(
  'an update that no distribution point has is not installed, and neither is one that is not deployed',
  async (t) => {
    const pc = running.client('PC')
    t.match(await pc.installUpdate(nowhere), { outcome: 'failed', rule: 'content-location/nobody-has-it' })
    const withheld = { outcome: 'withheld', rule: 'software-updates/offered-for-installation' }
    t.match(await pc.installUpdate(found), withheld)
    t.notMatch(await report(installedUpdates), found)
    await t.rejects(pc.installUpdate('00000000-0000-0000-0000-000000000001'), /no update/)
  },
)

void t.test('an update whose download fails is not installed, and can be later', async (t) => {
  const pc = running.client('PC-2')
  await running.break('dp', 'name-not-resolved')
  t.match(await pc.installUpdate(deployed), { outcome: 'failed', system: 'dp.contoso.test' })
  t.notMatch(await report(installedUpdates), 'PC-2')
  await running.repair('dp')
  t.match(await pc.installUpdate(deployed), { outcome: 'answered', system: 'dp.contoso.test' })
  t.match(await report(installedUpdates), 'PC-2')
})
