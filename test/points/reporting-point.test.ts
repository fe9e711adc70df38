import t from 'tap'
import type { HierarchyInput } from '../../sim/index.ts'
import type { Reply, Request } from '../../sim/client/transports/http.ts'
import { register } from '../../sim/client/conversations/register.ts'
import { upload } from '../client/conversations/upload.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { isErrorPage } from './error-page-answer.ts'
import { ask } from './raw-request.ts'
import { signingIdentity } from '../../certs/issue.ts'

const written: HierarchyInput = {
  domain: 'contoso.test',
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      systems: [
        { name: 'rp.nat', roles: ['reporting-point'] },
        { name: 'ssl.nat', roles: ['reporting-point'], ssl: true },
        { name: 'iis.nat', roles: ['reporting-point'], ssl: true, listen: { refusal: 'iis' } },
        {
          name: 'strict.nat',
          roles: ['reporting-point'],
          ssl: true,
          listen: { clientCertificate: 'require' },
        },
        { name: 'both.nat', roles: ['reporting-point', 'management-point'], ssl: true },
      ],
    },
    { code: 'SEC', kind: 'secondary', parent: 'NAT' },
    {
      code: 'MIX',
      mode: 'mixed',
      parent: 'NAT',
      systems: [
        { name: 'rp.mix', roles: ['reporting-point'] },
        { name: 'ssl.mix', roles: ['reporting-point', 'management-point'], ssl: true },
        { name: 'fsp.mix', roles: ['fallback-status-point'] },
        { name: 'smp.mix', roles: ['state-migration-point'] },
      ],
    },
  ],
}
const { running, pki } = await open(t, written, { cache: newFolder(t) })
const { root: ca } = await pki.authorities()

const urlsOf = (name: string): string[] =>
  running.systems.find((system) => system.name === name)?.urls.map((url) => new URL(url).protocol) ?? []
const get = (name: string, path: string, more = {}) => ask(running, name, { path, tls: { ca }, ...more })

void t.test('it speaks what it is set to speak, whatever the mode of its site', async (t) => {
  t.strictSame(urlsOf('rp.nat'), ['http:'])
  t.strictSame(urlsOf('rp.mix'), ['http:'])
  t.strictSame(urlsOf('ssl.nat'), ['https:'])
  t.strictSame(urlsOf('ssl.mix').sort(), ['http:', 'https:'], 'with a management point by HTTP')
  for (const [name, site] of [
    ['rp.nat', 'NAT'],
    ['ssl.nat', 'NAT'],
    ['iis.nat', 'NAT'],
    ['rp.mix', 'MIX'],
    ['ssl.mix', 'MIX'],
  ] as const) {
    const protocol = name.startsWith('rp') ? 'http' : 'https'
    const { status, headers, body } = await get(name, `/SMSReporting_${site}/`, { protocol })
    t.strictSame([status, headers['content-type']], [200, 'text/html; charset=utf-8'], name)
    t.match(body.toString(), `<title>Reports of site ${site}</title>`)
  }
  const plain = await get('ssl.mix', '/SMSReporting_MIX/', { protocol: 'http' })
  t.equal(plain.status, 403, 'HTTPS it is')
})

void t.test('a listener that is set to ask for certificates asks', async (t) => {
  await t.rejects(get('strict.nat', '/SMSReporting_NAT/'), 'set so itself')
  await t.rejects(get('both.nat', '/SMSReporting_NAT/'), 'for the management point beside it')
})

