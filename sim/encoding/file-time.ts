/** Windows' FILETIME counts intervals of 100 nanoseconds since 1601; a `Date` milliseconds since 1970. */
const between = 11_644_473_600_000n
const perMillisecond = 10_000n
const latestDate = 8_640_000_000_000_000n

/** undefined for a time that no `Date` can hold. Fractions of a millisecond are lost. */
export function dateOfFileTime(fileTime: bigint): Date | undefined {
  const milliseconds = fileTime / perMillisecond - between
  return milliseconds > latestDate ? undefined : new Date(Number(milliseconds))
}

/** Negative before 1601, which no field can hold. Throws a `RangeError` for an invalid date. */
export function fileTimeOf(time: Date): bigint {
  return (BigInt(time.getTime()) + between) * perMillisecond
}

/** Eight bytes in network byte order; undefined for another length or a time that no `Date` can hold. */
export function parseFileTime(bytes: Buffer): Date | undefined {
  return bytes.length === 8 ? dateOfFileTime(bytes.readBigUInt64BE()) : undefined
}

/** In network byte order. Throws a `RangeError` before 1601 and for an invalid date. */
export function serializeFileTime(time: Date): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(fileTimeOf(time))
  return bytes
}
