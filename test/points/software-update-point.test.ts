import { createHash } from 'node:crypto'
import t from 'tap'
import { parseErrorPage } from '../../sim/wire/error-page.ts'
import { getAuthorizationCookie, getConfig, getCookie } from '../../sim/wire/software-update-point/sign-in.ts'
import { getExtendedUpdateInfo, getFileLocations } from '../../sim/wire/software-update-point/updates.ts'
import { descend, parseXml } from '../../sim/wire/xml.ts'
import { parseSoapFault, soapRequest } from '../../sim/wire/software-update-point/operation.ts'
import type { RawAnswer } from './raw-request.ts'
import { answered, openUpdateServers } from './update-servers.ts'

const { running, pki, asking, call, enter } = await openUpdateServers(t)
const sup = asking('sup.mix')

void t.test('GetExtendedUpdateInfo tells the rest, and the files are where it says', async (t) => {
  const cookie = await enter('e')
  const { GetExtendedUpdateInfoResult: info } = answered(
    await call(getExtendedUpdateInfo, {
      cookie,
      revisionIDs: [102, 103, 999],
      infoTypes: ['Extended', 'LocalizedProperties', 'Eula'],
      locales: ['en'],
    }),
  )
  t.strictSame(
    info?.Updates?.map(({ ID }) => ID),
    [102, 102, 103, 103],
    'what there is of each',
  )
  t.strictSame(info?.OutOfScopeRevisionIDs, [999])
  t.equal(info?.FileLocations?.length, 2)
  for (const { FileDigest, Url = '' } of info?.FileLocations ?? []) {
    const hex = FileDigest?.toString('hex').toUpperCase() ?? ''
    t.equal(Url, `http://sup.mix.contoso.test:8530/Content/${hex.slice(-2)}/${hex}.cab`)
    const { pathname } = new URL(Url)
    const whole = await sup(pathname)
    t.equal(createHash('sha1').update(whole.body).digest('hex').toUpperCase(), hex)
    t.match(whole.headers, {
      'content-length': String(whole.body.length),
      'accept-ranges': 'bytes',
      'last-modified': /GMT$/,
      etag: /^"/,
    })
    const head = await sup(pathname, { method: 'HEAD' })
    t.strictSame([head.status, head.body.length, head.headers.etag], [200, 0, whole.headers.etag])
    const range = { Range: 'bytes=65000-66000' }
    const part = await sup(pathname, { headers: range })
    t.strictSame(
      [part.status, part.headers['content-range']],
      [206, `bytes 65000-66000/${whole.body.length}`],
    )
    t.ok(part.body.equals(whole.body.subarray(65_000, 66_001)))
    const same = await sup(pathname, { headers: { ...range, 'If-Range': whole.headers.etag ?? '' } })
    t.equal(same.status, 206)
    const other = await sup(pathname, { headers: { ...range, 'If-Range': '"other"' } })
    t.strictSame([other.status, other.body.length], [200, whole.body.length], 'no part of another file')
    t.equal((await sup(pathname, { headers: { Range: 'bytes=9999999-' } })).status, 416)
    t.equal((await sup(pathname, { method: 'POST' })).status, 405)
  }
  const fileDigests = [info?.FileLocations?.[1]?.FileDigest ?? Buffer.alloc(0), Buffer.alloc(20)]
  const { GetFileLocationsResult } = answered(await call(getFileLocations, { cookie, fileDigests }))
  t.strictSame(GetFileLocationsResult?.FileLocations, info?.FileLocations?.slice(1), 'those that there are')
  for (const wrong of [{}, { fileDigests: [Buffer.alloc(19)] }])
    t.equal(await call(getFileLocations, { cookie, ...wrong }), 'InvalidParameters fileDigests')
  const many = Array.from({ length: 51 }, (_, index) => index)
  for (const [request, wrong] of [
    [{ revisionIDs: many, infoTypes: [] }, 'revisionIDs'],
    [{ revisionIDs: [102] }, 'infoTypes'],
    [{ revisionIDs: [102], infoTypes: ['Eula' as const] }, 'locales'],
  ] satisfies [object, string][])
    t.equal(await call(getExtendedUpdateInfo, { cookie, ...request }), `InvalidParameters ${wrong}`)
})

void t.test('a request that is none is refused in SOAP, and the next one is answered', async (t) => {
  const { path, headers, body } = soapRequest(getConfig, { protocolVersion: '1.8' })
  const post = (text: string | Buffer, action?: string): Promise<RawAnswer> =>
    sup(path, {
      method: 'POST',
      headers: { ...headers, ...(action !== undefined && { SOAPAction: action }) },
      body: text,
    })
  const refusals: [text: string | Buffer, action?: string][] = [
    [body, ''],
    [body, `${getConfig.action}x`],
    [body, getConfig.action.toUpperCase()],
    [body, getAuthorizationCookie.action],
    [body, getCookie.action],
    [''],
    ['GetConfig'],
    [body.slice(0, -1)],
    [Buffer.from(body, 'utf16le')],
    [Buffer.from([0, 255, 254])],
    ['<a>y'.repeat(1000) + 'x'.repeat(1_000_000)],
    [body.replace('1.8', '8'.repeat(1024 * 1024))],
  ]
  for (const [text, action] of refusals) {
    const answer = await post(text, action)
    t.strictSame([answer.status, answer.headers['content-type']], [500, 'text/xml'])
    t.ok(parseSoapFault(answer.body.toString())?.reason)
    t.equal((await post(body)).status, 200)
  }
  t.equal((await post(body, getConfig.action)).status, 200, 'with or without quotation marks')
  for (const method of ['GET', 'PUT', 'PROPFIND', 'HEAD']) {
    const answer = await sup(path, { method })
    t.strictSame([answer.status, answer.headers.allow], [405, 'POST'], method)
  }
  t.equal((await sup('/ClientWebService/server.asmx', { method: 'POST' })).status, 404)
  const folded = await sup('/CLIENTwebservice/Client.ASMX', { method: 'POST', headers, body })
  t.equal(folded.status, 200)
})

