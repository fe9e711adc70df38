import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { best, median, round, type BenchResult } from './result.ts'
import { temporaryFolder } from './temporary-folder.ts'

const command = fileURLToPath(new URL('../sim/cli/sitemode.js', import.meta.url))
const runs = 5

/** `sitemode matrix --json` as a whole process, with an empty cache and with a filled one. */
export function matrixTimes(): BenchResult[] {
  using folder = temporaryFolder()
  const cold = Array.from({ length: runs }, (_, run) => seconds(join(folder.path, String(run))))
  const warm = Array.from({ length: runs }, () => seconds(join(folder.path, '0')))
  return [
    { ...times(cold), name: 'matrix-cold', target: 1.5, note: wholeProcesses('empty') },
    { ...times(warm), name: 'matrix-warm', target: 0.8, note: wholeProcesses('filled') },
  ]
}

function times(measured: readonly number[]): Pick<BenchResult, 'value' | 'unit' | 'best'> {
  return { value: round(median(measured)), unit: 's', best: round(best(measured)) }
}

function wholeProcesses(cache: string): string {
  return `median of ${runs} whole processes, from start to exit, with the key cache ${cache}`
}

function seconds(cache: string): number {
  const startedAt = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [command, 'matrix', '--json'], {
    env: { ...process.env, XDG_CACHE_HOME: cache },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const elapsed = (performance.now() - startedAt) / 1000
  if (status !== 0) throw new Error(`the matrix ended with ${status}: ${stderr}`)
  return elapsed
}
