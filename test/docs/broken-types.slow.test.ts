import t from 'tap'
import { brokenTypes } from './broken-types.ts'

const published = `
export interface Attempt { id: string; status: number | null; end: { code: string } }
export interface SiteInput { code: string; mode?: 'mixed' | 'native' }
export declare function start(site: SiteInput, options?: { port?: number }): Promise<Attempt>
export {}
`

const changes: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'status: number | null',
    'status: string',
    ['Attempt.status was number | null, is now string: code that reads it breaks'],
  ],
  ['id: string; ', '', ['Attempt.id is gone: code that reads it breaks']],
  [
    'code: string }',
    'code: number }',
    ['Attempt.end.code was string, is now number: code that reads it breaks'],
  ],
  [
    "'mixed' | 'native'",
    "'mixed'",
    [
      'SiteInput.mode was "mixed" | "native" | undefined, is now "mixed" | undefined: code that gives it breaks',
    ],
  ],
  ['mode?:', 'mode:', ['SiteInput.mode is now required: code that leaves it out breaks']],
  [
    'code: string; mode',
    'code: string; name: string; mode',
    ['SiteInput.name is now required: code that leaves it out breaks'],
  ],
  [
    'export declare function start',
    'declare function start',
    ['start is gone: a program that imports it breaks'],
  ],
  [
    'site: SiteInput,',
    'site: string,',
    ['start(site) was SiteInput, is now string: code that gives it breaks'],
  ],
  [
    'port?: number }',
    'port: number }',
    [
      'start(options) was { port?: number | undefined; } | undefined, is now { port: number; } | undefined: code that gives it breaks',
    ],
  ],
  [
    'Promise<Attempt>',
    'Promise<string>',
    ['the result of start was Attempt, is now string: code that reads it breaks'],
  ],
  [
    'export declare function start',
    'export declare function start(site: SiteInput, options: { shard: string }): Promise<string>\nexport declare function start',
    [],
  ],
  ['code: string; mode', 'code: string; name?: string; mode', []],
  ['id: string;', 'id: string; client: string;', []],
  ['status: number | null', 'status: number', []],
  ['export interface Attempt', 'export interface Told { at: string }\nexport interface Attempt', []],
]

void t.test('each change is told that breaks a program, and no other', (t) => {
  t.strictSame(brokenTypes(published, published), [])
  for (const [from, to, broken] of changes) {
    const told = brokenTypes(published, published.replace(from, to))
    t.strictSame(told, broken, `${from} > ${to}`)
  }
  t.end()
})
