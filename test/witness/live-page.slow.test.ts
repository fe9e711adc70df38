import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import t, { type Test } from 'tap'
import { openPage } from '../live/opened-page.ts'
import { newFolder } from '../new-folder.ts'
import { browse, complaintsOf, noChromium, tabTo, violationsOf } from './chromium.ts'
import { manyKiosks } from './many-kiosks.ts'

void t.test('the live page in Chromium', { skip: noChromium }, async (t) => {
  const { running, page: live } = await openPage(t, 'scenarios/hierarchies/fjords.yaml')
  const browser = await browse(t, 'EXCLUDE 127.0.0.1')
  // Conditions that are waited for are evaluated in the page, which its own policy would not let happen.
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1440, height: 900 } })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto(live.url)
  await page.locator('svg.hierarchy').waitFor()

  const rowOf = (client: string, text: string): Locator =>
    page.locator('#rows tr', { hasText: client }).filter({ hasText: text })
  const said = (words: RegExp): Promise<void> => page.locator('#said', { hasText: words }).waitFor()
  const inPicture = (selector: string): Locator => page.locator(`#picture ${selector}`)
  /** The clients whose rows are listed, each once; waits until they are these. */
  const listed = async (t: Test, clients: readonly string[], why: string): Promise<void> => {
    const found = `[...new Set([...document.querySelectorAll('#rows .client')].map((one) => one.textContent))].sort().join()`
    await page.waitForFunction(`${found} === ${JSON.stringify([...clients].sort().join())}`)
    t.pass(why)
  }
  const hasNothingAgainst = async (t: Test, state: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      t.strictSame(await violationsOf(page), [], `${state}, ${colorScheme}`)
    }
  }

  await t.test('axe has nothing against it while nothing has happened', (t) => hasNothingAgainst(t, 'empty'))

  await t.test('the whole is as high as the window', async (t) => {
    t.equal(await page.evaluate('document.documentElement.scrollHeight'), 900)
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), 1440)
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
      await tabTo(t, page, '#find')
      await page.keyboard.type('BGO')
      await page.locator('#found button', { hasText: 'BGO' }).first().waitFor()
      await page.keyboard.press('Enter')
      await page.locator('#menu[open]').waitFor()
      await tabTo(t, page, '#menu button[value*="setMode"]')
      await page.keyboard.press('Enter')
      // A second is what the page has.
      await page.locator('g.site.native[data-site="BGO"]').waitFor({ timeout: 1000 })
      t.pass('the picture shows it within a second')
      await page.locator('#menu:not([open])').waitFor({ state: 'attached' })
      await said(/Site BGO went into native mode/)
      await running.client('DESKTOP').start()
      await running.client('DESKTOP').contact('management-point')
      await rowOf('DESKTOP', 'mp.bgo').locator('.badge.https').first().waitFor()
      await page
        .locator('#steps', { hasText: /- setMode:\s+site: BGO\s+mode: native/ })
        .waitFor({ state: 'attached' })
    },
  )

  await t.test('the arrow keys go through the picture, and Enter opens what one can do', async (t) => {
    await tabTo(t, page, '#picture [role="button"]')
    const first = await page.evaluate('document.activeElement.getAttribute("aria-label")')
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction(
      `document.activeElement.getAttribute('aria-label') !== ${JSON.stringify(first)}`,
    )
    await inPicture('[data-client="LAPTOP"]').focus()
    await page.keyboard.press('Enter')
    await page.locator('#menu-title', { hasText: /^LAPTOP$/ }).waitFor()
    t.strictSame(await violationsOf(page), [], 'axe has nothing against the menu')
    await page.keyboard.press('Escape')
    await page.locator('#menu:not([open])').waitFor({ state: 'attached' })
    await page.waitForFunction(`document.activeElement.dataset.client === 'LAPTOP'`)
    t.pass('the focus is where it was')
  })

  await t.test('each entry of a menu does what its step does', async (t) => {
    for (const [subject, button, told, fill] of [
      ['[data-client="LAPTOP"]', 'Move', /LAPTOP moved to 10\.2\.0\.99/, ['move.address', '10.2.0.99']],
      ['[data-client="LAPTOP"]', 'Contact', /LAPTOP/, undefined],
      ['[data-client="LAPTOP"]', 'Request policy', /LAPTOP/, undefined],
      ['[data-client="LAPTOP"]', 'Get', /LAPTOP/, undefined],
      ['[data-client="LAPTOP"]', 'Revoke its certificates', /certificate of LAPTOP was revoked/, undefined],
      ['[data-system="mp.cen.fjords.test"]', 'Break', /mp\.cen broke/, undefined],
      ['[data-system="mp.cen.fjords.test"]', 'Repair', /mp\.cen/, undefined],
    ] as const) {
      const before = await page.locator('#steps').textContent()
      await inPicture(subject).click()
      await page.locator('#menu[open]').waitFor()
      if (fill) await page.locator(`#menu [name="${fill[0]}"]`).fill(fill[1])
      await page.locator('#menu').getByRole('button', { name: button, exact: true }).click()
      await page.waitForFunction(`document.querySelector('#steps').textContent !== ${JSON.stringify(before)}`)
      await said(told)
      t.pass(button)
    }
    await page.locator('form.advance input').fill('25 h')
    await page.locator('form.advance input').press('Enter')
    await said(/The clock moved ahead by 25 hours/)
  })

  await t.test('a client is dragged to another site', async (t) => {
    await inPicture('[data-client="LAB"]').dragTo(inPicture('[data-site="HAU"] .code'))
    await page.locator('[data-site="HAU"] [data-client="LAB"]').waitFor()
    t.match(await page.locator('#steps').textContent(), /client: LAB\s+move:\s+site: HAU/)
    t.equal(await page.locator('#menu[open]').count(), 0, 'no menu opens where it is dropped')
  })

  await t.test('an impossible step is reported, in the words of validate', async (t) => {
    await inPicture('[data-client="KIOSK"]').click()
    await page.locator('#menu [name="move.address"]').fill('nowhere')
    await page.locator('#menu').getByRole('button', { name: 'Move', exact: true }).click()
    await page.locator('#menu-problem', { hasText: 'address' }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('#menu:not([open])').waitFor({ state: 'attached' })
    t.pass('it is said where the step is made')
  })

  await t.test('a row opens to both ends, and the arrow keys go on from there', async (t) => {
    await running.client('NEW').contact('management-point', { force: true })
    await running.break('mp.cen', 'reset-in-handshake')
    const { id } = (await running.client('TRAVELLER').requestPolicy()).attempts.at(-1) ?? {}
    await page.locator(`#rows tr[data-id="${id}"]`).waitFor()
    await page.locator(`#rows tr[data-id="${id}"] [data-open]`).focus()
    await page.keyboard.press('Enter')
    await page.locator('#details-title', { hasText: `${id}` }).waitFor()
    await hasNothingAgainst(t, 'a row is open')
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction(`document.querySelector('#details-title').textContent !== '${id}'`)
    await page.keyboard.press('ArrowUp')
    await page.locator('#details-title', { hasText: `${id}` }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('#details').waitFor({ state: 'hidden' })
    await page.waitForFunction(`document.activeElement.closest('tr').dataset.id === '${id}'`)
    t.pass('the focus is on its row')
  })

  await t.test('what repeats an attempt is copied', async (t) => {
    await rowOf('LAPTOP', 'HTTPS').first().locator('[data-open]').click()
    for (const name of ['curl', 'openssl s_client']) {
      await page
        .locator('#details')
        .getByRole('button', { name: `Copy as ${name}` })
        .click()
      await page.waitForFunction(
        `navigator.clipboard.readText().then((text) => text.startsWith(${JSON.stringify(name)}))`,
      )
      t.pass(name)
    }
    await page.locator('#close-details').click()
  })

  await t.test('a filter and the chips leave what they ask for', async (t) => {
    await page.locator('#search').fill('client:KIOSK,DESKTOP')
    await listed(t, ['DESKTOP', 'KIOSK'], 'one of two clients')
    await page.locator('#search').fill('client:KIOSK,DESKTOP -client:KIOSK')
    await listed(t, ['DESKTOP'], 'and not another')
    await page.locator('#search').fill('clint:KIOSK')
    await page.locator('#filter-problem', { hasText: 'did you mean client' }).waitFor()
    await page.locator('#search').fill('')
    await page.locator('.chip', { hasText: 'other programs' }).click()
    await listed(t, [], 'no other program was there')
    const [{ address } = { address: '' }] = running.systems
    const stranger = connect(8443, address)
    stranger.on('error', () => undefined)
    await once(stranger, 'connect')
    stranger.end('GET / HTTP/1.1\r\n\r\n')
    await page.locator('#rows tr', { hasText: 'other program' }).waitFor()
    await page.locator('#rows tr', { hasText: 'other program' }).click()
    await page.locator('#details', { hasText: 'server saw' }).waitFor()
    await page.locator('#close-details').click()
    await page.locator('.chip', { hasText: 'other programs' }).click()
  })

  await t.test('rows are sorted, kept, held back and cleared away', async (t) => {
    await page.locator('[data-sort="client"]').click()
    await page.waitForFunction(
      `(() => { const names = [...document.querySelectorAll('#rows .client')].map((one) => one.textContent); return names.length > 3 && names.every((name, at) => at === 0 || names[at - 1].localeCompare(name, 'en', { numeric: true }) <= 0) })()`,
    )
    t.equal(await page.locator('th[aria-sort="ascending"]').textContent(), 'client')
    await page.locator('[data-sort="id"]').click()
    const kept = await page.locator('#rows tr').first().getAttribute('data-id')
    await page.locator(`#rows tr[data-id="${kept}"] [data-keep]`).click()
    await page.locator(`#kept tr[data-id="${kept}"] [aria-pressed="true"]`).waitFor()
    await page.locator('#pause').click()
    const before = running.attempts.length
    await running.client('ISLAND').contact('management-point')
    const made = running.attempts.length - before
    await page.locator('#pause', { hasText: `${made} waiting` }).waitFor()
    t.equal(await page.locator('#rows tr', { hasText: 'ISLAND' }).count(), 0)
    await page.locator('#pause').click()
    await page.locator('#rows tr', { hasText: 'ISLAND' }).first().waitFor()
    await page.locator('#clear').click()
    await page.locator('#rows tr').waitFor({ state: 'detached' })
    t.equal(await page.locator(`#kept tr[data-id="${kept}"]`).count(), 1, 'what is kept stays')
  })

  await t.test('by the timeline the picture goes back, and to the present again', async (t) => {
    running.client('LAB').move({ address: '10.5.0.9' })
    await page.locator('[data-site="DRA"] [data-client="LAB"]').waitFor()
    await running.client('LAB').contact('management-point')
    await rowOf('LAB', 'mp.osl').first().waitFor()
    await page.locator('#timeline').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.locator('#past', { hasText: 'as it was at' }).waitFor()
    await page
      .locator('[data-site="HAU"] [data-client="LAB"], [data-site="OSL"] [data-client="LAB"]')
      .waitFor()
    await hasNothingAgainst(t, 'an earlier moment')
    await page.locator('#now').click()
    await page.locator('[data-site="DRA"] [data-client="LAB"]').waitFor()
    t.equal(await page.locator('#past').isVisible(), false)
  })

  await t.test('a scenario is opened, run a step at a time, edited, and run again', async (t) => {
    const file = join(newFolder(t), 'steps.yaml')
    writeFileSync(
      file,
      `steps:\n  - { client: LAB, move: { site: OSL } }\n  - { client: LAB, contact: management-point, expect: { protocol: http } }\n  - { client: LAB, start: true }\n`,
    )
    await page.locator('#tab-attempts').focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('#scenario-file').setInputFiles(file)
    const state = (place: number): Locator => page.locator('#scenario-steps li').nth(place)
    await state(2).waitFor()
    await page.locator('#scenario-step').click()
    await state(0).getByRole('img', { name: 'held', exact: true }).waitFor()
    t.equal(await state(1).getByRole('img', { name: 'not run yet' }).count(), 1)
    await page.locator('#scenario-run').click()
    await state(1).getByRole('img', { name: 'did not hold' }).waitFor()
    await state(1).locator('.why', { hasText: 'protocol: expected http, observed https' }).waitFor()
    await state(2).getByRole('img', { name: 'held', exact: true }).waitFor()
    await hasNothingAgainst(t, 'a scenario has run')
    const text = page.locator('#scenario-text')
    await text.fill((await text.inputValue()).replace('protocol: http', 'protocol: https'))
    await page.locator('#scenario-run').click()
    await page.locator('#said', { hasText: '3 of 3 steps held' }).waitFor()
    await text.fill('steps:\n  - { client: NOBODY, start: true }\n')
    await page.locator('#scenario-run').click()
    await page.locator('#scenario-said', { hasText: 'line 2' }).waitFor()
    t.match(await page.locator('#scenario-said').textContent(), /no client NOBODY/)
    await page.locator('#tab-attempts').click()
  })

  await t.test('the downloads are there for the keyboard too', async (t) => {
    await page.locator('#downloads summary').focus()
    await page.keyboard.press('Enter')
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Scenario that runs and passes' }).press('Enter')
    t.equal((await waiting).suggestedFilename(), 'scenario.yaml')
  })

  await t.test('on a phone nothing is wider than the window', async (t) => {
    await page.setViewportSize({ width: 390, height: 844 })
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
    await hasNothingAgainst(t, 'a phone')
  })

  t.strictSame(
    complaints.filter((complaint) => !complaint.includes('status of 400')),
    [],
    'the console has nothing else to say',
  )
})

