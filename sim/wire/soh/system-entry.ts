import { uint16, uint32 } from '../../encoding/bytes.ts'
import { dateOfFileTime, fileTimeOf } from '../../encoding/file-time.ts'
import { struct, u64be, u8 } from '../../encoding/struct.ts'
import { microsoft, tlvTypes, valueOf, type Tlv } from './message.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** The entry of the NAP system itself: in a statement it describes the machine, in a response its access. */
interface SystemEntry {
  response: boolean
  /** 24 bytes. */
  correlationId?: Buffer
  machineName?: string
  isolation?: Isolation
}

interface Isolation {
  state: IsolationState
  /** When probation ends. */
  until?: Date
}

/** naptypes.h: `IsolationState`. Sending these numbers unchanged is our choice. */
const isolationStates = { 'not-restricted': 1, 'in-probation': 2, 'restricted-access': 3 } as const
type IsolationState = keyof typeof isolationStates

const types = {
  machineInventory: 1,
  quarantineState: 2,
  packetInfo: 3,
  systemGeneratedIds: 4,
  machineName: 5,
  correlationId: 6,
  installedShvs: 7,
  machineInventoryEx: 8,
}
const request = 0x10
const version = 1
const correlationIdLength = 24

/**
 * The Microsoft attribute of the entry: type and value, type and value, without lengths, so nobody can read past
 * an unknown type ([MS-SOH] 2.2.4, as FreeRADIUS reads it). undefined for that and for garbage.
 */
export function parseSystemEntry(attributes: readonly Tlv[]): SystemEntry | undefined {
  const value = valueOf(attributes, tlvTypes.vendorSpecific)
  if (!value || value.length < 4 || value.readUInt32BE() !== microsoft) return undefined
  let entry: SystemEntry = { response: false }
  let rest = value.subarray(4)
  while (rest.length > 0) {
    const end = 1 + lengthOfValue(rest)
    if (end > rest.length) return undefined
    const read = parseValue(rest.readUInt8(), rest.subarray(1, end))
    if (!read) return undefined
    entry = { ...entry, ...read }
    rest = rest.subarray(end)
  }
  return entry
}

/** In bytes; infinite when it cannot be known. */
function lengthOfValue(bytes: Buffer): number {
  const counted = (at: number): number => (bytes.length < at + 3 ? Infinity : 2 + bytes.readUInt16BE(at + 1))
  switch (bytes[0]) {
    case types.machineInventory:
      return 18
    case types.quarantineState:
      return 10 + counted(10)
    case types.packetInfo:
      return 1
    case types.systemGeneratedIds:
    case types.machineName:
    case types.installedShvs:
      return counted(0)
    case types.correlationId:
      return correlationIdLength
    case types.machineInventoryEx:
      return 5
    default:
      return Infinity
  }
}

function parseValue(type: number, value: Buffer): Partial<SystemEntry> | undefined {
  switch (type) {
    case types.quarantineState: {
      const isolation = parseIsolation(value)
      return isolation && { isolation }
    }
    case types.packetInfo:
      return { response: (value.readUInt8() & request) === 0 }
    case types.machineName:
      return { machineName: value.subarray(2).toString('utf8') }
    case types.correlationId:
      return { correlationId: value }
    default:
      return {}
  }
}

/** The value of the quarantine state, without the optional address of a help page. */
const quarantineState = struct(12, { state: u8(1), until: u64be(2) })

function parseIsolation(value: Buffer): Isolation | undefined {
  const read = quarantineState.parse(value)
  const state = namesOfStates.find((name) => isolationStates[name] === read?.state)
  const until = read && dateOfFileTime(read.until)
  if (!state || !until) return undefined
  return read.until === never ? { state } : { state, until }
}

const namesOfStates = Object.keys(isolationStates) as IsolationState[]
const never = 0n

export function serializeSystemEntry({
  response,
  correlationId,
  machineName,
  isolation,
}: SystemEntry): Tlv[] {
  const parts = [uint32(microsoft), Buffer.from([types.packetInfo, (response ? 0 : request) | version])]
  if (machineName !== undefined) {
    const name = Buffer.from(machineName)
    parts.push(Buffer.from([types.machineName]), uint16(name.length), name)
  }
  if (correlationId) parts.push(Buffer.from([types.correlationId]), correlationId)
  if (isolation) {
    const until = isolation.until ? fileTimeOf(isolation.until) : never
    const state = isolationStates[isolation.state]
    parts.push(Buffer.from([types.quarantineState]), quarantineState.serialize({ state, until }))
  }
  return [{ type: tlvTypes.vendorSpecific, value: Buffer.concat(parts) }]
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the isolation states in the response to a statement of health, which are the numbers of ' + 'Windows',
  },
]
