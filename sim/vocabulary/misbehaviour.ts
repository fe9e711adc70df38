import {
  directoryErrors,
  dnsErrors,
  radiusRefusals,
  shareErrors,
  tftpErrors,
  winsErrors,
} from './error-codes.ts'
import { answerFaults, type AnswerFault } from './fault.ts'
import { keysOf } from './keys-of.ts'
import type { LookupProtocol, Protocol } from './network.ts'
import type { UnusualBehaviour } from './unusual.ts'

/** What a script can tell the requests of one protocol apart by, and the errors and faults that it can have. */
interface ScriptedRow {
  /** What listeners that speak it are said to speak. */
  of: Protocol | LookupProtocol
  /** The kinds of its requests, where a script can name one. */
  operations: readonly string[]
  /** The further traits of its requests that a script can name. */
  traits: readonly RequestTrait[]
  /** The errors of its answers by name, and the numbers that it has room for; absent where `answer` says it all. */
  errors?: { named: Readonly<Record<string, number>>; least: number; most: number }
  faults: readonly AnswerFault[]
  /** What is legal and unusual about a single answer, and can be asked for. */
  unusual: readonly UnusualBehaviour[]
}

/** Nothing breaks off without a connection; a datagram may lack its end. */
const datagramFaults = [
  'silent-after-request',
  'garbage-answer',
  'truncated',
] as const satisfies readonly AnswerFault[]

const web = {
  operations: [],
  traits: ['path'],
  faults: answerFaults,
  unusual: [
    'field-order',
    'field-case',
    'field-whitespace',
    'unknown-fields',
    'reason-phrase',
    'interim-response',
    'chunked',
    'xml-form',
  ],
} as const

/** The protocols whose requests a script can meet. */
const scripted = {
  http: { of: 'http', ...web },
  https: { of: 'https', ...web },
  smb: {
    of: 'smb',
    operations: [
      'negotiate',
      'session-setup',
      'logoff',
      'tree-connect',
      'tree-disconnect',
      'create',
      'close',
      'flush',
      'read',
      'write',
      'ioctl',
      'echo',
      'query-directory',
      'query-info',
      'set-info',
    ],
    traits: ['path'],
    // The numbers of errors begin with two bits of severity ([MS-ERREF] 2.3).
    errors: { named: shareErrors, least: 0xc000_0001, most: 0xffff_ffff },
    faults: answerFaults,
    unusual: ['list-order'],
  },
  ldap: {
    of: 'ldap',
    operations: ['bind', 'search', 'compare', 'modify', 'add', 'delete', 'modify-dn', 'extended'],
    traits: ['base', 'filter'],
    errors: { named: directoryErrors, least: 1, most: 255 },
    faults: answerFaults,
    unusual: ['entry-order', 'attribute-order', 'attribute-case', 'long-lengths'],
  },
  // By UDP and by TCP.
  dns: {
    of: 'dns',
    operations: [],
    traits: ['question'],
    errors: { named: dnsErrors, least: 1, most: 15 },
    faults: datagramFaults,
    unusual: ['no-additional-records', 'repeated-answer'],
  },
  wins: {
    of: 'wins',
    operations: [],
    traits: ['question'],
    errors: { named: winsErrors, least: 1, most: 15 },
    faults: datagramFaults,
    unusual: ['repeated-answer'],
  },
  // A boot from the network has two: firmware learns by the one what it fetches by the other.
  dhcp: {
    of: 'pxe',
    operations: ['discover', 'request'],
    traits: [],
    faults: datagramFaults,
    unusual: ['option-order', 'repeated-answer'],
  },
  tftp: {
    of: 'pxe',
    operations: [],
    traits: ['path'],
    errors: { named: tftpErrors, least: 1, most: 0xffff },
    faults: [...datagramFaults, 'silent-in-answer'],
    unusual: ['small-blocks', 'acknowledgment-order', 'repeated-answer'],
  },
  // Of RADIUS, the code of the packet.
  soh: {
    of: 'soh',
    operations: [],
    traits: [],
    errors: { named: radiusRefusals, least: 3, most: 255 },
    faults: datagramFaults,
    unusual: ['radius-order', 'repeated-answer'],
  },
} as const satisfies Record<string, ScriptedRow>

