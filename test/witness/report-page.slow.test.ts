import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { outcomes } from '../../sim/evidence/attempt.ts'
import type { Browser, Page } from 'playwright-core'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import type { Recording } from '../../sim/evidence/recording/recording.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { hostile, hostileThroughout, someLines } from '../report/mutants.ts'
import { recordedMatrix, recordedRun, recordedWhile } from '../report/recorded.ts'
import { newFolder } from '../new-folder.ts'
import { manyKiosks } from './many-kiosks.ts'
import { browse, complaintsOf, noChromium, tabTo } from './chromium.ts'

const options = { skip: noChromium }
const folder = newFolder(t)

async function openReport(browser: Browser, name: string, recording: Recording): Promise<Page> {
  const file = join(folder, `${name}.html`)
  await writeFile(file, reportPage(recording))
  const page = await browser.newPage()
  await page.goto(pathToFileURL(file).href)
  return page
}

/** Resolves once the heading of an attempt is in view, with nothing over it. */
function headingInView(id: string): string {
  return `new Promise((resolve) => {
    const look = () => {
      const heading = document.querySelector('#${id}.found > summary')
      const { left = 0, top = 0, bottom = 0 } = heading?.getBoundingClientRect() ?? {}
      if (heading?.contains(document.elementFromPoint(left + 4, (top + bottom) / 2))) resolve(true)
      else requestAnimationFrame(look)
    }
    look()
  })`
}

async function attributes(page: Page, selector: string, name: string): Promise<(string | null)[]> {
  const found = await page.locator(selector).all()
  return Promise.all(found.map((one) => one.getAttribute(name)))
}

