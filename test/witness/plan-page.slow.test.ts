import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { planPage } from '../../sim/report/html/plan-page.ts'
import { newFolder } from '../new-folder.ts'
import { hostileNames, madeUpHierarchy, madeUpPlan } from '../report/plan-fixtures.ts'
import { browse, complaintsOf, noChromium, tabTo, violationsOf } from './chromium.ts'

void t.test('the page of a plan in Chromium', { skip: noChromium }, async (t) => {
  const folder = newFolder(t)
  const browser = await browse(t)
  /** Address of the page of a plan with so many groups. */
  const pageOf = (name: string, groups: number, names?: readonly string[]): string => {
    const file = join(folder, `${name}.html`)
    writeFileSync(file, planPage(madeUpPlan({ groups, ...(names && { names }) }), madeUpHierarchy()))
    return pathToFileURL(file).href
  }
  const pages = {
    twelve: pageOf('twelve', 12),
    hostile: pageOf('hostile', 12, hostileNames),
    many: pageOf('many', 500),
  }

  await t.test(
    'with 500 groups axe has nothing against it, and a link leads into what is closed',
    async (t) => {
      const page = await browser.newPage()
      const complaints = complaintsOf(page)
      await page.goto(pages.many)
      t.strictSame(await violationsOf(page), [])
      await page.goto(`${pages.many}#a2001`)
      await page.locator('#a2001 > div').waitFor()
      t.pass('and it is open')
      t.strictSame(complaints, [])
      await page.close()
    },
  )

  await t.test('fits a phone, with everything open, and paper', async (t) => {
    for (const address of [pages.twelve, pages.hostile]) {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
      await page.goto(address)
      for (const media of ['screen', 'print'] as const) {
        await page.emulateMedia({ media })
        await page.evaluate("dispatchEvent(new Event('beforeprint'))")
        t.equal(await page.evaluate('document.documentElement.scrollWidth'), 390, media)
      }
      await page.close()
    }
  })

  await t.test('leads by keyboard from a change to its attempt, and back', async (t) => {
    const page = await browser.newPage()
    await page.goto(pages.twelve)
    await tabTo(t, page, 'a[href="#change-1"]')
    await page.keyboard.press('Enter')
    await page.waitForFunction("document.activeElement.closest('details')?.id === 'change-1'")
    t.pass('the keyboard is at change-1')
    await tabTo(t, page, 'a[href="#a1"]')
    await page.keyboard.press('Enter')
    await page.waitForFunction("document.activeElement.closest('details')?.id === 'a1'")
    t.pass('the keyboard is at a1')
    await page.goBack()
    await page.locator('#change-1.found').waitFor()
    t.pass('back at the change')
    await page.close()
  })
})