/** A protocol whose requests a script can meet. */
export type ScriptedProtocol = keyof typeof scripted

export const scriptedProtocols = keysOf(scripted)

/** The same table with rows of one shape. */
export const scriptedRows: Readonly<Record<ScriptedProtocol, ScriptedRow>> = scripted

/** What a listener is said to speak that a script of this protocol meets. */
export function listenerProtocol(protocol: ScriptedProtocol): Protocol | LookupProtocol {
  return scriptedRows[protocol].of
}

/** The kind of a request, as scripts name it. */
export type ScriptedOperation<P extends ScriptedProtocol = ScriptedProtocol> =
  (typeof scripted)[P]['operations'][number]

export const scriptedOperations = [
  ...new Set(scriptedProtocols.flatMap((protocol) => scripted[protocol].operations)),
] as const

/** What can befall a request besides an answer that is unusual: a fault by its name, anything else by its field. */
export type ScriptedDeed<P extends ScriptedProtocol> =
  | 'delayMs'
  | (typeof scripted)[P]['faults'][number]
  | ((typeof scripted)[P] extends { errors: unknown } ? 'error' : never)

/** What else a request is told apart by. `path`: in a share it begins with the name of the share; by TFTP it has slashes. */
const requestTraits = ['path', 'base', 'filter', 'question'] as const

/** A trait that a script can tell requests apart by. */
export type RequestTrait = (typeof requestTraits)[number]

/** A request, as far as a script may name it. */
export type AskedRequest = {
  /** The kind of the request; absent for all kinds. */
  operation?: ScriptedOperation | undefined
} & Partial<Record<RequestTrait, string | undefined>>

/** An answer of a web server in place of its own. */
interface OwnAnswer {
  /** HTTP status code. */
  status: number
  /** Besides the ones of every answer. */
  headers?: Readonly<Record<string, string>> | undefined
  /** Sent as UTF-8. */
  body: string
}

/** What may befall a request, by the field that says so. */
interface DeedValues {
  /** Milliseconds before the answer. */
  delayMs: number
  /** In place of the web server's own. */
  answer: OwnAnswer
  /** By name or by number: an NTSTATUS, a result code of LDAP, a response code of DNS or WINS, an error of TFTP, a code of RADIUS. */
  error: string | number
  /** In place of an answer. */
  fault: AnswerFault
  /** An answer as its standard allows it, and as servers seldom give it. */
  unusual: UnusualBehaviour
}

/** What a script has a server do, by the field that says so. */
export type Deed = keyof DeedValues

interface DeedRow<Value> {
  of: readonly ScriptedProtocol[]
  /** In place of the answer, which there can be one of. */
  isAnswer: boolean
  /** Whether a client that gets this answer has failed; otherwise only one that gets none. */
  fails(value: Value): boolean
  /** What the server did, in the past tense. */
  inWords(value: Value): string
}

/** Everything that a script can have a server do. */
export const deeds: { readonly [D in Deed]: DeedRow<DeedValues[D]> } = {
  delayMs: {
    of: scriptedProtocols,
    isAnswer: false,
    fails: () => false,
    inWords: (delay) => `waited ${delay} ms`,
  },
  answer: {
    of: ['http', 'https'],
    isAnswer: true,
    fails: ({ status }) => status >= 400,
    inWords: ({ status }) => `answered ${status}`,
  },
  error: {
    of: scriptedProtocols.filter((protocol) => scriptedRows[protocol].errors),
    isAnswer: true,
    fails: () => true,
    inWords: (error) => `answered with the error ${error}`,
  },
  fault: {
    of: scriptedProtocols,
    isAnswer: true,
    // A client that asks again by UDP may still be answered.
    fails: (fault) => fault !== 'silent-after-request',
    inWords: (fault) => `showed the fault ${fault}`,
  },
  unusual: {
    of: scriptedProtocols,
    isAnswer: true,
    fails: () => false,
    inWords: (behaviour) => `answered in an unusual way, ${behaviour},`,
  },
}

export const deedNames = keysOf(deeds)

/** Which of the requests that match misbehave. */
type WhichRequests =
  | {
      /** That one, counted from 1. */
      nth: number
    }
  | {
      /** That one and all after it. */
      from: number
    }
  | {
      /** Of all of them so many, from 0 to 1. */
      share: number
      /** The same requests for the same seed. */
      seed: number
    }