void t.test('reports in Chromium', options, async (t) => {
  const browser = await browse(t)

  await t.test('the report of a recording that tries to be markup', async (t) => {
    const page = await openReport(browser, 'hostile', readRecording(hostileThroughout(await someLines())))
    const complaints = complaintsOf(page)
    await page.reload()
    for (;;) {
      const [closed] = await page.locator('details:not([open]) > summary:visible').all()
      if (!closed) break
      await closed.click()
    }
    t.ok((await page.locator('body').innerText()).includes(hostile.slice(0, 30)), 'it is shown')
    t.equal(await page.locator('x-pwned').count(), 0, 'it is no element')
    t.equal(await page.locator('[onclick], [onpwned]').count(), 0, 'it is no attribute')
    t.strictSame(complaints, [], 'the policy had nothing to stop')
    await page.close()
  })

  await t.test('the report of a run', async (t) => {
    const run = await recordedRun('scenarios/site-goes-native.yaml', 'scenarios/mobile-device.yaml')
    const attempts = run.hierarchies.flatMap((one) => one.attempts.map(({ attempt }) => attempt))

    await t.test('shows each client’s sequence, with every attempt in it', async (t) => {
      const page = await openReport(browser, 'sequences', run)
      for (const one of await page.locator('details.scenario').all()) await one.locator('> summary').click()
      await page
        .locator('svg.sequence a')
        .nth(attempts.length - 1)
        .waitFor({ state: 'attached' })
      const drawn = await attributes(page, 'svg.sequence a', 'data-attempt')
      t.strictSame(drawn.sort(), attempts.map(({ id }) => id).sort())
      const failed = attempts.filter(({ outcome }) => outcome === 'failed')
      t.ok(failed.length > 0)
      for (const { id } of failed) {
        t.equal(
          await page.locator(`a[data-attempt="${id}"] .row.failed`).count(),
          1,
          `${id} is marked at one stage`,
        )
      }
      const [refused] = failed
      await page.locator(`a[data-attempt="${refused?.id ?? ''}"]`).click()
      const diagnosis = page.locator(`#${refused?.id ?? ''} .diagnosis`)
      t.equal(await diagnosis.isVisible(), true, 'its diagnosis is one click away')
      t.match(await diagnosis.textContent(), refused?.diagnosis)
      await page.close()
    })

    await t.test('can be used by keyboard alone', async (t) => {
      const page = await openReport(browser, 'keyboard', run)
      await tabTo(t, page, 'input[name="filter"]')
      await page.keyboard.type('client:kiosk')
      const kiosk = attempts.filter(({ client, outcome }) => client === 'KIOSK' && outcome !== 'answered')
      for (const outcome of outcomes.filter((one) => kiosk.some((attempt) => attempt.outcome === one))) {
        await tabTo(t, page, `input[value="${outcome}"]`)
        await page.keyboard.press('Space')
      }
      t.equal(
        await page.locator('form.filters output').textContent(),
        `${kiosk.length} of ${attempts.length} attempts`,
      )
      t.equal(await page.locator('details.scenario:not([hidden])').count(), 1)
      await tabTo(t, page, 'details.scenario > summary')
      await page.keyboard.press('Enter')
      await page.locator('section.client:not([hidden])').waitFor()
      t.strictSame(
        await attributes(page, 'details.attempt:not([hidden])', 'id'),
        kiosk.map(({ id }) => id),
      )
      await tabTo(t, page, `a[data-attempt="${kiosk[0]?.id ?? ''}"]`)
      await page.keyboard.press('Enter')
      t.equal(
        await page.locator(`#${kiosk[0]?.id ?? ''}`).getAttribute('open'),
        '',
        'a link in the picture opens the evidence',
      )
      t.equal(
        await page.evaluate('document.activeElement.parentElement.id'),
        kiosk[0]?.id,
        'and the focus is there',
      )
      await page.close()
    })

    await t.test('is printed whole', async (t) => {
      const page = await openReport(browser, 'print', run)
      await page.pdf()
      t.equal(await page.locator('details.attempt').count(), attempts.length)
      await page.close()
    })

    await t.test('a link to an attempt shows its heading, below the bar that stays on top', async (t) => {
      const page = await openReport(browser, 'under-the-bar', run)
      for (const width of [1440, 800, 390]) {
        await page.setViewportSize({ width, height: 600 })
        for (const { id } of [attempts.at(-1), attempts[2]].filter((one) => one !== undefined)) {
          await page.goto(`${page.url().split('#')[0] ?? ''}#${id}`)
          await page.reload()
          t.equal(await page.evaluate(headingInView(id)), true, `${id} at ${width} px`)
        }
      }
      await page.close()
    })

    await t.test('tells what a filter does not understand, and what the summary links to', async (t) => {
      const page = await openReport(browser, 'filter', run)
      const status = page.locator('form.filters output')
      await page.locator('input[name="filter"]').fill('cleint:KIOSK')
      t.equal(await status.textContent(), 'There is no field cleint: did you mean client:?')
      await page.locator('form.filters button[type="reset"]').click()
      await page.locator('form.filters output').filter({ hasText: /^$/ }).waitFor({ state: 'attached' })
      const link = page.locator('#summary td.number a').first()
      const count = await link.textContent()
      await link.click()
      t.equal(await status.textContent(), `${count ?? ''} of ${attempts.length} attempts`)
      const matches = await page.locator('ol.matches a').allTextContents()
      t.ok(matches.length > 0)
      for (const id of matches) {
        t.equal(attempts.find((one) => one.id === id)?.outcome, 'failed', id)
      }
      await page.locator('ol.matches a').first().click()
      t.equal(await page.locator(`#${matches[0] ?? ''}`).getAttribute('open'), '', 'each is one click away')
      await page.close()
    })
  })

  await t.test('the report of the tables', async (t) => {
    const matrix = await recordedMatrix('scenarios/hierarchies/two-modes.yaml')
    const page = await openReport(browser, 'matrix', matrix)
    t.equal(await page.locator('figure').count(), 3)
    const figures = await attributes(page, 'svg.figure', 'aria-label')
    t.match(figures[0] ?? '', /native-mode site: management point by https/)
    t.match(
      figures[1] ?? '',
      /resident site, mixed mode: management point not at all, distribution point not at all/,
    )
    t.match(
      figures[2] ?? '',
      /resident site, mixed mode: management point by http, distribution point by http/,
    )
    const cells =
      matrix.tables?.tables.flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.cells))) ?? []
    t.equal(await page.locator('#tables td details').count(), cells.length, 'each cell has its evidence')
    await page.locator('#tables td details summary').first().click()
    const link = page.locator('#tables td details a').first()
    const id = await link.textContent()
    await link.click()
    t.equal(await page.locator(`#${id ?? ''}`).getAttribute('open'), '')
  })

  await t.test(
    'the row of a group opens the list of its clients, by a click and by the keyboard',
    async (t) => {
      const recording = await recordedWhile(manyKiosks, async (running) => {
        for (let number = 1; number <= 21; number++) {
          await running.client(`KIOSKS-${number}`).contact('management-point')
        }
      })
      const page = await openReport(browser, 'groups', recording)
      await page.locator('details.scenario > summary').click()
      const [row, list] = [
        page.locator('details.scenario a.group'),
        page.locator('details.scenario .picture details.group'),
      ]
      t.match(await row.locator('title').textContent(), /^KIOSKS: 21 clients, 21 mixed; \d+ answered$/)
      t.equal(await list.getAttribute('open'), null)
      await row.click()
      await list.getByText('KIOSKS-21', { exact: true }).waitFor()
      await list.locator('> summary').click()
      await list.getByText('KIOSKS-21', { exact: true }).waitFor({ state: 'hidden' })
      await row.focus()
      await page.keyboard.press('Enter')
      await list.getByText('KIOSKS-21', { exact: true }).waitFor()
      await page.waitForFunction("document.activeElement.parentElement.matches('details.group')")
      t.equal(await list.locator('li').count(), 21, 'and the keyboard is at the list')
      await page.close()
    },
  )

  await t.test('a disagreeing cell is seen in the figure', async (t) => {
    const matrix = await recordedMatrix('scenarios/hierarchies/two-modes.yaml')
    const cell = matrix.tables?.tables[0]?.rows[0]?.cells.native
    if (cell) cell.agrees = false
    const page = await openReport(browser, 'disagrees', matrix)
    t.equal(await page.locator('svg.figure').first().locator('text.bad').count(), 1)
  })

  await t.test('any name of a client is text', async (t) => {
    const name = `</script><img src=x onerror=alert(1)>'"&`
    const recording = await recordedWhile(
      {
        sites: [{ code: 'NAT', mode: 'native', systems: [{ name: 'mp', roles: ['management-point'] }] }],
        clients: [{ name: 'PC', assignedSite: 'NAT' }],
      },
      async (running) => {
        await running.client('PC').contact('management-point')
      },
    )
    const [hierarchy] = recording.hierarchies
    for (const client of hierarchy?.now.clients ?? []) client.name = name
    for (const { attempt } of hierarchy?.attempts ?? [])
      Object.assign(attempt, { client: name, why: name, system: name })
    const page = await openReport(browser, 'markup', recording)
    const complaints = complaintsOf(page)
    await page.reload()
    await page.locator('details.scenario > summary').click()
    t.equal(await page.locator('section.client').getAttribute('data-client'), name)
    t.equal(await page.locator('img').count(), 0)
    await page.locator('input[name="filter"]').fill('<img>:1')
    t.match(await page.locator('form.filters output').textContent(), 'There is no field <img>')
    t.equal(await page.locator('img').count(), 0)
    t.strictSame(complaints, [])
  })

  await t.test('ten thousand attempts stay usable', async (t) => {
    const run = await recordedRun('scenarios/site-goes-native.yaml')
    const [hierarchy] = run.hierarchies
    if (!hierarchy) throw new Error('nothing was recorded')
    let id = 0
    const hierarchies = Array.from({ length: Math.ceil(10_000 / hierarchy.attempts.length) }, () => {
      const renamed = new Map(hierarchy.attempts.map(({ attempt }) => [attempt.id, `a${++id}`]))
      const rename = JSON.stringify(hierarchy).replaceAll(/"(a\d+)"/g, (text, old: string) =>
        JSON.stringify(renamed.get(old) ?? text),
      )
      return JSON.parse(rename) as typeof hierarchy
    })
    const page = await openReport(browser, 'large', { ...run, hierarchies })
    await page.goto(`${page.url()}#a${id}`)
    await page.reload()
    t.equal(await page.locator(`#a${id}`).getAttribute('open'), '', 'the last attempt is found by its link')
    await page.locator('input[name="filter"]').fill('client:KIOSK')
    const kiosk =
      hierarchy.attempts.filter(({ attempt }) => attempt.client === 'KIOSK').length * hierarchies.length
    t.equal(await page.locator('form.filters output').textContent(), `${kiosk} of ${id} attempts`)
  })
})