void t.test('SOAP 1.2 gets a fault of SOAP 1.2, which says what the service knows', async (t) => {
  const { path, headers, body } = soapRequest(getConfig, { protocolVersion: '1.8' })
  const envelope = 'http://www.w3.org/2003/05/soap-envelope'
  const newer = body.replace('http://schemas.xmlsoap.org/soap/envelope/', envelope)
  const type = `application/soap+xml; charset=utf-8; action="${getConfig.action}"`
  for (const [what, more, text] of [
    ['as its binding to HTTP has it', { 'Content-Type': type }, newer],
    ['as SOAP 1.1 is sent', headers, newer],
    ['by its type alone', { 'Content-Type': type }, 'no envelope'],
  ] as const) {
    const answer = await sup(path, { method: 'POST', headers: { ...more }, body: text })
    t.strictSame([answer.status, answer.headers['content-type']], [500, 'application/soap+xml'], what)
    const said = parseXml(answer.body.toString())
    t.match(said, { name: 'Envelope', namespace: envelope })
    const [upgrade, fault] = [
      ['Header', 'Upgrade'],
      ['Body', 'Fault'],
    ].map((way) => said && descend(said, ...way))
    t.equal(upgrade?.children[0]?.attributes.older, 'http://schemas.xmlsoap.org/soap/envelope/')
    t.equal(fault && descend(fault, 'Code', 'Value')?.text, 'soap:VersionMismatch')
    t.match(fault && descend(fault, 'Reason', 'Text')?.text, 'SOAP 1.1')
    t.equal(parseSoapFault(answer.body.toString()), undefined, 'it is no fault of SOAP 1.1')
  }
  t.equal((await sup(path, { method: 'POST', headers, body })).status, 200)
})

void t.test('WSDLs name the place where they were asked for', async (t) => {
  for (const path of [
    '/ClientWebService/client.asmx',
    '/SimpleAuthWebService/SimpleAuth.asmx',
    '/ReportingWebService/ReportingWebService.asmx',
  ]) {
    const { status, body } = await sup(`${path}?WSDL`, { headers: { Host: 'sup.test:1234' } })
    t.equal(status, 200)
    t.match(body.toString(), `<soap:address location="http://sup.test:1234${path}"/>`)
    t.equal((await sup(`${path}?wsdl`, { headers: { Host: 'a"b<c' } })).status, 400, 'no name at all')
    const strange = await sup(`${path}?wsdl`, { headers: { Host: 'a&b' } })
    t.match(strange.body.toString(), `location="http://sup.mix.contoso.test:8530${path}"`)
  }
})

const secured = [
  '/ClientWebService/client.asmx?wsdl',
  '/SimpleAuthWebService/SimpleAuth.asmx?wsdl',
  '/DSSAuthWebService/DSSAuthWebService.asmx',
  '/ServerSyncWebService/ServerSyncWebService.asmx',
  '/APIRemoting30/WebService.asmx',
]
const plain = [
  '/ReportingWebService/ReportingWebService.asmx?wsdl',
  '/Inventory/collection.aspx',
  '/Content/00/none.cab',
  '/SelfUpdate/wuident.cab',
  '/iuident.cab',
]
const served = new Map([...secured, ...plain].map((path) => [path, /wsdl$|ident/.test(path) ? 200 : 404]))

void t.test('native mode secures five directories, and has the others at both ports', async (t) => {
  const { root } = await pki.authorities()
  const [pc = { name: '', fqdn: '' }] = running.hierarchy.clients
  const { certificate: cert, key } = await pki.client(pc, 'good')
  const credential = { nat: { ca: root, cert, key }, ssl: { ca: root } }
  for (const [name, tls] of [
    ['sup.nat', credential.nat],
    ['ssl.mix', credential.ssl],
  ] as const) {
    const point = asking(name)
    for (const path of secured) {
      t.equal((await point(path, { protocol: 'https', tls })).status, served.get(path), `${name} ${path}`)
      const { status, body } = await point(path, { protocol: 'http' })
      t.equal(status, 403)
      t.strictSame(parseErrorPage(body.toString()), { status: 403, substatus: 4 }, `${name} ${path} by HTTP`)
    }
    for (const path of plain) {
      t.equal((await point(path, { protocol: 'http' })).status, served.get(path), `${name} ${path}`)
      t.equal(
        (await point(path, { protocol: 'https', tls })).status,
        served.get(path),
        `${name} ${path} by HTTPS`,
      )
    }
  }
  const reporting = '/ReportingWebService/ReportingWebService.asmx'
  const shown = await asking('sup.nat')(`${reporting}?wsdl`, { protocol: 'https', tls: credential.nat })
  t.match(shown.body.toString(), `location="https://`, 'each port shows its own address')
  for (const [path, status] of served) t.equal((await sup(path)).status, status, path)
})
