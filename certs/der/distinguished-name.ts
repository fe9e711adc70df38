import { universal, type BerValue } from '../../sim/encoding/ber.ts'
import { identifierOf, inside, readDer } from './read-der.ts'

const types: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
}

/** A distinguished name in one line, the most particular part first: `CN=issuing authority, O=contoso.test`. */
export function readDistinguishedName(der: Buffer): string {
  const parts = inside(readDer(der)).flatMap(inside)
  return parts
    .map((part) => {
      const [type, value] = inside(part)
      const identifier = identifierOf(type)
      return `${types[identifier] ?? identifier}=${textOf(value)}`
    })
    .reverse()
    .join(', ')
}

/** The other kinds of text that a name can have (PrintableString, IA5String, T61String) are read as Latin-1. */
function textOf(value: BerValue | undefined): string {
  if (value?.tag === universal.utf8String) return value.content.toString()
  if (value?.tag !== universal.bmpString) return value?.content.toString('latin1') ?? ''
  const wholeCharacters = value.content.subarray(0, value.content.length & ~1)
  return Buffer.from(wholeCharacters).swap16().toString('utf16le')
}
