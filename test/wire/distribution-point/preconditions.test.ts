import fc from 'fast-check'
import t from 'tap'
import {
  failedPrecondition,
  rangeCounts,
  type Validators,
} from '../../../sim/wire/distribution-point/ranges.ts'

const state: Validators = { etag: '"a.1"', lastModified: new Date('1994-11-06T08:49:37Z') }
const headers =
  (given: Readonly<Record<string, string>>) =>
  (name: string): string | undefined =>
    given[name]
const at = 'Sun, 06 Nov 1994 08:49:37 GMT'
const before = 'Sun, 06 Nov 1994 08:49:36 GMT'
const after = 'Sun, 06 Nov 1994 08:49:38 GMT'

void t.test('conditions hold or fail as RFC 9110 says', (t) => {
  const cases: [given: Record<string, string>, expected: 304 | 412 | undefined][] = [
    [{}, undefined],
    [{ 'if-match': '"a.1"' }, undefined],
    [{ 'if-match': '"b", "a.1"' }, undefined],
    [{ 'if-match': '*' }, undefined],
    [{ 'if-match': '"b"' }, 412],
    [{ 'if-match': '' }, 412],
    // A strong comparison: a weak tag equals none.
    [{ 'if-match': 'W/"a.1"' }, 412],
    [{ 'if-unmodified-since': at }, undefined],
    [{ 'if-unmodified-since': before }, 412],
    [{ 'if-unmodified-since': before, 'if-match': '"a.1"' }, undefined],
    [{ 'if-unmodified-since': 'yesterday' }, undefined],
    [{ 'if-none-match': '"a.1"' }, 304],
    [{ 'if-none-match': 'W/"a.1"' }, 304],
    [{ 'if-none-match': '"b","a.1"' }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"b"' }, undefined],
    [{ 'if-modified-since': at }, 304],
    [{ 'if-modified-since': after }, 304],
    [{ 'if-modified-since': before }, undefined],
    [{ 'if-modified-since': at, 'if-none-match': '"b"' }, undefined],
    [{ 'if-modified-since': '1994-11-06T08:49:37Z' }, undefined],
    // The three forms of a date, those of section 5.6.7.
    [{ 'if-modified-since': 'Sunday, 06-Nov-94 08:49:37 GMT' }, 304],
    [{ 'if-modified-since': 'Sunday, 06-Nov-94 08:49:36 GMT' }, undefined],
    [{ 'if-modified-since': 'Sun Nov  6 08:49:37 1994' }, 304],
    [{ 'if-modified-since': 'Sun Nov  6 08:49:36 1994' }, undefined],
    [{ 'if-match': '"b"', 'if-none-match': '"a.1"' }, 412],
  ]
  for (const [given, expected] of cases) {
    t.equal(failedPrecondition(headers(given), state), expected, JSON.stringify(given))
  }
  t.end()
})

void t.test('a range counts for the state that the client has a part of', (t) => {
  t.ok(rangeCounts(headers({}), state))
  for (const same of ['"a.1"', at]) t.ok(rangeCounts(headers({ 'if-range': same }), state), same)
  for (const other of ['"b"', 'W/"a.1"', before, after, '*', '', 'a.1']) {
    t.notOk(rangeCounts(headers({ 'if-range': other }), state), other)
  }
  t.end()
})

void t.test('nothing in a header makes it throw', (t) => {
  const name = fc.constantFrom(
    'if-match',
    'if-none-match',
    'if-modified-since',
    'if-unmodified-since',
    'if-range',
  )
  const text = fc.oneof(fc.string(), fc.constantFrom(at, '"a.1"', '*', 'Sun, 99 Zzz 9999 99:99:99 GMT'))
  fc.assert(
    fc.property(fc.dictionary(name, text), (given) => {
      const failed = failedPrecondition(headers(given), state)
      if (![undefined, 304, 412].includes(failed)) throw new Error(String(failed))
      rangeCounts(headers(given), state)
    }),
  )
  t.end()
})
