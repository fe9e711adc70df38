import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { keepOpened } from '../../sim/library/plan-reports.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { serve } from '../../sim/library/serve.ts'
import { runPlan } from '../../sim/plan/run-plan.ts'
import { switchesTo } from '../../sim/plan/switches.ts'
import { planPage } from '../../sim/report/html/plan-page.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { blocksOf } from '../../test/docs/guide-blocks.ts'
import { recordedMatrix, recordedRun } from '../../test/report/recorded.ts'
import { root } from './all-pages.ts'

// `npm run pictures`: draws the pictures of the README and of the guides from runs that it makes itself.
const pictures = new URL('docs/pictures/', root)
const folder = await mkdtemp(join(tmpdir(), 'sitemode-pictures-'))
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  const visit = await recordedRun(path('scenarios/starter/scenario.yaml'))
  await drawLivePage(browser)
  await draw(browser, reportPage(visit), 'hierarchy', async (page) => {
    await page.locator('details.scenario > summary').click()
    return page.locator('details.scenario > .picture').first()
  })
  const tables = await recordedMatrix(path('scenarios/hierarchies/two-modes.yaml'))
  await draw(browser, reportPage(tables), 'figure', (page) =>
    Promise.resolve(page.locator('figure .picture').first()),
  )
  await draw(browser, await pageOfPlan(), 'plan', (page) =>
    Promise.resolve(page.locator('#picture .picture')),
  )
} finally {
  await browser.close()
  await rm(folder, { recursive: true })
}

/** The live page of the fjords, once its clients have been at home, one of them abroad, and one was refused. */
async function drawLivePage(browser: Browser): Promise<void> {
  await using open = await serve(path('scenarios/hierarchies/fjords.yaml'), { web: true })
  const { running, web } = open
  if (web === null) throw new Error('no live page was opened')
  for (const name of ['DESKTOP', 'KIOSK', 'LAPTOP']) await running.client(name).contact('management-point')
  const laptop = running.client('LAPTOP')
  laptop.move({ address: '10.2.0.99' })
  await laptop.contact('management-point', { relation: 'resident' })
  const { id } = await laptop.contact('management-point', { relation: 'resident', force: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewport = { width: 1440, height: 900 }
    const page = await browser.newPage({ colorScheme, viewport, deviceScaleFactor: 1.5 })
    await page.goto(web)
    await page.locator(`#rows tr[data-id="${id}"], #rows tr:has-text("${id}")`).first().click()
    await page.locator('#details .ends, #details h3').first().waitFor()
    await page.screenshot({ path: fileURLToPath(new URL(`live-${colorScheme}.png`, pictures)) })
    await page.close()
  }
}

function path(file: string): string {
  return fileURLToPath(new URL(file, root))
}

/** The page of the plan that the guide comes to, from the files that it shows first. */
async function pageOfPlan(): Promise<string> {
  const files = blocksOf('plan-your-switch.md').filter(({ language }) => language !== 'text')
  for (const { file, text } of files.toReversed()) if (file) await writeFile(join(folder, file), text)
  const { hierarchy } = await loadHierarchy(join(folder, 'contoso.yaml'))
  const { journal, shown } = keepOpened()
  const plan = await runPlan(hierarchy, 'contoso.yaml', switchesTo(hierarchy, 'native'), { journal })
  return planPage(plan, shown())
}

async function draw(
  browser: Browser,
  html: string | Iterable<string>,
  name: string,
  find: (page: Page) => Promise<ReturnType<Page['locator']>>,
): Promise<void> {
  const file = join(folder, `${name}.html`)
  await writeFile(file, html)
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({
      colorScheme,
      viewport: { width: 1500, height: 900 },
      deviceScaleFactor: 2,
      // A page allows no style but its own.
      bypassCSP: true,
    })
    await page.goto(pathToFileURL(file).href)
    await page.addStyleTag({ content: 'main { max-width: none } form.filters { position: static }' })
    const drawn = (await find(page)).locator('svg')
    await drawn.screenshot({ path: fileURLToPath(new URL(`${name}-${colorScheme}.png`, pictures)) })
    await page.close()
  }
}
