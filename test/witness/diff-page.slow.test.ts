import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { sitemode } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { expectedPlan, otherPlan } from '../report/compared-plans.ts'
import { browse, noChromium, tabTo } from './chromium.ts'

void t.test('the page of diff in Chromium', { skip: noChromium }, async (t) => {
  const folder = newFolder(t)
  const [cache, file] = [join(folder, 'cache'), join(folder, 'page.html')]
  const scenario = 'scenarios/native-client-with-http-in-mixed-site.yaml'
  const runs = { before: ['--tls', '1.2'], after: ['--refusal', 'iis'] }
  for (const [out, options] of Object.entries(runs)) {
    await sitemode(cache, 'run', scenario, ...options, '--out', join(folder, out))
  }
  const others = otherPlan()
  for (const [name, plan] of Object.entries({ plan: expectedPlan(), others }))
    writeFileSync(join(folder, name), JSON.stringify(plan))
  const browser = await browse(t)

  await t.test('fits a phone', async (t) => {
    for (const [before, after] of [
      ['plan', 'others'],
      ['before', 'after'],
    ] as const) {
      await sitemode(cache, 'diff', join(folder, before), join(folder, after), '--html', file)
      const page = await browser.newPage({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false })
      await page.goto(pathToFileURL(file).href)
      const parts = await page.locator('article.failure, .tiles, .card').all()
      const boxes = await Promise.all(parts.map((part) => part.boundingBox()))
      t.ok(boxes.length > 3)
      t.ok(boxes.every((box) => box !== null && box.x >= 0 && box.x + box.width <= 360))
      await page.close()
    }
  })

  await t.test('leads by keyboard from the overview to a change', async (t) => {
    const page = await browser.newPage()
    await page.goto(pathToFileURL(file).href)
    await tabTo(t, page, 'a[href="#change-1"]')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#change-1$/)
    t.pass('the address names it')
    await page.close()
  })
})
