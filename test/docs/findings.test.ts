import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { findingChapters } from '../../sim/vocabulary/finding-codes.ts'

const root = new URL('../../../', import.meta.url)

void t.test('each code is in one chapter, and some source tells it', (t) => {
  const codes = Object.values(findingChapters).flatMap((chapter) => Object.keys(chapter))
  t.strictSame(
    codes.filter((code, index) => codes.indexOf(code) !== index),
    [],
    'none is twice',
  )
  const sources = readdirSync(new URL('sim/', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && path !== 'vocabulary/finding-codes.ts')
    .map((path) => readFileSync(new URL(`sim/${path}`, root), 'utf8'))
    .concat(readFileSync(new URL('certs/pkcs12.ts', root), 'utf8'))
    .join('\n')
  const ofNames = ['client', 'group', 'site', 'package', 'update'].map((what) => `unknown-${what}`)
  t.strictSame(
    codes.filter((code) => !ofNames.includes(code) && !sources.includes(`'${code}'`)),
    [],
    'each is told somewhere',
  )
  t.end()
})
