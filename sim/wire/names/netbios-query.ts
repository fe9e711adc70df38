import { parseNetBiosName, printNetBiosName, type NetBiosName } from './netbios-name.ts'

export interface NetBiosQuestion {
  id: number
  name: NetBiosName
}

const headerSize = 12
const nameSize = 34
/** NB, a general name, of class IN (RFC 1002, section 4.2.1). */
const typeAndClass = Buffer.of(0, 0x20, 0, 1)
/** NULL, of class IN: what a negative answer is of (section 4.2.14). */
const nothing = Buffer.of(0, 0x0a, 0, 1)
/** Of an opcode of zero: a query. */
const flags = { recursionDesired: 0x0100, answered: 0x8580, notThere: 0x8583 } as const

/** A name query to a NetBIOS name server (RFC 1002, section 4.2.12). */
export function printNetBiosQuestion({ id, name }: NetBiosQuestion): Buffer {
  return Buffer.concat([header(id, flags.recursionDesired, 1, 0), printNetBiosName(name), typeAndClass])
}

/** undefined for what is no query of one general name. */
export function parseNetBiosQuestion(bytes: Buffer): NetBiosQuestion | undefined {
  if (bytes.length < headerSize + nameSize + typeAndClass.length) return undefined
  const isQuery = (bytes.readUInt16BE(2) & 0xf800) === 0 && bytes.readUInt16BE(4) === 1
  const rest = bytes.subarray(headerSize)
  const asked = rest.subarray(nameSize, nameSize + typeAndClass.length)
  const name = parseNetBiosName(rest)
  return isQuery && name && asked.equals(typeAndClass) ? { id: bytes.readUInt16BE(0), name } : undefined
}

/** The answer to it: an IPv4 address, or that nothing has this name (sections 4.2.13 and 4.2.14). */
export function printNetBiosAnswer({ id, name }: NetBiosQuestion, address: string | undefined): Buffer {
  const named = printNetBiosName(name)
  // One record is counted, since one follows: the RFC draws it and counts none.
  if (address === undefined)
    return Buffer.concat([header(id, flags.notThere, 0, 1), named, nothing, Buffer.alloc(4), Buffer.alloc(2)])
  // Time to live, length, flags of a unique name of a point-to-point node, address.
  const data = [0, 0, 0, 0, 0, 6, 0x20, 0, ...address.split('.').map(Number)]
  return Buffer.concat([header(id, flags.answered, 0, 1), named, typeAndClass, Buffer.from(data)])
}

/** The address; null: nothing has this name; undefined for what is no answer to the question of this id. */
export function parseNetBiosAnswer(bytes: Buffer, id: number): string | null | undefined {
  if (bytes.length < headerSize || bytes.readUInt16BE(0) !== id) return undefined
  const said = bytes.readUInt16BE(2)
  if (said >> 15 === 0) return undefined
  if ((said & 0xf) !== 0) return null
  const address = bytes.subarray(headerSize + nameSize + typeAndClass.length + 8)
  return address.length === 4 ? [...address].join('.') : undefined
}

function header(id: number, said: number, questions: number, answers: number): Buffer {
  const bytes = Buffer.alloc(headerSize)
  bytes.writeUInt16BE(id, 0)
  bytes.writeUInt16BE(said, 2)
  bytes.writeUInt16BE(questions, 4)
  bytes.writeUInt16BE(answers, 6)
  return bytes
}
