import t from 'tap'
import { readManagementPoints } from '../../sim/client/conversations/published-sites.ts'
import { searchDirectory } from '../../sim/client/transports/ldap.ts'
import { publishedDirectory } from '../../sim/points/domain-controller/published-directory.ts'
import { parseEntry, type SearchRequest } from '../../sim/wire/ldap/search.ts'
import { parsePagedResults, serializePagedResults } from '../../sim/wire/ldap/message.ts'
import { contoso, domain, openContoso, site } from './domain-controller-of-contoso.ts'
import { resultOf, say, search } from './domain-controller-talk.ts'
import { findManagementPoints } from '../client/published.ts'

void t.test('pages go on where the last one ended, whatever comes or goes meanwhile', async (t) => {
  const codes = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE']
  let entries = publishedDirectory(
    codes.map((code) => site(code)),
    domain,
  )
  const { server } = await openContoso(t, () => entries)
  const sites: Partial<SearchRequest> = {
    filter: { kind: 'equal', attribute: 'objectCategory', value: Buffer.from('mSSMSSite') },
  }
  async function page(size: number, cookie: Buffer, more: Partial<SearchRequest> = {}) {
    const asked = serializePagedResults({ size, cookie }, true)
    const heard = await say(t, server.port, search({ ...sites, ...more }, [asked]))
    const [control] = heard.at(-1)?.controls ?? []
    const names = heard.slice(0, -1).map(({ content }) => parseEntry(content)?.attributes.cn?.[0])
    return { names, page: control && parsePagedResults(control), result: heard.slice(-1).map(resultOf) }
  }
  const first = await page(2, Buffer.alloc(0))
  t.strictSame(first.names, ['SMS-Site-AAA', 'SMS-Site-BBB'])
  t.equal(first.page?.size, 5, 'of so many')
  const cookie = first.page?.cookie ?? Buffer.alloc(0)
  t.ok(cookie.length > 0)

  entries = publishedDirectory(
    ['AAA', 'CCC', 'CCD', 'EEE'].map((code) => site(code)),
    domain,
  )
  const second = await page(2, cookie)
  t.strictSame(second.names, ['SMS-Site-CCC', 'SMS-Site-CCD'])
  const last = await page(2, second.page?.cookie ?? Buffer.alloc(0))
  t.strictSame(last.names, ['SMS-Site-EEE'])
  t.equal(last.page?.cookie.length, 0, 'no more')

  t.strictSame((await page(0, cookie)).names, [], 'size 0 ends it')
  t.strictSame((await page(9, Buffer.from('zzz'))).names, [], 'a cookie of nobody ends it')
  const limited = await page(4, Buffer.alloc(0), { sizeLimit: 3 })
  t.strictSame([limited.page, limited.names.length, ...limited.result], [undefined, 3, 'sizeLimitExceeded'])
})

void t.test('a change of mode shows at once', async (t) => {
  let sites = contoso
  const { target } = await openContoso(t, () => publishedDirectory(sites, domain))
  const modes = async (): Promise<(string | undefined)[]> => {
    const { entries } = await searchDirectory(target, findManagementPoints(domain))
    return readManagementPoints(entries)
      .filter(({ site }) => site === 'CEN')
      .map(({ settings }) => settings?.mode)
  }
  t.strictSame(await modes(), ['mixed'])
  sites = contoso.map((site) => ({ ...site, mode: 'native' }))
  t.strictSame(await modes(), ['native'])
  sites = contoso.map((site) => ({ ...site, publishes: false }))
  t.strictSame(await modes(), [])
})
