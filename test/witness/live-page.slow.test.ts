import t from 'tap'
import { openPage } from '../live/opened-page.ts'
import { browse, complaintsOf, noChromium, tabTo, violationsOf } from './chromium.ts'

void t.test('the live page in Chromium', { skip: noChromium }, async (t) => {
  const { running, page: live } = await openPage(t, 'scenarios/hierarchies/fjords.yaml')
  const browser = await browse(t, 'EXCLUDE 127.0.0.1')
  // Conditions that are waited for are evaluated in the page, which its own policy would not let happen.
  const page = await browser.newPage({ bypassCSP: true })
  const complaints = complaintsOf(page)
  await page.goto(live.url)
  await page.locator('svg.hierarchy').waitFor()
  const rowOf = (client: string, text: string) =>
    page.locator('#rows tr', { hasText: client }).filter({ hasText: text })

  await t.test('axe has nothing against it, by day and by night', async (t) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      t.strictSame(await violationsOf(page), [], colorScheme)
    }
  })

  await t.test('an attempt made by a program is seen as it happens', async (t) => {
    await running.client('LAPTOP').contact('management-point')
    await rowOf('LAPTOP', 'HTTPS').first().waitFor()
    await page.locator('svg .traffic.https.answered').waitFor({ state: 'attached' })
    t.pass('drawn as a line')
  })

  await t.test(
    'by keyboard, a site goes into the other mode, and the attempts that follow are of another colour',
    async (t) => {
      await running.client('KIOSK').contact('management-point')
      await rowOf('KIOSK', 'HTTP').locator('.badge.http').first().waitFor()
      await tabTo(t, page, 'form[data-step="setMode"] select[name="site"]')
      await page.keyboard.type('BGO')
      await tabTo(t, page, 'form[data-step="setMode"] button')
      await page.keyboard.press('Enter')
      // A second is what the page has.
      await page.locator('g.site.native[data-site="BGO"]').waitFor({ timeout: 1000 })
      t.pass('the picture shows it within a second')
      await page.locator('#said', { hasText: 'Site BGO went into native mode' }).waitFor()
      await running.client('DESKTOP').start()
      await running.client('DESKTOP').contact('management-point')
      await rowOf('DESKTOP', 'mp.bgo').locator('.badge.https').first().waitFor()
      await page.locator('#steps', { hasText: /- setMode:\s+site: BGO\s+mode: native/ }).waitFor()
    },
  )

  await t.test('every control can be reached by keyboard, and does what its step does', async (t) => {
    for (const [form, told] of [
      ['move', /LAPTOP moved to/],
      ['contact', /LAPTOP/],
      ['action', /LAPTOP/],
      ['getContent', /LAPTOP/],
      ['break', /mp\.cen broke/],
      ['advance', /The clock moved ahead by 25 hours/],
    ] as const) {
      const before = await page.locator('#steps').textContent()
      if (form === 'move') {
        await tabTo(t, page, 'form[data-step="move"] input[name="address"]')
        await page.keyboard.type('10.2.0.99')
      }
      await tabTo(t, page, `form[data-step="${form}"] button`)
      await page.keyboard.press('Enter')
      await page.waitForFunction(`document.querySelector('#steps').textContent !== ${JSON.stringify(before)}`)
      await page.waitForFunction(`${told.toString()}.test(document.querySelector('#said').textContent)`)
      t.pass(form)
    }
    await page.locator('g[data-system="mp.cen.fjords.test"].broken').waitFor()
    await tabTo(t, page, 'form[data-step="break"] button[value="repair"]')
    await page.keyboard.press('Enter')
    await page.locator('g[data-system="mp.cen.fjords.test"]:not(.broken)').waitFor()
    t.pass('repair')
  })

  await t.test('an impossible step is reported, in the words of validate', async (t) => {
    await page.locator('form[data-step="move"] input[name="address"]').fill('nowhere')
    await page.locator('form[data-step="move"] button').click()
    await page.locator('#said.bad').waitFor()
    t.match(await page.locator('#said').textContent(), /address/)
  })

  t.strictSame(
    complaints.filter((complaint) => !complaint.includes('status of 400')),
    [],
    'the console has nothing else to say',
  )
})