/** What a host does amiss, as a script has it. */
export type Misbehaviour = AskedRequest & {
  /** By which the step `behave` ends it. */
  name: string
  /** Name or FQDN; either this or a role. */
  system?: string | undefined
  /** Every site system with it. */
  role?: string | undefined
  /** By default HTTP and HTTPS. */
  protocol?: ScriptedProtocol | undefined
  /** By default all that match. */
  requests?: WhichRequests | undefined
} & { [D in Deed]?: DeedValues[D] | undefined }

/** The web server's where a script names no protocol. */
export function protocolsOf({ protocol }: Pick<Misbehaviour, 'protocol'>): readonly ScriptedProtocol[] {
  return protocol === undefined ? ['http', 'https'] : [protocol]
}

/** The number of an error that a script names, or states; undefined where the protocol has none like it. */
export function numberOfError(protocol: ScriptedProtocol, error: string | number): number | undefined {
  const { errors } = scriptedRows[protocol]
  if (!errors) return undefined
  if (typeof error === 'string') return Object.hasOwn(errors.named, error) ? errors.named[error] : undefined
  return error >= errors.least && error <= errors.most ? error : undefined
}

/** A field of a script that says nothing to its protocol, why, and what it takes in its place. */
interface OutOfPlace {
  field: keyof Misbehaviour
  why: string
  remedy: string
}

/** The fields of a script that its protocol has no use for. */
export function outOfPlace(script: Omit<Misbehaviour, 'name'>): OutOfPlace[] {
  const of = protocolsOf(script)
  const [protocol = 'http'] = of
  const row = scriptedRows[protocol]
  const called = script.protocol?.toUpperCase() ?? 'a web server'
  const found: OutOfPlace[] = []
  const misses = (field: keyof Misbehaviour, what: string, known: readonly string[]): void => {
    const remedy = known.length > 0 ? `it has ${known.join(', ')}` : `leave ${field} out`
    found.push({ field, why: `${called} has no ${what}`, remedy })
  }
  const { operation, error, fault, unusual } = script
  if (operation !== undefined && !row.operations.includes(operation))
    misses('operation', `operation ${operation}`, row.operations)
  for (const trait of requestTraits) {
    if (script[trait] !== undefined && !row.traits.includes(trait))
      misses(trait, `${trait} to tell its requests by`, row.traits)
  }
  const fitting = deedNames.filter((deed) => deeds[deed].of.includes(protocol))
  for (const deed of deedNames) {
    if (script[deed] !== undefined && !fitting.includes(deed)) misses(deed, `${deed} for a request`, fitting)
  }
  if (error !== undefined && row.errors && numberOfError(protocol, error) === undefined) {
    const { named, least, most } = row.errors
    misses('error', `error ${error}`, [...Object.keys(named), `numbers from ${least} to ${most}`])
  }
  if (fault !== undefined && !row.faults.includes(fault))
    misses('fault', `fault ${fault} of one request`, row.faults)
  if (unusual !== undefined && !row.unusual.includes(unusual))
    misses('unusual', `${unusual} of one answer`, row.unusual)
  return found
}

/** `waited 30 ms and answered 503 as the misbehaviour busy has it` */
export function misbehaviourInWords(misbehaviour: Misbehaviour): string {
  const done = deedNames.flatMap((deed) => ofDeed(deed, misbehaviour, (row, value) => row.inWords(value)))
  return `${done.join(' and ')} as the misbehaviour ${misbehaviour.name} has it`
}

/** Whether a client that gets the answer has failed. */
export function isFailingAnswer(misbehaviour: Misbehaviour): boolean {
  return deedNames.some((deed) => ofDeed(deed, misbehaviour, (row, value) => row.fails(value)).includes(true))
}

/** What the row of a deed says of its value; empty where a misbehaviour does nothing of the kind. */
function ofDeed<D extends Deed, Said>(
  deed: D,
  misbehaviour: Partial<Record<D, DeedValues[D] | undefined>>,
  say: <Value>(row: DeedRow<Value>, value: Value) => Said,
): Said[] {
  const value = misbehaviour[deed]
  return value === undefined ? [] : [say<DeedValues[D]>(deeds[deed], value)]
}
