import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { Test } from 'tap'

const found = spawnSync('which', ['chromium'], { encoding: 'utf8' })

/** Why a test cannot ask a browser; false where it can. */
export const noChromium = found.status !== 0 && 'chromium is not on the PATH'

/** A browser that finds only these hosts, and stays on loopback. `hosts`: rules of Chromium's host resolver. */
export async function browse(t: Test, ...hosts: string[]): Promise<Browser> {
  const args = ['--no-sandbox', `--host-resolver-rules=${[...hosts, 'MAP * ~NOTFOUND'].join(', ')}`]
  const browser = await chromium.launch({ executablePath: found.stdout.trim(), args })
  t.teardown(() => browser.close())
  return browser
}

/** The errors in the browser's console, and the resources that it could not load. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`))
  return complaints
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResults {
  violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[]
}

/** The violations that axe finds in a page, each with its elements. */
export async function violationsOf(page: Page): Promise<string[]> {
  // The pages' own policies let no other script in; the debugger may evaluate one all the same.
  await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)')
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${JSON.stringify(target)}`))
}

/** With everything open, nothing in a page is wider than a phone; what is wider moves within its box. */
export async function fitsPhones(t: Test, page: Page): Promise<void> {
  for (const width of [360, 390]) {
    await page.setViewportSize({ width, height: 844 })
    await page.evaluate(`
      dispatchEvent(new Event('beforeprint'))
      for (const details of document.querySelectorAll('details')) details.open = true`)
    t.equal(
      await page.evaluate('document.documentElement.scrollWidth'),
      width,
      `${page.url()} at ${width} px`,
    )
  }
}

const overlaps = `[...document.querySelectorAll('svg.hierarchy .site')].flatMap((site) => {
  const texts = [...site.querySelectorAll('text')].map((one) => ({ said: one.textContent.trim(), box: one.getBoundingClientRect() }))
  const meet = (one, other) =>
    one.box.left + 1 < other.box.right && other.box.left + 1 < one.box.right &&
    one.box.top + 3 < other.box.bottom && other.box.top + 3 < one.box.bottom
  return texts.flatMap((one, place) =>
    texts.slice(place + 1).filter((other) => meet(one, other)).map((other) => one.said + ' | ' + other.said))
})`

/** Texts in the boxes of a picture that lie on each other, two and two. */
export function overlapsIn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(overlaps)
}

/** On paper nothing is cut off: a sheet of A4 in pixels, between its margins. */
export async function fitsPaper(t: Test, page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 718, height: 1000 })
  await page.evaluate("dispatchEvent(new Event('beforeprint'))")
  const wider = `[...document.querySelectorAll('body, .scroll, .picture')]
    .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth)
    .map((one) => one.className + ' ' + (one.getAttribute('aria-label') ?? '') + ' ' + one.scrollWidth)`
  t.strictSame(await page.evaluate(wider), [], `${page.url()} on paper`)
  await page.emulateMedia({ media: null })
}

/** Tab, until what has the focus matches; a person would do the same. */
export async function tabTo(t: Test, page: Page, selector: string): Promise<void> {
  for (let pressed = 0; pressed < 400; pressed++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return
  }
  t.fail(`the keyboard does not come to ${selector}`)
}
