/**
 * A 32-bit number as logs print it: `12175`, `0x80072F8F`, `2147954575`, `-2147012721`; always unsigned. undefined when
 * it is none.
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

/** What an HRESULT of the system's own errors holds: 12175 of 0x80072F8F. Other numbers stay as they are. */
export function withoutFacility(number: number): number {
  return number >>> 16 === win32Facility ? number & 0xffff : number
}
