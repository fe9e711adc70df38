import fc from 'fast-check'
import { FilterParser } from 'ldapts'
import t from 'tap'
import {
  compileFilter,
  type Truth,
  searchDirectory,
} from '../../sim/points/domain-controller/search-directory.ts'
import { ownEntries } from '../../sim/points/domain-controller/published-directory.ts'
import { directoryOf, indexEntry } from '../../sim/points/domain-controller/directory.ts'
import { parseFilterText, printFilterText } from '../wire/ldap-filter-text.ts'
import type { Filter } from '../../sim/wire/ldap/search.ts'
import { filter, plainAttributes, plainFilter, plainValue } from '../wire/ldap-arbitraries.ts'
import { container, contosoDirectory } from './domain-controller-of-contoso.ts'

const said = (filter: Filter, attributes: Record<string, string[]>): Truth =>
  compileFilter(filter)(indexEntry({ name: '', attributes }, '', ''))

void t.test('ldapts thinks the same of all that is known and of one value', (t) => {
  const entries = fc.dictionary(fc.constantFrom(...plainAttributes), plainValue)
  fc.assert(
    fc.property(plainFilter, entries, (filter, entry) => {
      const text = printFilterText(filter)
      const attributes = Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, [value]]))
      t.equal(
        said(filter, attributes),
        FilterParser.parseString(text).matches({ ...entry }),
        `${text} of ${JSON.stringify(entry)}`,
      )
    }),
    { numRuns: 400 },
  )
  t.end()
})

/** The three truths as numbers, whose least and greatest are `and` and `or`: another way to the same. */
const ranks: [Truth, number][] = [
  [false, 0],
  [undefined, 1],
  [true, 2],
]
const rankOf = new Map(ranks)
const truthOf = new Map(ranks.map(([truth, rank]) => [rank, truth]))

function reckon(filter: Filter, attributes: Record<string, string[]>): number {
  switch (filter.kind) {
    case 'and':
      return Math.min(2, ...filter.filters.map((each) => reckon(each, attributes)))
    case 'or':
      return Math.max(0, ...filter.filters.map((each) => reckon(each, attributes)))
    case 'not':
      return 2 - reckon(filter.filter, attributes)
    default:
      return rankOf.get(said(filter, attributes)) ?? 1
  }
}

void t.test('and, or and not go by three truths', (t) => {
  const items = ['(cn=yes)', '(cn=no)', '(nothing=yes)', '(mSSMSDefaultMP=perhaps)', '(name=*)'].map((text) =>
    parseFilterText(text),
  )
  const { tree } = fc.letrec<{ tree: Filter }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...items.filter((item) => item !== undefined)),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        filters: fc.array(tie('tree'), { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('not' as const), filter: tie('tree') }),
    ),
  }))
  fc.assert(
    fc.property(fc.oneof(tree, filter), (filter) => {
      const attributes = { cn: ['yes'] }
      t.equal(said(filter, attributes), truthOf.get(reckon(filter, attributes)), printFilterText(filter))
    }),
    { numRuns: 300 },
  )
  t.end()
})

