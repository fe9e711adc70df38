import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { ChildRun } from './child-run.ts'

export function start(run: ChildRun): ChildProcessByStdio<null, Readable, null> {
  const program = fileURLToPath(new URL('child-run.js', import.meta.url))
  return spawn(process.execPath, [program, JSON.stringify(run)], { stdio: ['ignore', 'pipe', 'inherit'] })
}

export async function outputOf(run: ChildRun): Promise<string> {
  const child = start(run)
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (child.exitCode !== 0) throw new Error(`the child left with ${String(child.exitCode)}`)
  return output
}

export const certificatesIn = (output: string): string => output.replace(/^loaded.*$/m, '')
export const monthsOf = (cache: string): string[] => readdirSync(cache).map((name) => join(cache, name))

export function entriesOf(cache: string): string[] {
  const files = monthsOf(cache).flatMap((month) => readdirSync(month).map((name) => join(month, name)))
  return files.filter((file) => !file.endsWith('.tmp'))
}
