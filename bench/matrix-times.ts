import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, round, type BenchResult } from './result.ts'

const command = fileURLToPath(new URL('../sim/cli/sitemode.js', import.meta.url))
const runs = 7

/** `sitemode matrix --json` as a whole process, with an empty cache and with a filled one. */
export function matrixTimes(): BenchResult[] {
  const folder = mkdtempSync(join(tmpdir(), 'sitemode-bench-'))
  try {
    const cold = Array.from({ length: runs }, (_, run) => seconds(join(folder, String(run))))
    const warm = Array.from({ length: runs }, () => seconds(join(folder, '0')))
    const note = `median of ${runs} whole processes`
    return [
      {
        name: 'matrix-cold',
        value: round(median(cold)),
        unit: 's',
        target: 1.5,
        note: `${note}, empty key cache`,
      },
      {
        name: 'matrix-warm',
        value: round(median(warm)),
        unit: 's',
        target: 0.8,
        note: `${note}, filled key cache`,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function seconds(cache: string): number {
  const startedAt = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [command, 'matrix', '--json'], {
    env: { ...process.env, XDG_CACHE_HOME: cache },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`the matrix ended with ${status}: ${stderr}`)
  return (performance.now() - startedAt) / 1000
}
