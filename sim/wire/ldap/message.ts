import {
  printBytes,
  printNumber,
  printValue,
  readInside,
  readNumber,
  readValues,
  universal,
  type BerValue,
} from '../../encoding/ber.ts'
import { parseControl, printControl, type Control } from './control.ts'

/** The envelope of all that is said (RFC 4511, 4.1.1); what is in it, the file of its operation reads. */
export interface LdapMessage {
  /** A request's own number, 1 to 2147483647, which its responses repeat; 0 where nobody asked. */
  id: number
  /** One of `operations`. */
  operation: number
  content: Buffer
  controls: readonly Control[]
}

const tagOfControls = 0xa0

export function printMessage({ id, operation, content, controls }: LdapMessage): Buffer {
  return printValue(
    universal.sequence,
    printNumber(id),
    printBytes(content, operation),
    ...(controls.length > 0 ? [printValue(tagOfControls, ...controls.map(printControl))] : []),
  )
}

/** undefined when it is none: nobody can answer that, since not even its number is known. */
export function parseMessage(bytes: Buffer): LdapMessage | undefined {
  const [outer, ...more] = readValues(bytes) ?? []
  const [first, second, third, ...others] = readInside(outer, universal.sequence) ?? []
  const id = readNumber(first)
  const controls = third ? readControls(third) : []
  if (id === undefined || !second || !controls || more.length > 0 || others.length > 0) return undefined
  return { id, operation: second.tag, content: second.content, controls }
}

function readControls(value: BerValue): Control[] | undefined {
  const controls = readInside(value, tagOfControls)?.map(parseControl)
  return controls?.every((control) => control !== undefined) ? controls : undefined
}
