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
export async function readDistinguishedName(der: Buffer): Promise<string> {
  const parts = inside(await readDer(der)).flatMap(inside)
  return parts
    .map((part) => {
      const [type, value] = inside(part)
      const identifier = identifierOf(type)
      return `${types[identifier] ?? identifier}=${textOf(value)}`
    })
    .reverse()
    .join(', ')
}

function textOf(value: unknown): string {
  const read = typeof value === 'object' && value !== null && 'getValue' in value ? value : undefined
  const text: unknown = typeof read?.getValue === 'function' ? (read.getValue as () => unknown)() : ''
  return typeof text === 'string' ? text : ''
}