void t.test('a group of clients on the live page in Chromium', { skip: noChromium }, async (t) => {
  const file = join(newFolder(t), 'many.json')
  writeFileSync(file, JSON.stringify(manyKiosks))
  const { running, page: live } = await openPage(t, file)
  const browser = await browse(t, 'EXCLUDE 127.0.0.1')
  const context = await browser.newContext({ bypassCSP: true })
  const page = await context.newPage()
  await page.goto(live.url)
  const counters = (words: string): Promise<void> => page.locator('#counters', { hasText: words }).waitFor()
  await counters('clients in the picture0 of 40')
  const contact = (number: number) => running.client(`KIOSKS-${number}`).contact('management-point')
  for (let number = 1; number <= 20; number++) await contact(number)
  await page.locator('#picture [data-client="KIOSKS-20"]').waitFor()
  t.equal(await page.locator('#picture [data-group]').count(), 0, 'twenty are shown one by one')
  await contact(21)
  const row = page.locator('#picture [data-group="KIOSKS"]')
  await row.locator('title', { hasText: 'KIOSKS: 21 clients, 21 mixed' }).waitFor({ state: 'attached' })
  await counters('clients in the picture21 of 40')
  const before = running.attempts.filter(({ outcome }) => outcome === 'answered').length
  await row.locator('title', { hasText: `; ${before} answered` }).waitFor({ state: 'attached' })
  await running.break('mp.cen', 'closed')
  await contact(1)
  await row.locator('title', { hasText: /, \d+ failed$/ }).waitFor({ state: 'attached' })
  t.equal(await page.locator('#picture [data-client]').count(), 0)

  await row.locator('.name').click()
  await page.locator('#menu-title', { hasText: /^KIOSKS$/ }).waitFor()
  t.equal(await page.locator('#menu .clients button').count(), 21, 'a click opens the list of its clients')
  await page.keyboard.press('Escape')
  await page.locator('#menu:not([open])').waitFor({ state: 'attached' })
  await row.focus()
  await page.keyboard.press('Enter')
  await page.locator('#menu[open] .clients').waitFor()
  await tabTo(t, page, '#menu .clients button')
  await page.keyboard.press('Enter')
  await page.locator('#menu-title', { hasText: /^KIOSKS-1$/ }).waitFor()
  t.pass('and so does Enter, which leads on to a client')
})
