import * as z from 'zod'

const unitBytes: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }

/** `64 KiB`, `1 MiB` or a number of bytes; read as bytes. */
export const writtenSize = z
  .union([
    z.int().min(1),
    z.string().regex(/^[1-9][0-9]{0,5} ?(?:B|KiB|MiB|GiB)$/, 'a size such as 64 KiB, 1 MiB or 4096'),
  ])
  .transform(toBytes)

function toBytes(written: number | string): number {
  if (typeof written === 'number') return written
  const unit = written.replace(/^[0-9]+ ?/, '')
  return parseInt(written, 10) * (unitBytes[unit] ?? 1)
}
