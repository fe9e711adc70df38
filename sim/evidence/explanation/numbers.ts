/**
 * A 32-bit number as logs print it: `12175`, `0x80072F8F`, `2147954575`, `-2147012721`; always unsigned. undefined when
 * the text is no such number.
 */
export function writtenNumber(text: string): number | undefined {
  if (!/^(?:-?\d+|0x[\da-f]+)$/i.test(text)) return undefined
  const number = Number(text)
  return number < -0x80000000 || number > 0xffffffff ? undefined : number >>> 0
}

/** `0x80072F8F`, as the product's logs write it. */
export function hexadecimal(number: number): string {
  return `0x${number.toString(16).toUpperCase().padStart(8, '0')}`
}

const win32Facility = 0x8007

/** The system's own error within an HRESULT: 12175 in 0x80072F8F. Other numbers stay as they are. */
export function withoutFacility(number: number): number {
  return number >>> 16 === win32Facility ? number & 0xffff : number
}

const httpFacility = 0x8019

/** The status in an HRESULT that stands for an answer of a web server: 403 in 0x80190193. */
export function statusWithin(number: number): number | undefined {
  return number >>> 16 === httpFacility ? number & 0xffff : undefined
}
