/** Windows' FILETIME counts intervals of 100 nanoseconds since 1601; a `Date` milliseconds since 1970. */
const between = 11_644_473_600_000n
const perMillisecond = 10_000n
const latestDate = 8_640_000_000_000_000n

/** Eight bytes; undefined for a length or a time that is none. What is finer than a millisecond is lost. */
export function parseFileTime(bytes: Buffer): Date | undefined {
  if (bytes.length !== 8) return undefined
  const milliseconds = bytes.readBigUInt64BE() / perMillisecond - between
  return milliseconds > latestDate ? undefined : new Date(Number(milliseconds))
}

/** In network byte order, as the other fields. Throws a `RangeError` before 1601 and for an invalid date. */
export function printFileTime(time: Date): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE((BigInt(time.getTime()) + between) * perMillisecond)
  return bytes
}
