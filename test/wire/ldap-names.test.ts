import fc from 'fast-check'
import t from 'tap'
import {
  domainName,
  escapeName,
  foldText,
  parseName,
  parseSettings,
  serializeSettings,
  type ClientOperationalSettings,
} from '../../sim/wire/ldap/published.ts'
import { record, text } from './ldap-arbitraries.ts'

void t.test('two ways to write a name are one name', (t) => {
  const same: [one: string, other: string][] = [
    ['CN=A,DC=b', 'cn=a,dc=B'],
    ['CN = A , DC = b', 'CN=A,DC=b'],
    [String.raw`CN=a\,b,DC=c`, String.raw`CN=a\2cb,DC=c`],
    [String.raw`CN=a\+b`, String.raw`CN=a\2Bb`],
    ['OU=Sales+CN=J. Smith,DC=x', 'CN=j. smith+ou=sales,dc=x'],
    [String.raw`CN=Lu\C4\8Di\C4\87`, 'CN=Lučić'],
    ['CN=two  spaces', 'CN=two spaces'],
    ['CN=', 'CN= '],
    [String.raw`CN=\#1`, String.raw`CN=\231`],
  ]
  for (const [one, other] of same) t.strictSame(parseName(one), parseName(other), `${one} is ${other}`)
  const others: [one: string, other: string][] = [
    ['CN=a,DC=b', 'CN=a,DC=c'],
    [String.raw`CN=a\,DC\=b`, 'CN=a,DC=b'],
    [String.raw`CN=a\+OU\=b`, 'CN=a+OU=b'],
  ]
  for (const [one, other] of others) t.not(parseName(one)?.join(','), parseName(other)?.join(','), one)
  t.strictSame(parseName(''), [])
  t.strictSame(parseName('UID=jsmith,DC=example,DC=net'), ['uid=jsmith', 'dc=example', 'dc=net'])
  t.end()
})

void t.test('text that breaks RFC 4514 is not a name', (t) => {
  const cases = ['a', '=a', 'CN=a,', ',CN=a', 'CN=a,,DC=b', 'CN=a+', 'CN="a"', 'CN=a;DC=b', 'CN=<a>']
  const escapes = ['CN=a\\', String.raw`CN=\z`, 'CN=a\0', '1CN=a', '1.=a', 'C N=a']
  for (const text of [...cases, ...escapes]) t.equal(parseName(text), undefined, JSON.stringify(text))
  t.end()
})

void t.test('a part of a name stays one part, whatever its value', (t) => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const name = `CN=${escapeName(one)},OU=${escapeName(other)}`
      const parts = parseName(name)
      t.equal(parts?.length, 2, name)
      t.equal(parts?.[0], `cn=${escapeName(foldText(one).trim())}`)
      t.strictSame(parts && parseName(parts.join(',')), parts, 'and is itself in the one form')
    }),
  )
  fc.assert(
    fc.property(text, (text) => {
      parseName(text)
      parseName(`CN=${text}`)
    }),
  )
  t.equal(domainName('contoso.test'), 'DC=contoso,DC=test')
  t.end()
})

void t.test('long nonsense is read to its end, and is no name', (t) => {
  // As long as a request may be; a pattern that tries every way to read it would not come back.
  for (const text of [' ', '\\', 'a', '=', '+', ',', '\\20', 'CN=a,', '  ='])
    t.equal(parseName(`CN=${text.repeat(16_384 / text.length)}"`), undefined)
  t.end()
})

const port = fc.integer({ min: 1, max: 65_535 })
const settings: fc.Arbitrary<ClientOperationalSettings> = fc.record(
  {
    version: fc.stringMatching(/^\d\.\d\d\.\d{4}\.\d{4}$/),
    assignedSite: fc.stringMatching(/^[A-Z0-9]{3}$/),
    rootSite: fc.stringMatching(/^[A-Z0-9]{3}$/),
    mode: fc.constantFrom('mixed' as const, 'native' as const),
    ports: record({ http: port, https: port }),
    httpForRoaming: fc.boolean(),
    crlChecking: fc.boolean(),
    certificateCriteria: fc.stringMatching(/^[A-Za-z<>&"'=:]{0,20}$/),
    selectFirstCertificate: fc.boolean(),
    fallbackStatusPoint: fc.domain(),
  },
  {
    requiredKeys: [
      ...(['version', 'assignedSite', 'rootSite', 'mode', 'ports', 'httpForRoaming', 'crlChecking'] as const),
      ...(['certificateCriteria', 'selectFirstCertificate'] as const),
    ],
    noNullPrototype: true,
  },
)

void t.test('settings are read as they were printed; those of native mode in native mode only', (t) => {
  fc.assert(
    fc.property(settings, (settings) => {
      const { mode } = settings
      const native = mode === 'native'
      t.strictSame(parseSettings(serializeSettings(settings)), {
        ...settings,
        httpForRoaming: native && settings.httpForRoaming,
        crlChecking: native && settings.crlChecking,
      })
    }),
  )
  t.end()
})

void t.test('settings as public scripts show them', (t) => {
  const xml = (mask: number): string =>
    `<ClientOperationalSettings><Version>4.00.6221.1000</Version><SecurityConfiguration>
       <SecurityModeMask>${mask}</SecurityModeMask><HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort>
     </SecurityConfiguration><RootSiteCode>CEN</RootSiteCode><CCM>
       <CommandLine>SMSSITECODE=OSL CCMHTTPPORT="80"</CommandLine></CCM>
     <FSP><FSPServer>fsp.contoso.test</FSPServer></FSP><Unknown/></ClientOperationalSettings>`
  const modes: [mask: number, mode: string, crlChecking: boolean, httpForRoaming: boolean][] = [
    [0, 'mixed', false, false],
    [31, 'native', false, false],
    [63, 'native', true, false],
    [95, 'native', false, true],
    [127, 'native', true, true],
  ]
  for (const [mask, ...expected] of modes) {
    const read = parseSettings(xml(mask))
    t.strictSame([read?.mode, read?.crlChecking, read?.httpForRoaming], expected, String(mask))
    t.strictSame([read?.assignedSite, read?.rootSite, read?.version], ['OSL', 'CEN', '4.00.6221.1000'])
    t.equal(read?.fallbackStatusPoint, 'fsp.contoso.test')
  }
  for (const wrong of ['', '<Other/>', '<ClientOperationalSettings/>', xml(-1), xml(2 ** 40), 'x'])
    t.equal(parseSettings(wrong), undefined)
  for (const [from, to] of [
    ['4.00.6221.1000', ''],
    ['4.00.6221.1000', 'new'],
    ['SMSSITECODE=OSL', ''],
    ['SMSSITECODE=OSL', 'SMSSITECODE=OSLO'],
    ['<SecurityModeMask>0</SecurityModeMask>', ''],
    ['<HTTPPort>80', '<HTTPPort>0'],
    ['<HTTPPort>80', '<HTTPPort>'],
    ['<HTTPSPort>443', '<HTTPSPort>65536'],
    ['</HTTPSPort>', '</HTTPSPort><SelectFirstCertificate>maybe</SelectFirstCertificate>'],
  ] as const)
    t.equal(parseSettings(xml(0).replace(from, to)), undefined, `${from} to ${to}`)
  t.end()
})
