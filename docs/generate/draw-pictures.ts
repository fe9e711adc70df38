import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { numbered } from '../../sim/evidence/recording/numbered.ts'
import { recordingFormat, type Journal } from '../../sim/evidence/recording/event.ts'
import { emptyRecording, follow, type Recording } from '../../sim/evidence/recording/recording.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'
import { runScenarios } from '../../sim/scenario/run-scenarios.ts'
import { root } from './all-pages.ts'

// What `npm run pictures` does: the pictures of the README, of runs made here and now.
const pictures = new URL('docs/pictures/', root)
const folder = await mkdtemp(join(tmpdir(), 'sitemode-pictures-'))
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  const visit = await recorded(async (journal) => {
    const { scenario } = await loadScenario(path('scenarios/starter/scenario.yaml'))
    await runScenarios([scenario], { journal })
  })
  await draw(browser, visit, 'sequence', async (page) => {
    await page.locator('details.scenario > summary').click()
    return page.locator('section.client .picture')
  })
  await draw(browser, visit, 'hierarchy', async (page) => {
    await page.locator('details.scenario > summary').click()
    return page.locator('details.scenario > .picture').first()
  })
  const tables = await recorded(async (journal) => {
    const file = path('scenarios/hierarchies/two-modes.yaml')
    const { hierarchy } = await loadHierarchy(file)
    await using running = await openHierarchy(hierarchy, { journal })
    journal({ type: 'tables', hierarchy: file, tables: (await runMatrix(running, file)).tables })
  })
  await draw(browser, tables, 'figure', (page) => Promise.resolve(page.locator('figure .picture').first()))
} finally {
  await browser.close()
  await rm(folder, { recursive: true })
}

function path(file: string): string {
  return fileURLToPath(new URL(file, root))
}

async function recorded(act: (journal: Journal) => Promise<void>): Promise<Recording> {
  const recording = emptyRecording()
  const journal = numbered('picture', follow(recording))
  const versions = { sitemode: '', node: process.version, openssl: process.versions.openssl }
  journal({ type: 'run', format: recordingFormat, command: ['run'], startedAt: '', versions })
  await act(journal)
  journal({ type: 'ended', durationMs: 0 })
  return recording
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
