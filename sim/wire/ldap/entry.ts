import {
  printText,
  printValue,
  readInside,
  readText,
  readValues,
  universal,
  type BerValue,
} from '../../encoding/ber.ts'

/** What a directory has under one name, and what a search finds (RFC 4511, 4.5.2). */
export interface LdapEntry {
  /** As RFC 4514 writes names: `CN=SMS-Site-OSL,CN=System Management,CN=System,DC=contoso,DC=test`. */
  name: string
  /** Values by the name of their attribute. */
  attributes: Readonly<Record<string, readonly string[]>>
}

/** Of an attribute, whose name is written in any case; none where it is not there. */
export function valuesOf({ attributes }: LdapEntry, attribute: string): readonly string[] {
  const values = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined
  if (values) return values
  const wanted = attribute.toLowerCase()
  return Object.entries(attributes).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? []
}

export function printEntry({ name, attributes }: LdapEntry): Buffer {
  const list = Object.entries(attributes).map(([type, values]) =>
    printValue(
      universal.sequence,
      printText(type),
      printValue(universal.set, ...values.map((value) => printText(value))),
    ),
  )
  return Buffer.concat([printText(name), printValue(universal.sequence, ...list)])
}

/** Values that are no text, of which nothing here has any, come out as text with U+FFFD. */
export function parseEntry(content: Buffer): LdapEntry | undefined {
  const [first, second, ...more] = readValues(content) ?? []
  const name = readText(first)
  const attributes = readInside(second, universal.sequence)?.map(parseAttribute)
  if (name === undefined || more.length > 0) return undefined
  if (!attributes?.every((attribute) => attribute !== undefined)) return undefined
  return { name, attributes: Object.fromEntries(attributes) }
}

function parseAttribute(value: BerValue): [name: string, values: string[]] | undefined {
  const [first, second, ...more] = readInside(value, universal.sequence) ?? []
  const name = readText(first)
  const values = readInside(second, universal.set)
  if (name === undefined || !values || more.length > 0) return undefined
  if (values.some(({ tag }) => tag !== universal.octetString)) return undefined
  return [name, values.map(({ content }) => content.toString())]
}
