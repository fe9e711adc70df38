import { struct, u16be } from '../../encoding/struct.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** A name of NetBIOS: up to 15 letters, and a byte that says what it is a name of. */
export interface NetBiosName {
  name: string
  suffix: number
}

/** Names that Configuration Manager registers in WINS end in this byte. */
const suffix = 0x1a

/** The default management point of a site ("Configuration Manager and WINS"). */
export function managementPointName(siteCode: string): NetBiosName {
  return { name: `MP_${siteCode.toUpperCase()}`, suffix }
}

/** The server locator point, which an administrator has to register by hand. */
export const serverLocatorPointName: NetBiosName = { name: 'SMS_SLP', suffix }

const length = 16

/** Each half of a byte as a letter from A to P, after the length of them all (RFC 1001, section 14.1); 34 bytes. */
export function serializeNetBiosName({ name, suffix }: NetBiosName): Buffer {
  const bytes = Buffer.from(
    name.slice(0, length - 1).padEnd(length - 1) + String.fromCharCode(suffix),
    'latin1',
  )
  const letters = [...bytes].flatMap((byte) => [0x41 + (byte >> 4), 0x41 + (byte & 0xf)])
  return Buffer.from([letters.length, ...letters, 0])
}

/** undefined when the bytes do not begin with such a name. */
export function parseNetBiosName(bytes: Buffer): NetBiosName | undefined {
  const letters = bytes.subarray(1, 1 + 2 * length)
  const isName = bytes[0] === 2 * length && bytes[1 + 2 * length] === 0
  if (!isName || !letters.every((letter) => letter >= 0x41 && letter <= 0x50)) return undefined
  const halves = [...letters].map((letter) => letter - 0x41)
  const decoded = Buffer.from(
    Array.from({ length }, (_, at) => ((halves[2 * at] ?? 0) << 4) | (halves[2 * at + 1] ?? 0)),
  )
  return { name: decoded.toString('latin1', 0, length - 1).trimEnd(), suffix: decoded[length - 1] ?? 0 }
}

interface NetBiosQuestion {
  id: number
  name: NetBiosName
}

/** RFC 1002, section 4.2.1.1, without the counts that are always 0. */
const header = struct(12, { id: u16be(0), flags: u16be(2), questions: u16be(4), answers: u16be(6) })
const nameSize = 34
/** NB, a general name, of class IN (RFC 1002, section 4.2.1). */
const typeAndClass = Buffer.of(0, 0x20, 0, 1)
/** NULL, of class IN: the type of a negative answer (section 4.2.14). */
const nothing = Buffer.of(0, 0x0a, 0, 1)
/** NAM_ERR: the name does not exist (section 4.2.14). */
const nameError = 3
/** All with opcode 0: a query. */
const flags = { recursionDesired: 0x0100, answered: 0x8580, notThere: 0x8583 } as const

/** A name query to a NetBIOS name server (RFC 1002, section 4.2.12). */
export function serializeNetBiosQuestion({ id, name }: NetBiosQuestion): Buffer {
  return Buffer.concat([
    header.serialize({ id, flags: flags.recursionDesired, questions: 1, answers: 0 }),
    serializeNetBiosName(name),
    typeAndClass,
  ])
}

/** undefined unless it is a query for one general name. */
export function parseNetBiosQuestion(bytes: Buffer): NetBiosQuestion | undefined {
  const head = header.parse(bytes)
  if (!head || bytes.length < header.length + nameSize + typeAndClass.length) return undefined
  const isQuery = (head.flags & 0xf800) === 0 && head.questions === 1
  const rest = bytes.subarray(header.length)
  const asked = rest.subarray(nameSize, nameSize + typeAndClass.length)
  const name = parseNetBiosName(rest)
  return isQuery && name && asked.equals(typeAndClass) ? { id: head.id, name } : undefined
}

/** The answer to it: an IPv4 address, or that nothing has this name (sections 4.2.13 and 4.2.14). */
export function serializeNetBiosAnswer({ id, name }: NetBiosQuestion, address: string | undefined): Buffer {
  const named = serializeNetBiosName(name)
  // One record is counted, since one follows: the RFC draws it and counts none.
  const head = (answer: number): Buffer => header.serialize({ id, flags: answer, questions: 0, answers: 1 })
  // Neither time to live nor data.
  if (address === undefined) return Buffer.concat([head(flags.notThere), named, nothing, Buffer.alloc(6)])
  // Time to live, length, flags of a unique name of a point-to-point node, address.
  const data = [0, 0, 0, 0, 0, 6, 0x20, 0, ...address.split('.').map(Number)]
  return Buffer.concat([head(flags.answered), named, typeAndClass, Buffer.from(data)])
}

/** The address; null when nothing has this name; undefined unless it answers the question of this id with either. */
export function parseNetBiosAnswer(bytes: Buffer, id: number): string | null | undefined {
  const head = header.parse(bytes)
  if (head?.id !== id || head.flags >> 15 === 0) return undefined
  const outcome = head.flags & 0xf
  if (outcome !== 0) return outcome === nameError ? null : undefined
  const address = bytes.subarray(header.length + nameSize + typeAndClass.length + 8)
  return address.length === 4 ? [...address].join('.') : undefined
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'WINS (RFC 1001 and 1002)',
  },
]
