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
import { browse, complaintsOf, fitsPhones, noChromium, violationsOf } from './chromium.ts'

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

  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ colorScheme })
    const complaints = complaintsOf(page)
    await page.goto(pathToFileURL(file).href)
    t.strictSame(await violationsOf(page), [], colorScheme)
    await fitsPhones(t, page)
    t.strictSame(complaints, [])
    const text = await page.locator('#fleet').innerText()
    t.match(text, "the client's certificate has expired")
    t.match(text, 'at most 0 of all acts may fail')
    t.match(text, '1 connection that no attempt accounts for')
    t.equal(await page.locator('#fleet table').first().locator('tbody tr').count(), tally.fates.length)
    await page.locator('details.scenario > summary').first().click()
    t.ok(await page.getByText('EXPIRED-1 requests policy, day 1').first().isVisible())
    await page.close()
  }
})
