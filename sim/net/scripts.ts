import { createHash } from 'node:crypto'
import type { ServerSide } from '../evidence/server-view.ts'
import {
  listenerProtocol,
  isFailingAnswer,
  misbehaviourInWords,
  protocolsOf,
  type AskedRequest,
  type Misbehaviour,
  type ScriptedProtocol,
} from '../vocabulary/misbehaviour.ts'
import { withAsked, type Unusually } from './unusual.ts'
import type { Basis } from '../vocabulary/basis.ts'
import { isWebProtocol } from '../vocabulary/network.ts'

/** What is scripted for one host. It outlasts the listeners, which a change of mode replaces. */
export interface Scripts {
  /** By their names. */
  readonly scripted: ReadonlyMap<string, unknown>
  add(misbehaviour: Misbehaviour): void
  /** Whether there was one of this name. */
  remove(name: string): boolean
  clear(): void
  /** The misbehaviour that is due for a request; every one that matches counts the request. */
  dueFor(protocol: ScriptedProtocol, request: AskedRequest): Misbehaviour | undefined
}

/** What a request meets. */
export interface Met {
  /** What is scripted for it; it is noted, for the client may give up meanwhile. */
  due: Misbehaviour | undefined
  /** Draws what is unusual about its answer; undefined where nothing is. */
  unusually: Unusually | undefined
}

/** A request is read only where something is scripted. */
export type Meet = (request: () => AskedRequest) => Met

export function createScripts(): Scripts {
  /** `seen`: the requests that have matched so far. */
  const scripted = new Map<string, { misbehaviour: Misbehaviour; seen: number }>()
  return {
    scripted,
    add: (misbehaviour) => void scripted.set(misbehaviour.name, { misbehaviour, seen: 0 }),
    remove: (name) => scripted.delete(name),
    clear: () => scripted.clear(),
    dueFor(protocol, request) {
      const matching = [...scripted.values()].filter(
        ({ misbehaviour }) => protocolsOf(misbehaviour).includes(protocol) && concerns(misbehaviour, request),
      )
      for (const one of matching) one.seen += 1
      return matching.find(({ misbehaviour, seen }) => isDue(misbehaviour, seen))?.misbehaviour
    },
  }
}

/** What a request to one side meets: what is scripted for it, and what is `drawn` by chance. */
export function meetScripts(
  scripts: Scripts | undefined,
  protocol: ScriptedProtocol,
  side: Pick<ServerSide, 'followsScript' | 'behavedUnusually'>,
  drawn: Unusually | undefined,
  request: () => AskedRequest,
): Met {
  if (!scripts || scripts.scripted.size === 0) return { due: undefined, unusually: drawn }
  const due = scripts.dueFor(protocol, request())
  const speaks = listenerProtocol(protocol)
  const stage = isWebProtocol(speaks) ? 'http' : speaks
  if (due) {
    const message = misbehaviourInWords(due)
    side.followsScript({ stage, code: 'SCRIPTED', message }, isFailingAnswer(due))
  }
  return { due, unusually: due?.unusual ? withAsked(due.unusual, drawn, side) : drawn }
}

function concerns(wanted: Misbehaviour, request: AskedRequest): boolean {
  const { operation, path, base, filter, question } = wanted
  return (
    (operation === undefined || operation === request.operation) &&
    matches(path, request.path) &&
    matches(base, request.base) &&
    matches(filter, request.filter) &&
    matches(question, request.question)
  )
}

/** A share depends on the seed and the number of the request, so that neither time nor other requests change it. */
function isDue({ requests }: Misbehaviour, number: number): boolean {
  if (!requests) return true
  if ('nth' in requests) return number === requests.nth
  if ('from' in requests) return number >= requests.from
  const { share, seed } = requests
  const bytes = createHash('sha256')
    .update(JSON.stringify([seed, number]))
    .digest()
  return bytes.readUInt32BE(0) / 2 ** 32 < share
}

/**
 * Whether a text is as the pattern has it, where case does not count and * stands for any characters. Looks for each piece once: a
 * long pattern costs no more than its length.
 */
export function matches(pattern: string | undefined, text: string | undefined): boolean {
  if (pattern === undefined) return true
  if (text === undefined) return false
  const [head = '', ...others] = pattern.toLowerCase().split('*')
  const tail = others.pop()
  const folded = text.toLowerCase()
  if (tail === undefined) return folded === head
  if (!folded.startsWith(head)) return false
  let at = head.length
  for (const piece of others) {
    const found = folded.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return folded.length - tail.length >= at && folded.endsWith(tail)
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'what scripted errors look like beside their code: by DNS and WINS they repeat the question, and have no record; by LDAP their ' +
      'message says that they were asked for, as it does by TFTP and RADIUS; by SMB they are answered before the share looks at the request',
  },
]
