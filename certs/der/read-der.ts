import type * as Asn1 from 'asn1js'

export type Der = Asn1.AsnType

/** Parses DER; throws a `RangeError` when it is none. Loads its parser at the first call: most runs need none. */
export async function readDer(bytes: Uint8Array): Promise<Der> {
  const { fromBER } = await import('asn1js')
  const { offset, result } = fromBER(bytes)
  if (offset === -1) throw new RangeError(`this is no DER: ${result.error}`)
  return result
}

/** The values inside a constructed one; none inside any other. */
export function inside(value: Der | undefined): Der[] {
  const block = value?.valueBlock as { value?: unknown } | undefined
  return Array.isArray(block?.value) ? (block.value as Der[]) : []
}

/** Whole, with tag and length. */
export function bytesOf(value: Der | undefined): Buffer {
  return Buffer.from(value?.valueBeforeDecodeView ?? [])
}

/** The content of a primitive value. */
export function contentOf(value: Der | undefined): Buffer {
  const block = value?.valueBlock as { valueHexView?: Uint8Array } | undefined
  return Buffer.from(block?.valueHexView ?? [])
}

/** `1.2.840.113549.1.1.11`; empty for anything but an object identifier. */
export function identifierOf(value: Der | undefined): string {
  const block: { toString(): string } | undefined = isUniversal(value, 6) ? value?.valueBlock : undefined
  return block?.toString() ?? ''
}

/** UTCTime or GeneralizedTime. */
export function dateOf(value: Der | undefined): Date | undefined {
  return value && 'toDate' in value && typeof value.toDate === 'function' ? value.toDate() : undefined
}

export function isUniversal(value: Der | undefined, tag: number): boolean {
  return value?.idBlock.tagClass === 1 && value.idBlock.tagNumber === tag
}

/** A context-specific tag: `[0]`. */
export function isTagged(value: Der | undefined, tag: number): boolean {
  return value?.idBlock.tagClass === 3 && value.idBlock.tagNumber === tag
}