void t.test('reports show what the site knows', async (t) => {
  const report = async (name: string, site: string, id: number): Promise<string> => {
    const { status, body } = await get(name, `/SMSReporting_${site}/report.asp?reportid=${id}`)
    return status === 200 ? body.toString() : String(status)
  }
  const row = (...cells: string[]): string => {
    const [first = '', ...others] = cells
    return `<tr><th scope="row">${first}</th>${others.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
  }
  const sites = await report('rp.nat', 'NAT', 1)
  t.match(sites, row('NAT', 'primary', 'native', '-'))
  t.match(sites, row('SEC', 'secondary', 'native', 'NAT'))
  t.match(sites, row('MIX', 'primary', 'mixed', 'NAT'))
  t.notMatch(await report('rp.mix', 'MIX', 1), 'NAT</th>', 'not what is above it')
  t.match(
    await report('rp.nat', 'NAT', 2),
    row('both.nat.contoso.test', 'NAT', 'reporting point, management point'),
  )
  t.match(await report('rp.mix', 'MIX', 3), 'Nothing to report.')
  t.match(await report('rp.mix', 'MIX', 4), row('fsp.mix.contoso.test', '0', '0', '0'))
  await ask(running, 'smp.mix', {
    method: 'POST',
    path: '/SMSSMP/smp.dll',
    body: '<StateStoreRequest Action="Capture" Computer="&lt;b&gt;OLD" Destination="NEW" Size="5"/>',
  })
  t.match(
    await report('rp.mix', 'MIX', 5),
    row('&#60;b&#62;OLD', 'NEW', 'smp.mix.contoso.test', 'capture-requested', '0', '-'),
  )
  const now = new Date('2007-08-22T09:30:00Z')
  const pc = { name: 'PC', fqdn: 'pc.contoso.test', managementPoint: 'ssl.mix.contoso.test', now }
  const say = async (said: Request): Promise<Reply> => {
    const reply = await ask(running, 'ssl.mix', { ...said, protocol: 'http' })
    const headers = Object.entries(reply.headers).map(([header, value]) => [header, String(value)])
    return { ...reply, headers: Object.fromEntries(headers) as Record<string, string> }
  }
  const registered = await register({ ...pc, ...(await signingIdentity()) })(say)
  t.match(
    await report('rp.mix', 'MIX', 6),
    `<tr><th scope="row">PC</th><td>${registered.smsId ?? ''}</td><td>4.00.6487.2000</td>`,
  )
  await upload('first.msg', Buffer.alloc(0))(say)
  await upload('second.msg', Buffer.from('abc'))(say)
  // FIPS 180-4, example of SHA-256: "abc".
  const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  const uploads = await report('rp.mix', 'MIX', 7)
  t.match(uploads, `<tr><th scope="row">second.msg</th><td>3</td><td>${hash}</td>`)
  t.match(uploads, /second\.msg.*<th scope="row">first\.msg<\/th><td>0<\/td>/s, 'the latest first')
})

void t.test('a table that is very long is cut', async (t) => {
  const messages =
    '<StateMessage SerialNumber="1"><Topic Type="800"/><State ID="1"/><StateDetails/></StateMessage>'
  const body = Buffer.from(`<Report><ReportBody>${messages.repeat(501)}</ReportBody></Report>`, 'utf16le')
  const taken = await ask(running, 'fsp.mix', { method: 'POST', path: '/SMS_FSP/.sms_fsp', body })
  t.equal(taken.status, 200)
  const page = (await get('rp.mix', '/SMSReporting_MIX/Report.asp?ReportID=3')).body.toString()
  t.match(page, 'The first 500 of 501 rows.')
  t.equal(page.match(/<th scope="row">/g)?.length, 500)
})

void t.test('it is read, and nothing else', async (t) => {
  const path = '/SMSReporting_MIX/Report.asp?ReportID=1'
  const [whole, head] = [await get('rp.mix', path), await get('rp.mix', path, { method: 'HEAD' })]
  t.strictSame([head.status, head.body.length], [200, 0])
  t.equal(head.headers['content-length'], whole.headers['content-length'])
  for (const method of ['POST', 'PUT', 'DELETE', 'PROPFIND']) {
    const refused = await get('rp.mix', path, { method })
    t.ok(isErrorPage(refused, 405), method)
    t.equal(refused.headers.allow, 'GET, HEAD')
  }
  for (const nowhere of [
    '/SMSReporting_NAT/',
    '/SMSReporting_MIX/Report.asp',
    '/SMSReporting_MIX/Report.asp?ReportID=999',
    '/SMSReporting_MIX/Report.asp?ReportID=__proto__',
    '/SMSReporting_MIX/../',
    '/',
  ]) {
    t.ok(isErrorPage(await get('rp.mix', nowhere), 404), nowhere)
  }
})
