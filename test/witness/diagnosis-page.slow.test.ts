import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { sitemode, twoModes } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { browse, noChromium, tabTo } from './chromium.ts'

void t.test('the page of diagnose in Chromium', { skip: noChromium }, async (t) => {
  const folder = newFolder(t)
  const [cache, out, file] = [join(folder, 'cache'), join(folder, 'out'), join(folder, 'page.html')]
  await sitemode(cache, 'run', 'scenarios/native-client-with-http-in-mixed-site.yaml', '--out', out)
  const logs = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'))
  const paths = logs.map((name) => join(out, name))
  const { status } = await sitemode(cache, 'diagnose', ...paths, '--hierarchy', twoModes, '--html', file)
  t.equal(status, 0)
  const browser = await browse(t)

  await t.test('fits a phone', async (t) => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false })
    await page.goto(pathToFileURL(file).href)
    t.equal(await page.locator('article.failure').count(), 6)
    const parts = await page.locator('article.failure, .tiles, .card').all()
    const boxes = await Promise.all(parts.map((part) => part.boundingBox()))
    t.ok(boxes.length > 6)
    t.ok(boxes.every((box) => box !== null && box.x >= 0 && box.x + box.width <= 360))
    await page.close()
  })

  await t.test('leads by keyboard from the overview to a failure', async (t) => {
    const page = await browser.newPage()
    await page.goto(pathToFileURL(file).href)
    await tabTo(t, page, 'a[href="#failure-2"]')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#failure-2$/)
    t.pass('the address names it')
    await page.close()
  })
})
