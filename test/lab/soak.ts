import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failHandshakes } from './failing.ts'

// `npm run soak`: twenty thousand failed handshakes, or as many as are asked for.
const [, , count = '20000'] = process.argv
const cache = mkdtempSync(join(tmpdir(), 'sitemode-soak-'))
const { gc } = globalThis
if (!gc) throw new Error('run with --expose-gc')
const collectGarbage = (): void => {
  gc()
}
try {
  const { before, after, failed } = await failHandshakes(Number(count), cache, collectGarbage)
  const growth = after.heap - before.heap
  const resident = Math.round(process.memoryUsage().rss / 2 ** 20)
  process.stdout.write(
    `${failed} failed handshakes: heap ${mebibytes(before.heap)} before, ${mebibytes(after.heap)} after; ` +
      `descriptors ${before.descriptors} before, ${after.descriptors} after; ${resident} MiB resident\n`,
  )
  process.exitCode = growth > 4 * 2 ** 20 || after.descriptors > before.descriptors ? 1 : 0
} finally {
  rmSync(cache, { recursive: true })
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}
