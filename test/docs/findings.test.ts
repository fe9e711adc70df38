import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { ended, formatProblem } from '../../sim/errors.ts'
import { acceptableCodes, findingChapters } from '../../sim/vocabulary/finding-codes.ts'

const root = new URL('../../../', import.meta.url)

const sources = readdirSync(new URL('sim/', root), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && path !== 'vocabulary/finding-codes.ts')
  .map((path) => readFileSync(new URL(`sim/${path}`, root), 'utf8'))
  .concat(readFileSync(new URL('certs/pkcs12.ts', root), 'utf8'))
  .join('\n')

void t.test('each code is in one chapter, and some source tells it', (t) => {
  const codes = Object.values(findingChapters).flatMap((chapter) => Object.keys(chapter))
  t.strictSame(
    codes.filter((code, index) => codes.indexOf(code) !== index),
    [],
    'none is twice',
  )
  const ofNames = ['client', 'group', 'site', 'package', 'update'].map((what) => `unknown-${what}`)
  t.strictSame(
    codes.filter((code) => !ofNames.includes(code) && !sources.includes(`'${code}'`)),
    [],
    'each is told somewhere',
  )
  t.end()
})

// That no warning about a hierarchy has another code is for the compiler.
void t.test('each code that a hierarchy can accept is that of a warning about one', (t) => {
  const isWarnedOf = (code: string): boolean =>
    new RegExp(
      `(warning|warn|advice|leaveOut|tell|severity: 'warning', code:)[(\\s]+([\\w.]+,\\s+)?'${code}'`,
    ).test(sources)
  t.strictSame(
    acceptableCodes.filter((code) => !isWarnedOf(code)),
    [],
  )
  t.notOk(isWarnedOf('unknown-parent'))
  t.end()
})

/** What people are told by parts: any of these may end in a question, as `did you mean PC?` does. */
const mayEndInMark = /(?:\b(?:remedy|message|problem)|\b(?:lackOf|didYouMean)\(.*)$/

/** What is put together by hand with a mark behind it. */
function markedByHand(source: string): string[] {
  return [...source.matchAll(/\$\{([^{}]+)\}[;.?!](?=[ `])/g)]
    .filter(([, said = '']) => mayEndInMark.test(said))
    .map(([marked]) => marked)
}

void t.test('no mark is put behind what may have one: followedBy and ended look', (t) => {
  t.strictSame(markedByHand(sources), [])
  t.strictSame(
    markedByHand("`${lackOf('client', name, names)}; pki.issue is for others` `${finding.remedy}; to`"),
    ["${lackOf('client', name, names)};", '${finding.remedy};'],
  )
  t.end()
})

void t.test('what is told of a problem has one mark between its parts', (t) => {
  const problem = { severity: 'error', code: 'unknown-site', remedy: 'look again' } as const
  t.equal(formatProblem({ ...problem, message: 'none' }), 'none; look again [unknown-site]')
  t.equal(formatProblem({ ...problem, message: 'None.' }), 'None. Look again [unknown-site]')
  t.equal(ended('did you mean PC?'), 'did you mean PC?')
  t.equal(ended('it is PC'), 'it is PC.')
  t.end()
})
