import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { ownProcess } from '../../sim/library/own-process.ts'
import { EnvironmentError, InputError } from '../../sim/errors.ts'
import { serveUnits } from '../../sim/jobs/serve-units.ts'

/** What a unit of the test does. */
export interface Unit {
  name: string
  /** Waits until this file is there. */
  after?: string
  /** Writes this file. */
  writes?: string
  /** How it fails, or ends its process. */
  fails?: 'input' | 'environment' | 'machine' | 'defect' | 'exits'
}

export const problem = {
  severity: 'error',
  code: 'not-allowed',
  message: 'this cannot be used',
  remedy: 'use another',
  file: 'a.yaml',
  line: 7,
} as const

const failures = {
  input: () => new InputError([problem]),
  environment: () => new EnvironmentError('the machine lacks it'),
  machine: () => Object.assign(new Error('too many'), { code: 'EMFILE' }),
  defect: () => new TypeError('a defect'),
} as const

async function act(
  { name, after, writes, fails }: Unit,
  note: (made: { type: 'tried' }) => void,
): Promise<Answer> {
  while (after !== undefined && !existsSync(after)) await setTimeout(2)
  if (writes !== undefined) writeFileSync(writes, name)
  note({ type: 'tried' })
  if (fails === 'exits') {
    process.stderr.write('said last\n', () => process.exit(4))
    return await new Promise(() => undefined)
  }
  if (fails) throw failures[fails]()
  return { name, pid: process.pid, asMap: new Map([[name, undefined]]) }
}

export interface Answer {
  name: string
  pid: number
  /** JSON has none. */
  asMap: Map<string, undefined>
}

// The test imports the types of this file only.
if (process.send) await serveUnits(ownProcess(process).line(), act)
