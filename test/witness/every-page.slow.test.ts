import { readdirSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { fleetResultOf, recordFleet } from '../../sim/fleet/fleet-result.ts'
import { runUnit } from '../../sim/fleet/run-unit.ts'
import { planPage } from '../../sim/report/html/plan-page.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { sitemode, twoModes } from '../cli/command.ts'
import { fleetOf } from '../fleet/small-fleet.ts'
import { openPage } from '../live/opened-page.ts'
import { newFolder } from '../new-folder.ts'
import { expectedPlan, otherPlan } from '../report/compared-plans.ts'
import { madeUpHierarchy, madeUpPlan } from '../report/plan-fixtures.ts'
import { beginRecording, recordedMatrix, recordedRun } from '../report/recorded.ts'
import {
  browse,
  complaintsOf,
  fitsPaper,
  fitsPhones,
  noChromium,
  overlapsIn,
  violationsOf,
} from './chromium.ts'

const oneRun = 'scenarios/native-client-with-http-in-mixed-site.yaml'

/** Makes each page and gives its address. `t`: of the test that opens the page. */
const pages: Readonly<Record<string, (folder: string, t: Test) => Promise<string>>> = {
  'the report of a run': async (folder) => {
    const run = await recordedRun('scenarios/site-goes-native.yaml', 'scenarios/mobile-device.yaml')
    return written(folder, 'run', reportPage(run))
  },
  'the report of many clients': async (folder) => {
    writeFileSync(join(folder, 'many.yaml'), JSON.stringify(manyClients))
    const steps = [{ client: nameOf(0), contact: 'management-point' }]
    const scenario = join(folder, 'many-scenario.yaml')
    writeFileSync(scenario, JSON.stringify({ name: 'Many clients', hierarchy: 'many.yaml', steps }))
    return written(folder, 'many', reportPage(await recordedRun(scenario)))
  },
  'the report of the tables': async (folder) =>
    written(folder, 'matrix', reportPage(await recordedMatrix('scenarios/hierarchies/two-modes.yaml'))),
  'the report of a fleet': async (folder) => {
    const expect = [{ atMost: 0, outcome: 'failed' } as const]
    const fleet = fleetOf({ days: 2, expect })
    const tally = await runUnit(fleet, 'all', { cache: false, evidence: 1 })
    const { recording, journal } = beginRecording()
    const doubts = { count: 1, first: ['mp.cen heard of a connection'] }
    recordFleet(tally, fleetResultOf(fleet, { ...tally, strays: doubts }), journal)
    journal({ type: 'ended', durationMs: 0 })
    return written(folder, 'fleet', reportPage(recording))
  },
  'the page of a plan': (folder) =>
    written(folder, 'plan', planPage(madeUpPlan({ groups: 12 }), madeUpHierarchy())),
  'the page of diagnose': async (folder) => {
    const [cache, out, file] = [join(folder, 'cache'), join(folder, 'out'), join(folder, 'diagnosis.html')]
    await sitemode(cache, 'run', oneRun, '--out', out)
    const logs = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.log'))
    const paths = logs.map((name) => join(out, name))
    await sitemode(cache, 'diagnose', ...paths, '--hierarchy', twoModes, '--html', file)
    return pathToFileURL(file).href
  },
  'the page of diff, of a run and itself': (folder) => diffOf(folder, 'before', 'before'),
  'the page of diff, of two runs': (folder) => diffOf(folder, 'before', 'after'),
  'the page of diff, of a run and tables': (folder) => diffOf(folder, 'before', 'cells'),
  'the page of diff, of two plans': (folder) => diffOf(folder, 'plan', 'others'),
  'the live page': async (_, t) => {
    const { running, page } = await openPage(t, 'scenarios/hierarchies/fjords.yaml')
    await running.client('LAPTOP').contact('management-point')
    await running.client('NEW').contact('management-point', { force: true })
    return page.url
  },
}

function nameOf(place: number): string {
  return `WORKSTATION-${100 + place}`
}

/** Groups of clients in one site, and in the other so many clients that each has a row; names as long as NetBIOS has them. */
const manyClients = {
  name: 'Many',
  domain: 'many.test',
  sites: [
    ['NAT', 'native', '10.1.0.0/16'],
    ['MIX', 'mixed', '10.2.0.0/16'],
  ].map(([code = '', mode, subnet]) => ({
    ...{ code, mode, boundaries: [{ subnet }] },
    systems: [{ name: `mp.${code.toLowerCase()}`, roles: ['management-point'] }],
  })),
  clients: Array.from({ length: 60 }, (_, place) => ({
    name: nameOf(place),
    assignedSite: place % 2 === 0 ? 'NAT' : 'MIX',
    at: { address: `10.${place < 45 ? 1 : 2}.0.${place + 1}` },
  })),
}

async function written(folder: string, name: string, html: string | Iterable<string>): Promise<string> {
  const file = join(folder, `${name}.html`)
  await writeFile(file, html)
  return pathToFileURL(file).href
}

const compared: Readonly<Record<string, (out: string, cache: string) => unknown>> = {
  before: (out, cache) => sitemode(cache, 'run', oneRun, '--tls', '1.2', '--out', out),
  after: (out, cache) => sitemode(cache, 'run', oneRun, '--refusal', 'iis', '--out', out),
  cells: (out, cache) => sitemode(cache, 'matrix', '--out', out),
  plan: (out) => writeFileSync(out, JSON.stringify(expectedPlan())),
  others: (out) => writeFileSync(out, JSON.stringify(otherPlan())),
}

async function diffOf(folder: string, ...names: readonly [before: string, after: string]): Promise<string> {
  const cache = join(folder, 'cache')
  for (const name of names) await compared[name]?.(join(folder, name), cache)
  const file = join(folder, `${names.join('-')}.html`)
  const [before, after] = [join(folder, names[0]), join(folder, names[1])]
  await sitemode(cache, 'diff', before, after, '--html', file)
  return pathToFileURL(file).href
}

/** Opens one of each kind of what can be opened, which is made only then, and of what is in it. */
async function openOneOfEach(page: Page): Promise<void> {
  const open = `(() => {
    window.opened ??= new Set()
    const closed = [...document.querySelectorAll('details:not([open])')].filter((one) => one.checkVisibility())
    for (const one of closed) {
      const kind = one.className + ' in ' + one.parentElement.tagName
      if (!opened.has(kind)) one.open = true
      opened.add(kind)
    }
    const count = document.querySelectorAll('details[open]').length
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(count))))
  })()`
  for (let before = -1, now = 0; now > before;) [before, now] = [now, await page.evaluate<number>(open)]
}

/** What can have the focus and is seen, each marked; without what the arrow keys lead to. */
const markControls = `(() => {
  const found = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
  const controls = found.filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }))
  controls.forEach((one, place) => one.setAttribute('data-control', place))
  window.reached = new Set()
  addEventListener('focusin', ({ target }) => target.hasAttribute('data-control') && reached.add(target))
  return controls.length
})()`

const unreached = `[...document.querySelectorAll('[data-control]')].filter((one) => !reached.has(one)).map((one) => one.outerHTML.slice(0, 80))`

/** The Tab key comes to all that can have the focus. */
async function isReachedByKeyboard(t: Test, page: Page): Promise<void> {
  const controls = await page.evaluate<number>(markControls)
  t.ok(controls > 1, `${controls} controls`)
  // Some more for what the browser itself lets have the focus: boxes that scroll.
  for (let pressed = 0; pressed < 1.5 * controls + 10; pressed++) await page.keyboard.press('Tab')
  t.strictSame(await page.evaluate(unreached), [])
}

/** What can have the focus and has no name, as Chromium tells a screen reader. */
async function namelessIn(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  return nodes.flatMap(({ ignored, role, name, properties = [] }) => {
    const canFocus = properties.some((one) => one.name === 'focusable' && one.value.value === true)
    const isNamed = String(name?.value ?? '').trim() !== ''
    return ignored || !canFocus || isNamed ? [] : [String(role?.value)]
  })
}

const readers = [
  { colorScheme: 'light', locale: 'en-US' },
  { colorScheme: 'dark', locale: 'en-US' },
  { colorScheme: 'light', locale: 'ja-JP' },
  { colorScheme: 'dark', locale: 'ja-JP' },
] as const

void t.test('every page, for every reader', { skip: noChromium }, async (t) => {
  const folder = newFolder(t)
  const browser = await browse(t, 'EXCLUDE 127.0.0.1')
  for (const [name, make] of Object.entries(pages)) {
    await t.test(name, async (t) => {
      const address = await make(folder, t)
      for (const reader of readers) {
        await t.test(`${reader.colorScheme}, ${reader.locale}`, async (t) => {
          const page = await browser.newPage(reader)
          const complaints = complaintsOf(page)
          await page.goto(address)
          await page.locator(`html[lang="${reader.locale.slice(0, 2)}"]`).waitFor()
          // What a page has, and where, does not depend on its colours.
          const isFirst = reader.colorScheme === 'light'
          if (isFirst) await isReachedByKeyboard(t, page)
          await openOneOfEach(page)
          t.strictSame(await violationsOf(page), [], 'axe has nothing against it')
          t.strictSame(await overlapsIn(page), [], 'no text in a picture lies on another')
          if (isFirst) {
            t.strictSame(await namelessIn(page), [], 'each control has a name')
            await fitsPaper(t, page)
            await fitsPhones(t, page)
          }
          t.strictSame(complaints, [], 'the console has nothing to say')
          await page.close()
        })
      }
    })
  }
})
