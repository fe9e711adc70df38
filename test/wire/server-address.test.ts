import fc from 'fast-check'
import t from 'tap'
import { parsePort, parseShareLocation, parseWebLocation } from '../../sim/wire/server-address.ts'

void t.test('the address of content is read as it is written', (t) => {
  t.strictSame(parseWebLocation('http://dp.contoso.test/SMS_DP_SMSPKGC$/OSL00001/'), {
    protocol: 'http',
    host: 'dp.contoso.test',
    port: 80,
    path: '/SMS_DP_SMSPKGC$/OSL00001/',
  })
  t.strictSame(parseWebLocation('HTTPS://DP_1/A%20b/../C'), {
    protocol: 'https',
    host: 'DP_1',
    port: 443,
    path: '/A%20b/../C',
  })
  t.match(parseWebLocation('https://dp:80/'), { protocol: 'https', port: 80, path: '/' })
  t.match(parseWebLocation('http://127.0.0.9:1'), { host: '127.0.0.9', port: 1, path: '' })
  t.end()
})

void t.test('the address of a software update point has no path', (t) => {
  const server = { protocol: 'http', host: 'SUP', port: 8530, path: '' }
  t.strictSame(parseWebLocation('http://SUP:8530'), server)
  t.end()
})

void t.test('another web address is none', (t) => {
  const malformed = [
    '',
    'dp.contoso.test',
    '//dp.contoso.test/',
    'http:dp.contoso.test',
    'http:\\\\dp.contoso.test\\',
    'file://dp/x',
    'smb://dp/x',
    'http://',
    'http:///x',
    'http://:80/x',
    'http://dp:/x',
    'http://dp:0/x',
    'http://dp:65536/x',
    'http://dp:80:80/x',
    'http://dp:-1/x',
    'http://dp:http/x',
    'http://user@dp/x',
    'http://user:secret@dp/x',
    'http://dp/x?y',
    'http://dp?y',
    'http://dp/x#y',
    'http://dp#y',
    'http://dp/x\\y',
    'http://dp/x y',
    'http://dp/x\r\nHost: y',
    'http://dp\n',
    ' http://dp/x',
    'http://dp..test/x',
    'http://.dp/x',
    'http://dp./x',
    'http://d p/x',
    'http://d%70/x',
    'http://\u00e9/x',
    'http://dp/\u00e9',
    'http://[::1]/x',
    'http://<mp>/x',
    `http://dp/${'x'.repeat(3000)}`,
    `http://${'x'.repeat(256)}/`,
  ]
  for (const url of malformed) t.equal(parseWebLocation(url), undefined, url.slice(0, 80))
  t.end()
})

void t.test('a folder in a share is read', (t) => {
  const content = { host: 'dp.contoso.test', share: 'SMSPKGC$', path: 'OSL00001' }
  t.strictSame(parseShareLocation('\\\\dp.contoso.test\\SMSPKGC$\\OSL00001\\'), content)
  t.strictSame(parseShareLocation('\\\\dp.contoso.test\\SMSPKGC$\\OSL00001'), content)
  t.match(parseShareLocation('\\\\DP\\a share\\A\\B c.d\\'), { share: 'a share', path: 'A\\B c.d' })
  t.match(parseShareLocation('\\\\DP\\SMSPKGC$\\'), { share: 'SMSPKGC$', path: '' })
  t.match(parseShareLocation('\\\\DP\\SMSPKGC$'), { share: 'SMSPKGC$', path: '' })
  t.end()
})

void t.test('another text is no folder in a share', (t) => {
  const malformed = [
    '',
    '\\\\',
    '\\\\DP',
    '\\\\DP\\',
    '\\\\\\SMSPKGC$\\A',
    '\\DP\\SMSPKGC$\\A',
    '\\\\\\DP\\SMSPKGC$\\A',
    '//DP/SMSPKGC$/A',
    'C:\\SMSPKGC$\\A',
    '\\\\?\\UNC\\DP\\SMSPKGC$\\A',
    '\\\\.\\pipe\\A',
    '\\\\DP:445\\SMSPKGC$\\A',
    '\\\\user@DP\\SMSPKGC$\\A',
    '\\\\DP\\..\\A',
    '\\\\DP\\SMSPKGC$\\..\\A',
    '\\\\DP\\SMSPKGC$\\A\\.',
    '\\\\DP\\SMSPKGC$\\A\\\\B',
    '\\\\DP\\SMSPKGC$\\A\\\\',
    '\\\\DP\\SMSPKGC$\\A/B',
    '\\\\DP\\SMSPKGC$\\A*',
    '\\\\DP\\SMSPKGC$\\A\0',
    '\\\\DP\\SMSPKGC$\\A\n',
    ` \\\\DP\\SMSPKGC$\\A`,
    `\\\\DP\\SMSPKGC$\\${'x'.repeat(3000)}`,
    `\\\\${'x'.repeat(256)}\\SMSPKGC$\\A`,
  ]
  for (const unc of malformed) t.equal(parseShareLocation(unc), undefined, JSON.stringify(unc.slice(0, 80)))
  t.end()
})

void t.test('a port is a decimal number that one can connect to', (t) => {
  t.equal(parsePort('1'), 1)
  t.equal(parsePort('65535'), 65_535)
  for (const none of [undefined, '', '0', '65536', '99999', '000080', '-1', '8 0', '0x50', '80.0', '1e3'])
    t.equal(parsePort(none), undefined, String(none))
  t.end()
})

void t.test('whatever a server says is read or refused', (t) => {
  const parts = [
    'http',
    'https',
    ':',
    '/',
    '\\',
    '.',
    '<mp>',
    '?',
    '#',
    '@',
    '%',
    '80',
    'dp',
    '$',
    ' ',
    '\0',
    '\u00e9',
  ]
  const nonsense = fc
    .array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary' })))
    .map((said) => said.join(''))
  fc.assert(
    fc.property(nonsense, (said) => {
      const web = parseWebLocation(said)
      if (web) t.match(web, { host: /^[\w.-]+$/, path: /^(?:\/[!-~]*)?$/ })
      const share = parseShareLocation(said)
      if (share) t.notMatch(`${share.share}\\${share.path}`, /(?:^|\\)\.\.(?:$|\\)|\//)
    }),
  )
  t.end()
})
