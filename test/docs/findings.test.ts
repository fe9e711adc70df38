import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
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
