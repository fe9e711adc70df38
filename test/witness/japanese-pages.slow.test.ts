import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { sitemode, twoModes } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { browse, noChromium } from './chromium.ts'

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}]/u

/** A page as a Japanese reader's browser opens it, or one of another language. */
async function openIn(browser: Browser, locale: string, file: string, query = ''): Promise<Page> {
  const page = await browser.newPage({ locale })
  await page.goto(`${pathToFileURL(file).href}${query}`)
  return page
}

const languageOf = (page: Page): Promise<string> => page.evaluate('document.documentElement.lang')

void t.test('pages in the language of the browser', { skip: noChromium }, async (t) => {
  const folder = newFolder(t)
  const [cache, out] = [join(folder, 'cache'), join(folder, 'out')]
  const [diagnosis, plan, diff] = ['diagnosis', 'plan', 'diff'].map((name) => join(folder, `${name}.html`))
  if (!diagnosis || !plan || !diff) throw new Error('there is no name')
  await sitemode(cache, 'run', 'scenarios/native-client-with-http-in-mixed-site.yaml', '--out', out)
  const logs = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'))
  await sitemode(cache, 'diagnose', ...logs.map((name) => join(out, name)), '--html', diagnosis)
  await sitemode(cache, 'plan', twoModes, '--to', 'native', '--html', plan)
  await sitemode(cache, 'diff', out, out, '--html', diff)
  const browser = await browse(t)

  for (const file of [diagnosis, plan, diff]) {
    const name = file.slice(folder.length + 1)
    await t.test(`${name} is in Japanese for a Japanese reader`, async (t) => {
      const page = await browser.newPage({ locale: 'ja-JP' })
      await page.goto(pathToFileURL(file).href)
      t.equal(await languageOf(page), 'ja')
      t.match(await page.locator('a.skip').textContent(), /へ移動$/)
      t.match(await page.locator('main').textContent(), japanese)
      await page.close()
    })
  }

  await t.test('and in English for every other, or by choice', async (t) => {
    const english = await openIn(browser, 'de-DE', plan)
    t.equal(await languageOf(english), 'en')
    t.notMatch(await english.locator('main').textContent(), japanese)
    await english.getByRole('link', { name: '日本語' }).click()
    await english.waitForURL(/\?lang=ja$/)
    await english.waitForFunction('document.documentElement.lang === "ja"')
    t.match(await english.locator('h1').textContent(), /取り残されます/)
    await english.getByRole('link', { name: 'English' }).click()
    await english.waitForURL(/\?lang=en$/)
    await english.waitForFunction('document.documentElement.lang === "en"')
    t.match(await english.locator('h1').textContent(), /stranded/)
    await english.close()
    const chosen = await openIn(browser, 'ja-JP', plan, '?lang=en')
    t.equal(await languageOf(chosen), 'en')
    await chosen.close()
  })

  await t.test('what opens later is in the language as well', async (t) => {
    for (const locale of ['ja-JP', 'en-US']) {
      const page = await openIn(browser, locale, plan)
      await page.locator('#attempts-made details.part > summary').first().click()
      const attempt = page.locator('details.attempt').last()
      await attempt.locator('summary').first().click()
      await attempt.locator('dl.facts').waitFor()
      const text = await attempt.textContent()
      t.equal(japanese.test(text ?? ''), locale === 'ja-JP')
      for (const mark of ['\u0001', '\u0002', '\u0003']) t.notOk(text?.includes(mark))
      await page.close()
    }
  })
})
