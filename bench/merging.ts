import { createReadStream, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { writeCopies } from './copied-parts.ts'
import { round, type BenchResult } from './result.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { runWhole } from './whole-command.ts'

const total = 4
/** Of so many no reports are made, which would take more than the merge. */
const least = 2_000_000

/** Merges the parts of a long run into one recording. */
export async function merging(): Promise<BenchResult[]> {
  using folder = temporaryFolder()
  const parts = join(folder.path, 'parts')
  mkdirSync(parts)
  process.stderr.write(`  ${least} lines...\n`)
  const { lines } = await writeCopies(parts, { least, total, cache: join(folder.path, 'cache') })
  const { seconds, memory } = runWhole(['merge', parts, '--out', 'merged'], folder.path)
  const bare = await parseAll(parts)
  const note = `\`sitemode merge --out\` of ${total} parts with ${lines} lines together`
  return [
    {
      name: 'merged-lines',
      value: round(lines / seconds),
      unit: '1/s',
      reference: { name: 'reading them as JSON', value: round(lines / bare) },
      ratio: round(bare / seconds),
      note: `${note}: each is read twice, checked, given its place and written`,
    },
    {
      name: 'merge-memory',
      value: round(memory),
      unit: 'MiB',
      target: 300,
      note: `most resident memory of ${note}`,
    },
  ]
}

/** Resolves to the seconds that it took to read every line, and to do nothing with it. */
async function parseAll(folder: string): Promise<number> {
  const startedAt = performance.now()
  for (const name of readdirSync(folder)) {
    for await (const line of createInterface({ input: createReadStream(join(folder, name)) }))
      JSON.parse(line)
  }
  return (performance.now() - startedAt) / 1000
}
