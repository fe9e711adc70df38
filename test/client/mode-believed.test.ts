import t, { type Test } from 'tap'
import { entryOf } from '../../sim/evidence/catalogue.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy, type RunningHierarchy } from '../../sim/network/running-hierarchy.ts'
import { newFolder } from '../new-folder.ts'

// A client and a site of different modes: the web server runs, and the diagnosis says who has to act.

const cache = newFolder(t)
const { hierarchy } = parseHierarchy({
  domain: 'road.test',
  sites: [
    {
      code: 'CEN',
      mode: 'mixed',
      boundaries: [{ subnet: '10.0.0.0/16' }],
      systems: [
        { name: 'mp.cen', roles: ['management-point'] },
        { name: 'fsp.cen', roles: ['fallback-status-point'] },
      ],
    },
    {
      code: 'WST',
      mode: 'mixed',
      parent: 'CEN',
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [{ name: 'mp.wst', roles: ['management-point'] }],
    },
    {
      code: 'EST',
      mode: 'mixed',
      parent: 'CEN',
      boundaries: [{ subnet: '10.2.0.0/16' }],
      systems: [{ name: 'mp.est', roles: ['management-point'] }],
    },
  ],
  clients: [
    { name: 'KIOSK', assignedSite: 'WST', activeDirectory: false, at: { address: '10.1.0.1' } },
    { name: 'DESKTOP', assignedSite: 'WST', at: { address: '10.1.0.2' } },
    {
      name: 'WRONGLY',
      assignedSite: 'none',
      mode: 'native',
      alwaysOnInternet: true,
      internetManagementPoint: 'mp.est',
    },
  ],
})

async function opened(t: Test): Promise<RunningHierarchy> {
  const running = await openHierarchy(hierarchy, { cache, timeout: 5000 })
  t.teardown(() => running.close())
  return running
}

async function switchWest(running: RunningHierarchy): Promise<void> {
  await running.setMode('CEN', 'native')
  await running.setMode('WST', 'native')
}

void t.test('never told: a client that does not read Active Directory', async (t) => {
  const running = await opened(t)
  await switchWest(running)
  const { diagnosis, attempts } = await running.client('KIOSK').requestPolicy()
  t.equal(diagnosis, 'mode-never-told')
  t.match(attempts.at(-1), {
    client_end: {
      code: 'ECONNREFUSED',
      believed: { mode: 'mixed', told: { by: 'installation' }, toldAgainBy: null },
    },
    server_end: { code: 'NOT_LISTENING', siteMode: { mode: 'native', since: /^\d{4}-/ } },
  })
  running.advance(48 * 3_600_000)
  t.match(await running.client('KIOSK').requestPolicy(), { diagnosis: 'mode-never-told' }, 'nor later')
  t.match(entryOf('mode-never-told'), { party: 'client', remedy: /\/native.*Active Directory/ })
})

void t.test('not told yet: one that reads it, until it does', async (t) => {
  const running = await opened(t)
  await switchWest(running)
  const client = running.client('DESKTOP')
  t.match(await client.requestPolicy(), { outcome: 'failed', diagnosis: 'mode-not-told-yet' })
  t.match(entryOf('mode-not-told-yet'), { party: 'client', remedy: /start it again/ })
  await client.start()
  t.match(await client.requestPolicy(), { outcome: 'answered', protocol: 'https' })
})

void t.test('told otherwise: one that was installed for the other mode', async (t) => {
  const running = await opened(t)
  const result = await running.client('WRONGLY').assign('EST')
  t.match(result, { outcome: 'failed', protocol: 'https', diagnosis: 'mode-told-otherwise' })
  t.match(result.attempts.at(-1)?.server_end, { siteMode: { mode: 'mixed', since: null } })
  t.match(entryOf('mode-told-otherwise'), { party: 'site' })
})

void t.test('of another site as well: the client learns of it from whom it asks', async (t) => {
  const running = await opened(t)
  await running.setMode('CEN', 'native')
  await running.setMode('EST', 'native')
  const kiosk = await running.client('KIOSK').contact('management-point', { system: 'mp.est' })
  t.match(kiosk, { diagnosis: 'mode-never-told', client_end: { believed: { told: null } } })
})

void t.test('where the modes agree, or play no part, the failure is what it is', async (t) => {
  const running = await opened(t)
  await running.break('mp.wst', 'not-listening')
  const agreed = await running.client('KIOSK').contact('management-point')
  t.match(agreed, { diagnosis: 'nothing-listens' })
  t.notOk(agreed.client_end?.believed)
  await running.repair('mp.wst')
  await running.setMode('CEN', 'native')
  await running.break('fsp.cen', 'not-listening')
  const inEither = await running.client('KIOSK').contact('fallback-status-point', { system: 'fsp.cen' })
  t.match(inEither, { protocol: 'http', diagnosis: 'nothing-listens' })
})
