import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { fleetResultOf, recordFleet } from '../../sim/fleet/fleet-result.ts'
import { runUnit } from '../../sim/fleet/run-unit.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { fleetOf } from '../fleet/small-fleet.ts'
import { newFolder } from '../new-folder.ts'
import { beginRecording } from '../report/recorded.ts'
import { browse, noChromium } from './chromium.ts'

void t.test('the report of a fleet in Chromium', { skip: noChromium }, async (t) => {
  const fleet = fleetOf({
    days: 2,
    expect: [
      { atMost: 0, outcome: 'failed' },
      { atMost: '50%', outcome: 'failed' },
    ],
  })
  const tally = await runUnit(fleet, 'all', { cache: false, evidence: 1 })
  const { recording, journal } = beginRecording()
  const doubts = { count: 1, first: ['mp.cen heard of a connection'] }
  recordFleet(tally, fleetResultOf(fleet, { ...tally, strays: doubts }), journal)
  journal({ type: 'ended', durationMs: 0 })
  const file = join(newFolder(t), 'report.html')
  await writeFile(file, reportPage(recording))
  const browser = await browse(t)

  const page = await browser.newPage()
  await page.goto(pathToFileURL(file).href)
  const text = await page.locator('#fleet').innerText()
  t.match(text, "the client's certificate has expired")
  t.match(text, 'at most 0 of all acts may fail')
  t.match(text, '1 connection that no attempt accounts for')
  t.equal(await page.locator('#fleet table').first().locator('tbody tr').count(), tally.fates.length)
  await page.locator('details.scenario > summary').first().click()
  t.ok(await page.getByText('EXPIRED-1 requests policy, day 1').first().isVisible())
})
