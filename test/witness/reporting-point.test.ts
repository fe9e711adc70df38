import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t from 'tap'
import { stateMessageReport } from '../../sim/wire/fallback-status-point/state-message-report.ts'
import { open } from '../network/opened.ts'
import { ask } from '../points/raw-request.ts'
import { newFolder } from '../new-folder.ts'
import { browse, complaintsOf, noChromium } from './chromium.ts'
import { lacks, run } from './run-program.ts'

const directory = newFolder(t)
const { running, pki } = await open(
  t,
  {
    domain: 'contoso.test',
    sites: [
      {
        code: 'NAT',
        mode: 'native',
        systems: [
          { name: 'rp.nat', roles: ['reporting-point'] },
          { name: 'ssl.nat', roles: ['reporting-point'], ssl: true },
          { name: 'fsp.nat', roles: ['fallback-status-point'] },
        ],
      },
      { code: 'MIX', mode: 'mixed', parent: 'NAT' },
    ],
  },
  { cache: join(directory, 'cache') },
)
const systems = ['rp.nat', 'ssl.nat'].map((name) => {
  const system = running.systems.find((candidate) => candidate.name === name)
  return { name, address: system?.address ?? '', url: system?.urls[0] ?? '' }
})

// Markup in a name that a client chose itself: it must come out as text.
await ask(running, 'fsp.nat', {
  method: 'POST',
  path: '/SMS_FSP/.sms_fsp',
  body: stateMessageReport('<script>x</script>', 800, 400, new Date('2007-08-22T00:00:00Z')),
})

const hosts = systems.map(({ address, url }) => `MAP ${new URL(url).hostname} ${address}`)

async function rowsOf(page: Page): Promise<string[][]> {
  const rows = await page.locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('th, td').allTextContents()))
}

for (const { name, url } of systems) {
  void t.test(
    `chromium opens the reports of ${name} by ${new URL(url).protocol}`,
    { skip: noChromium },
    async (t) => {
      const browser = await browse(t, ...hosts)
      const page = await browser.newPage({ ignoreHTTPSErrors: true })
      const complaints = complaintsOf(page)
      const answer = await page.goto(`${url}/SMSReporting_NAT/`)
      t.equal(answer?.status(), 200)
      t.equal(await page.title(), 'Reports of site NAT')
      t.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Reports of site NAT')
      t.strictSame(await page.getByRole('columnheader').allTextContents(), ['Report', 'About'])

      await page.getByRole('link', { name: 'Sites', exact: true }).click()
      t.equal(await page.title(), 'Sites - site NAT')
      t.strictSame(await rowsOf(page), [
        ['NAT', 'primary', 'native', '-'],
        ['MIX', 'primary', 'mixed', 'NAT'],
      ])
      await page.getByRole('link', { name: 'All reports' }).click()
      await page.getByRole('link', { name: 'State messages' }).click()
      t.equal(await page.title(), 'State messages - site NAT')
      const [row = []] = await rowsOf(page)
      t.strictSame(row.slice(1), [
        '<script>x</script>',
        '800 client deployment',
        '400',
        '1',
        'fsp.nat.contoso.test',
        '',
      ])
      t.strictSame(complaints, [])
    },
  )
}

void t.test(
  'curl trusts its certificate and needs none of its own',
  { skip: lacks('curl', '--version') },
  async (t) => {
    const [{ address, url } = { address: '', url: '' }] = systems.slice(1)
    const ca = join(directory, 'root.pem')
    await writeFile(ca, (await pki.authorities()).root)
    const { host, hostname, port } = new URL(url)
    const args = ['-s', '--cacert', ca, '--resolve', `${hostname}:${port}:${address}`]
    const page = await run('curl', [...args, `https://${host}/SMSReporting_NAT/Report.asp?ReportID=2`])
    t.equal(page.status, 0)
    t.match(page.stdout.toString(), '<td>fallback status point</td>')
  },
)
