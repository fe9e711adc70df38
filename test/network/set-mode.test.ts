import { once } from 'node:events'
import { createServer } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Hierarchy } from '../../sim/model/hierarchy.ts'
import type { MatrixResult } from '../../sim/report/command-results.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy, type RunningHierarchy } from '../../sim/network/running-hierarchy.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'
import { twoModes } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'

const cache = newFolder(t)
const fjords = 'scenarios/hierarchies/fjords.yaml'

async function opened(t: Test, file: string): Promise<{ running: RunningHierarchy; hierarchy: Hierarchy }> {
  const { hierarchy } = await loadHierarchy(file)
  const running = await openHierarchy(hierarchy, { cache, timeout: 3000 })
  t.teardown(() => running.close())
  return { running, hierarchy }
}

const schemesOf = ({ systems }: RunningHierarchy, name: string): string[] =>
  (systems.find((system) => system.name === name)?.urls ?? []).map((url) => new URL(url).protocol).sort()

const columns = ({ tables }: MatrixResult, column: string) =>
  tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells[column] ?? []))

void t.test('a site in the other mode speaks as that mode does, and the tables hold', async (t) => {
  const { running, hierarchy } = await opened(t, twoModes)
  await running.setMode('MIX', 'native')
  t.strictSame(schemesOf(running, 'mp.mix'), ['https:'])
  t.strictSame(schemesOf(running, 'dp.mix'), ['https:', 'smb:'], 'its share is as it was')
  t.strictSame(schemesOf(running, 'fsp.mix'), ['http:'])
  const result = await runMatrix(running, 'after')
  t.equal(result.summary.disagree, 0)
  t.ok(columns(result, 'native').every(({ agrees }) => agrees))
  t.ok(columns(result, 'mixed').every(({ skipped }) => skipped !== undefined))
  t.equal(hierarchy.sites.find(({ code }) => code === 'MIX')?.mode, 'mixed', 'what was described stays')
  await running.setMode('MIX', 'mixed')
  t.equal((await runMatrix(running, 'and back')).summary.agree, 38)
})

void t.test('secondary sites go along', async (t) => {
  const { running } = await opened(t, fjords)
  await running.setMode('bgo', 'native')
  t.strictSame(schemesOf(running, 'mp.vos'), ['https:'])
  t.strictSame(schemesOf(running, 'mp.hau'), ['http:'], 'the site below does not')
})

void t.test('the order of the hierarchy is kept, and what cannot be is told', async (t) => {
  const { running } = await opened(t, fjords)
  const says = (message: RegExp) => ({ name: 'SiteModeError', code: 'ERR_SITEMODE_SITE_MODE', message })
  await t.rejects(running.setMode('HAU', 'native'), says(/before site BGO does.*top down/))
  await t.rejects(running.setMode('CEN', 'mixed'), says(/before site OSL does.*bottom up/))
  await t.rejects(running.setMode('VOS', 'native'), says(/secondary site.*BGO/))
  await t.rejects(running.setMode('XXX', 'native'), says(/no site XXX/))
  const aClient = { client: 'PC' } as never
  await t.rejects(running.setMode(aClient, 'native'), { message: /^setMode: expected text; found fields/ })
  const { urls } = running.systems.find(({ name }) => name === 'mp.osl') ?? {}
  await running.setMode('OSL', 'native')
  t.strictSame(running.systems.find(({ name }) => name === 'mp.osl')?.urls, urls, 'the mode it has')
  await running.setMode('BGO', 'native')
  await running.setMode('HAU', 'native')
  await running.setMode('HAU', 'mixed')
  await running.setMode('BGO', 'mixed')
})

void t.test('clients do not notice, whenever they are first asked for', async (t) => {
  const { running } = await opened(t, twoModes)
  await running.setMode('MIX', 'native')
  const stranded = await running.client('MIXED-1').contact('management-point')
  t.match(stranded, {
    outcome: 'failed',
    protocol: 'http',
    clientMode: 'mixed',
    diagnosis: 'mode-not-told-yet',
  })
  t.equal(running.client('MIXED-1').assignedSite?.mode, 'mixed')
})

void t.test('a port that is taken leaves all as it was', async (t) => {
  const { running } = await opened(t, twoModes)
  const { address } = running.systems.find(({ name }) => name === 'smp.mix') ?? {}
  const squatter = createServer()
  await once(squatter.listen({ host: address, port: 8443 }), 'listening')
  t.teardown(() => squatter.close())
  await t.rejects(running.setMode('MIX', 'native'), { name: 'EnvironmentError', message: /smp\.mix.*8443/ })
  t.equal(running.hierarchy.sites.find(({ code }) => code === 'MIX')?.mode, 'mixed')
  t.strictSame(schemesOf(running, 'mp.mix'), ['http:'])
  t.match(await running.client('MIXED-1').contact('management-point'), {
    outcome: 'answered',
    protocol: 'http',
  })
})

void t.test('thirty times to and fro, nothing is left open', async (t) => {
  const { running } = await opened(t, twoModes)
  const open = async () => {
    // A handle closed in one turn of the event loop leaves Node's list at the end of that turn.
    await nextTurn()
    await nextTurn()
    return process.getActiveResourcesInfo().filter((name) => name.startsWith('TCPServer')).length
  }
  const before = await open()
  for (let times = 0; times < 15; times++) {
    await running.setMode('MIX', 'native')
    await running.setMode('MIX', 'mixed')
  }
  t.equal(await open(), before)
})
