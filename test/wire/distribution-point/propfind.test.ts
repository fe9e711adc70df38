import fc from 'fast-check'
import t from 'tap'
import {
  multistatus,
  parseDepth,
  parseMultistatus,
  parsePropfind,
  type Propfind,
  type Resource,
} from '../../../sim/wire/distribution-point/webdav.ts'
import { parseXml } from '../../../sim/wire/xml.ts'

const read = (xml: string): Propfind | undefined => parsePropfind(Buffer.from(xml))

void t.test('the body of a PROPFIND is read as RFC 4918 says', (t) => {
  t.strictSame(read(''), { kind: 'allprop', include: [] })
  // The examples of sections 9.1.3 to 9.1.6, composed anew.
  const named = `<?xml version="1.0" encoding="utf-8" ?>
    <D:propfind xmlns:D="DAV:"><D:prop xmlns:R="http://ns.example.com/boxschema/">
      <R:bigbox/><R:author/><D:getetag/><R:author/></D:prop></D:propfind>`
  const boxes = 'http://ns.example.com/boxschema/'
  const names = [
    { namespace: boxes, name: 'bigbox' },
    { namespace: boxes, name: 'author' },
    { namespace: 'DAV:', name: 'getetag' },
  ]
  t.strictSame(read(named), { kind: 'prop', names })
  t.strictSame(parsePropfind(Buffer.from(`\ufeff${named}`, 'utf16le')), { kind: 'prop', names }, 'UTF-16')
  t.strictSame(read('<propfind xmlns="DAV:"><propname/></propfind>'), { kind: 'propname' })
  t.strictSame(
    read('<D:propfind xmlns:D="DAV:"><D:allprop/><D:include><D:getetag/></D:include></D:propfind>'),
    {
      kind: 'allprop',
      include: [{ namespace: 'DAV:', name: 'getetag' }],
    },
  )
  t.strictSame(
    read('<propfind xmlns="DAV:"><more xmlns="urn:x"/><prop><mine xmlns=""/></prop></propfind>'),
    { kind: 'prop', names: [{ namespace: '', name: 'mine' }] },
    'elements from elsewhere are passed over',
  )
  t.strictSame(read('<propfind xmlns="DAV:"><prop/></propfind>'), { kind: 'prop', names: [] })
  t.end()
})

void t.test('a body that is not a PROPFIND is malformed', (t) => {
  const dtd = '<!DOCTYPE x [<!ENTITY e "x">]><propfind xmlns="DAV:"><propname/></propfind>'
  for (const xml of [
    ' ',
    'x',
    '<propfind',
    '<propfind xmlns="DAV:"/>',
    '<propfind><propname/></propfind>',
    '<propertyupdate xmlns="DAV:"/>',
    '<propfind xmlns="DAV:"><propname/><allprop/></propfind>',
    '<propfind xmlns="DAV:"><prop/><prop/></propfind>',
    '<propfind xmlns="DAV:"><prop><R:x/></prop></propfind>',
    '<propfind xmlns="DAV:"><prop xmlns:R=""><R:x/></prop></propfind>',
    '<propfind xmlns="DAV:" xmlns:a="u:"><prop><a:b:c/></prop></propfind>',
    '<propfind xmlns="DAV:" xmlns:a="u:"><prop><a:/></prop></propfind>',
    `<propfind xmlns="DAV:"><prop>${'<a>'.repeat(70)}${'</a>'.repeat(70)}</prop></propfind>`,
    '<a>'.repeat(5000),
    dtd,
  ]) {
    t.equal(read(xml), undefined, xml.slice(0, 80))
  }
  t.equal(parsePropfind(Buffer.from([0xff, 0xfe, 0x00])), undefined, 'half a character')
  t.equal(parsePropfind(Buffer.from([0x3c, 0xc3, 0x28])), undefined, 'no UTF-8')
  const piece = fc.constantFrom(
    '<propfind xmlns="DAV:">',
    '<prop>',
    '</prop>',
    '</propfind>',
    '<a:b/>',
    '&x;',
    '<![CDATA[',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.array(piece).map((all) => Buffer.from(all.join(''))),
      ),
      (body) => {
        parsePropfind(Buffer.from(body))
      },
    ),
  )
  t.end()
})

void t.test('a depth is 0, 1 or infinity, and infinity unless told', (t) => {
  t.equal(parseDepth(undefined), 'infinity')
  t.equal(parseDepth('Infinity'), 'infinity')
  t.equal(parseDepth(' 1 '), '1')
  t.equal(parseDepth('0'), '0')
  for (const none of ['', '2', '-1', '01', '1,noroot', 'all']) t.equal(parseDepth(none), undefined, none)
  t.end()
})

