/** Reports are little-endian UTF-16; written with the byte order mark, as the clients' own files are. */
export function encodeUtf16(text: string): Buffer {
  return Buffer.from(`\uFEFF${text}`, 'utf16le')
}

/** With or without a byte order mark, the only sign of big-endian; undefined when it is not UTF-16. */
export function decodeUtf16(bytes: Uint8Array): string | undefined {
  const encoding = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-16le'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Whether a text is a version of the product: `4.00.6487.2000`. */
export function isProductVersion(text: string): boolean {
  return /^\d{1,5}(?:\.\d{1,5}){3}$/.test(text)
}

/** `20070822093000.250000+000`: a CIM datetime (DSP0004, "datetime"), the DateTime format of WMI; in UTC here. */
export function cimDatetime(date: Date): string {
  return `${date.toISOString().slice(0, 23).replaceAll(/[-:T]/g, '')}000+000`
}

const written = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.(\d{3})\d{3}([+-])(\d{3})$/

/** undefined when it is not a point in time. Fractions of a millisecond are lost. */
export function parseCimDatetime(text: string): Date | undefined {
  const [, year, month, day, hour, minute, second, fraction, sign, offset] = written.exec(text) ?? []
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}Z`
  const date = new Date(local)
  // Some engines turn 31 February into March, others refuse it: a date that does not read back the same is invalid.
  if (Number.isNaN(date.getTime()) || date.toISOString() !== local) return undefined
  const minutes = sign === '-' ? -Number(offset) : Number(offset)
  return new Date(date.getTime() - minutes * 60_000)
}
