import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { Recording } from '../../sim/evidence/recording/recording.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { recordedMatrix, recordedRun } from '../../test/report/recorded.ts'
import { root } from './all-pages.ts'

// `npm run pictures`: draws the README's pictures from runs that it makes itself.
const pictures = new URL('docs/pictures/', root)
const folder = await mkdtemp(join(tmpdir(), 'sitemode-pictures-'))
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  const visit = await recordedRun(path('scenarios/starter/scenario.yaml'))
  await draw(browser, visit, 'sequence', async (page) => {
    await page.locator('details.scenario > summary').click()
    return page.locator('section.client .picture')
  })
  await draw(browser, visit, 'hierarchy', async (page) => {
    await page.locator('details.scenario > summary').click()
    return page.locator('details.scenario > .picture').first()
  })
  const tables = await recordedMatrix(path('scenarios/hierarchies/two-modes.yaml'))
  await draw(browser, tables, 'figure', (page) => Promise.resolve(page.locator('figure .picture').first()))
} finally {
  await browser.close()
  await rm(folder, { recursive: true })
}

function path(file: string): string {
  return fileURLToPath(new URL(file, root))
}

async function draw(
  browser: Browser,
  recording: Recording,
  name: string,
  find: (page: Page) => Promise<ReturnType<Page['locator']>>,
): Promise<void> {
  const file = join(folder, `${name}.html`)
  await writeFile(file, reportPage(recording))
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({
      colorScheme,
      viewport: { width: 1500, height: 900 },
      deviceScaleFactor: 2,
    })
    await page.goto(pathToFileURL(file).href)
    await page.addStyleTag({ content: 'main { max-width: none }' })
    const drawn = (await find(page)).locator('svg')
    await drawn.screenshot({ path: fileURLToPath(new URL(`${name}-${colorScheme}.png`, pictures)) })
    await page.close()
  }
}