const lastModified = new Date('2007-08-22T00:00:00Z')
const directory: Resource = { path: '/a&b/', lastModified }
const file: Resource = { path: '/a&b/c', lastModified, file: { size: 7, type: 'text/plain', etag: '"t"' } }
const written = (resources: readonly Resource[], propfind: Propfind): string =>
  [...multistatus(resources, propfind)].join('')

void t.test('a listing tells what was asked for', (t) => {
  const all = written([directory, file], { kind: 'allprop', include: [] })
  t.match(all, /<D:href>\/a&#38;b\/<\/D:href>.*<D:collection\/>.*<D:href>\/a&#38;b\/c<\/D:href>/)
  t.equal(all.match(/<D:getcontentlength>/g)?.length, 1, 'a directory has no length')
  t.match(all, '<D:getcontentlength>7</D:getcontentlength>')
  t.match(all, '<D:getlastmodified>Wed, 22 Aug 2007 00:00:00 GMT</D:getlastmodified>')
  t.match(all, '<D:creationdate>2007-08-22T00:00:00Z</D:creationdate>')
  t.match(all, '<D:displayname>a&#38;b</D:displayname>')
  t.notMatch(all, '404')

  const some = written([file], {
    kind: 'prop',
    names: [
      { namespace: 'DAV:', name: 'getetag' },
      { namespace: 'DAV:', name: 'lockdiscovery' },
      { namespace: 'urn:"x"', name: 'mine' },
      { namespace: '', name: 'bare' },
    ],
  })
  t.equal(
    some,
    '<?xml version="1.0" encoding="utf-8"?><D:multistatus xmlns:D="DAV:" xmlns:n0="urn:&#34;x&#34;">' +
      '<D:response><D:href>/a&#38;b/c</D:href>' +
      '<D:propstat><D:prop><D:getetag>&#34;t&#34;</D:getetag></D:prop>' +
      '<D:status>HTTP/1.1 200 OK</D:status></D:propstat>' +
      '<D:propstat><D:prop><D:lockdiscovery/><n0:mine/><bare/></D:prop>' +
      '<D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>' +
      '</D:response></D:multistatus>',
  )
  const names = written([directory], { kind: 'propname' })
  t.match(names, '<D:creationdate/><D:displayname/><D:resourcetype/><D:getlastmodified/>')
  const none = written([directory], { kind: 'prop', names: [{ namespace: 'DAV:', name: 'getetag' }] })
  t.notMatch(none, '200 OK', 'a directory has no tag')
  t.match(written([file], { kind: 'prop', names: [] }), '<D:propstat><D:prop/><D:status>')
  t.end()
})

void t.test('a listing is read as it was written, and as another server writes it', (t) => {
  const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\p{Cs}/]/u.test(text))
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.option(fc.nat()))), (entries) => {
      const resources = entries.map(([name, size]): Resource =>
        size === null
          ? { path: `/${name}/`, lastModified }
          : { path: `/${name}`, lastModified, file: { size, type: 'x/y', etag: '"e"' } },
      )
      const expected = entries.map(([name, size]) => ({
        path: size === null ? `/${name}/` : `/${name}`,
        size: size ?? undefined,
        etag: size === null ? undefined : '"e"',
      }))
      const told = parseMultistatus(written(resources, { kind: 'allprop', include: [] }))
      if (JSON.stringify(told) !== JSON.stringify(expected)) throw new Error(JSON.stringify(told))
    }),
  )
  const other =
    '<?xml version="1.0"?><a:multistatus xmlns:a="DAV:"><a:response><a:href>http://dp:80/S$/A%20B</a:href>' +
    '<a:propstat><a:status>HTTP/1.1 404 Resource Not Found</a:status><a:prop><a:x/></a:prop></a:propstat>' +
    '<a:propstat><a:status>HTTP/1.1 200 OK</a:status><a:prop><a:getcontentlength>12</a:getcontentlength>' +
    '<a:resourcetype/></a:prop></a:propstat></a:response></a:multistatus>'
  t.strictSame(parseMultistatus(other), [{ path: '/S$/A B', size: 12, etag: undefined }])
  for (const bad of [
    '',
    '<x/>',
    other.replace('12', '-1'),
    other.replace('12', '9'.repeat(16)),
    other.replace('http://dp:80/', 'ftp://dp/'),
    other.replace('%20', '%zz'),
    other.replace('200 OK', '500 No'),
  ]) {
    t.equal(parseMultistatus(bad), undefined, bad)
  }
  t.strictSame(parseXml(written([], { kind: 'propname' }))?.children, [], 'nothing to list')
  t.end()
})