void t.test('each kind of value is compared in its own way', (t) => {
  const entry = {
    cn: ['One  Two', 'three'],
    mSSMSRangedIPLow: ['10'],
    mSSMSDefaultMP: ['TRUE'],
    distinguishedName: ['CN=A,DC=b'],
    objectCategory: ['CN=MS-SMS-Site,CN=Schema,CN=Configuration,DC=contoso,DC=test'],
    unknown: ['yes'],
  }
  const cases: [filter: string, truth: Truth][] = [
    ['(CN=one two)', true],
    ['(cn= ONE TWO )', true],
    ['(cn=one)', false],
    ['(cn=one*two)', true],
    ['(cn=one*one*two)', false],
    ['(cn=*o*o)', true],
    ['(cn=*wo*o)', false],
    ['(cn=thr*ree)', false],
    ['(cn>=three)', true],
    ['(cn<=one)', false],
    ['(cn<=one two)', true],
    ['(cn~=THREE)', true],
    ['(cn:=three)', true],
    ['(cn:dn:=three)', undefined],
    ['(cn:caseExactMatch:=three)', undefined],
    ['(:caseExactMatch:=three)', undefined],
    ['(cn;lang-en=three)', undefined],
    [String.raw`(cn=\ff)`, undefined],
    [String.raw`(cn=a*\ff)`, undefined],
    ['(name=three)', false],
    ['(name>=a)', false],
    ['(name=a*)', false],
    ['(name=*)', false],
    ['(!(name=*))', true],
    ['(mSSMSRangedIPLow=010)', true],
    ['(mSSMSRangedIPLow>=9)', true],
    ['(mSSMSRangedIPLow<=9)', false],
    ['(mSSMSRangedIPLow<=100)', true],
    ['(mSSMSRangedIPLow=ten)', undefined],
    ['(mSSMSRangedIPLow=1*)', undefined],
    ['(mSSMSDefaultMP=TRUE)', true],
    ['(mSSMSDefaultMP=FALSE)', false],
    ['(mSSMSDefaultMP=true)', undefined],
    ['(mSSMSDefaultMP>=TRUE)', undefined],
    ['(distinguishedName=cn=a, dc=B)', true],
    ['(distinguishedName=cn=a)', false],
    ['(distinguishedName=a)', undefined],
    ['(distinguishedName=*a*)', undefined],
    ['(objectCategory=mssmssite)', true],
    ['(objectCategory=mSSMSManagementPoint)', false],
    ['(objectCategory=CN=MS-SMS-Site,CN=Schema,CN=Configuration,DC=contoso,DC=test)', true],
    ['(objectCategory=CN=MS-SMS-Site)', false],
    ['(objectCategory=nothing)', undefined],
    ['(unknown=yes)', undefined],
    ['(unknown=*)', undefined],
    ['(!(unknown=yes))', undefined],
    ['(&)', true],
    ['(|)', false],
  ]
  for (const [text, truth] of cases) {
    const filter = parseFilterText(text)
    t.ok(filter, text)
    if (filter) t.equal(said(filter, entry), truth, text)
  }
  t.end()
})

void t.test('the order of evaluation does not change the entries found', (t) => {
  const items = [
    '(cn=SMS-Site-OSL)',
    '(mssmssitecode=osl)',
    '(objectCategory=mSSMSSite)',
    '(mSSMSDefaultMP=TRUE)',
  ]
    .map((text) => parseFilterText(text))
    .filter((item) => item !== undefined)
  const search = fc.oneof(
    fc.record({ kind: fc.constant('and' as const), filters: fc.array(fc.constantFrom(...items)) }),
    fc.constantFrom(...items),
    plainFilter,
  )
  const directory = directoryOf(contosoDirectory)
  fc.assert(
    fc.property(search, fc.constantFrom('one' as const, 'sub' as const), (filter, scope) => {
      const request = {
        base: container,
        scope,
        sizeLimit: 0,
        timeLimit: 0,
        typesOnly: false,
        filter,
        attributes: [],
      }
      const { entries } = searchDirectory(directory, ownEntries('dc.contoso.test', 'contoso.test'), request)
      const test = compileFilter(filter)
      const all = directory.within(container.toLowerCase(), scope).filter((entry) => test(entry) === true)
      t.strictSame(
        [...entries].map(({ name }) => name),
        all.map(({ entry }) => entry.name),
        printFilterText(filter),
      )
    }),
  )
  t.end()
})

void t.test('scopes', (t) => {
  const directory = directoryOf(contosoDirectory)
  t.equal(directoryOf(contosoDirectory), directory, 'made ready once')
  const base = container.toLowerCase()
  const below = contosoDirectory.length - 3
  t.equal(directory.within(base, 'base').length, 1)
  t.equal(directory.within(base, 'one').length, below)
  t.equal(directory.within(base, 'sub').length, below + 1)
  t.equal(directory.within('dc=contoso,dc=test', 'sub').length, contosoDirectory.length)
  t.equal(directory.within('dc=contoso,dc=test', 'one').length, 1)
  t.equal(directory.within('dc=other', 'sub').length, 0)
  t.equal(directoryOf([{ name: 'no name', attributes: {} }]).within('', 'sub').length, 0)
  t.end()
})
