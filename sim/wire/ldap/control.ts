import {
  printBoolean,
  printBytes,
  printText,
  printValue,
  readBoolean,
  readBytes,
  readInside,
  readText,
  universal,
  type BerValue,
} from '../../encoding/ber.ts'

/** What extends a request or response (RFC 4511, 4.1.11). */
export interface Control {
  /** An object identifier in digits and dots. */
  type: string
  /** Who does not know it must not do what the message asks. */
  critical: boolean
  value?: Buffer
}

export function printControl({ type, critical, value }: Control): Buffer {
  return printValue(
    universal.sequence,
    printText(type),
    ...(critical ? [printBoolean(true)] : []),
    ...(value ? [printBytes(value)] : []),
  )
}

export function parseControl(control: BerValue): Control | undefined {
  const [first, ...rest] = readInside(control, universal.sequence) ?? []
  const type = readText(first)
  const marked = rest[0]?.tag === universal.boolean
  const critical = marked ? readBoolean(rest.shift()) : false
  const value = readBytes(rest.shift())
  if (type === undefined || critical === undefined || rest.length > 0) return undefined
  return { type, critical, ...(value && { value }) }
}
