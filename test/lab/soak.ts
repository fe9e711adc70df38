import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { failHandshakes, outsideTolerated } from './failing.ts'
import { serveUnderLoad } from './serve-under-load.ts'

// `npm run soak -- [--minutes 60] [--handshakes 100000]`: failed handshakes in one process, then `serve` under foreign
// load in another; exits 1 where memory or descriptors grow, or a promise is broken.
const { values } = parseArgs({ options: { minutes: { type: 'string' }, handshakes: { type: 'string' } } })
const { minutes = '60', handshakes = '100000' } = values
const folder = mkdtempSync(join(tmpdir(), 'sitemode-soak-'))
const { gc } = globalThis
if (!gc) throw new Error('run with --expose-gc')
const collectGarbage = (): void => {
  gc()
}
try {
  const broken = [...(await soakHandshakes(Number(handshakes))), ...(await soakServe(Number(minutes)))]
  for (const promise of broken) process.stdout.write(`FAILED: ${promise}\n`)
  process.exitCode = broken.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}

async function soakHandshakes(count: number): Promise<string[]> {
  const { before, after, failed } = await failHandshakes(count, folder, collectGarbage)
  process.stdout.write(
    `${failed} failed handshakes: heap ${mebibytes(before.heap)} before, ${mebibytes(after.heap)} after; ` +
      `outside of it ${mebibytes(before.outside)} before, ${mebibytes(after.outside)} after; ` +
      `descriptors ${before.descriptors} before, ${after.descriptors} after\n`,
  )
  return [
    ...(after.heap - before.heap > 4 * 2 ** 20 ? ['the heap grows with failed handshakes'] : []),
    ...(after.outside - before.outside > outsideTolerated
      ? ['memory outside of the heap grows with failed handshakes']
      : []),
    ...(after.descriptors > before.descriptors ? ['failed handshakes leave descriptors open'] : []),
  ]
}

async function soakServe(minutes: number): Promise<string[]> {
  const { visits, inUse, resident, descriptors, broken } = await serveUnderLoad(minutes, folder)
  process.stdout.write(
    `${visits} foreign visits in ${minutes} minutes: ${inUse[0]} MiB in use early, ${inUse[1]} MiB late; ` +
      `${resident[0]} MiB resident early, ${resident[1]} MiB late; ` +
      `descriptors ${descriptors[0]} before, ${descriptors[1]} after\n`,
  )
  return broken
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}
