import type { Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { ServerSide } from '../evidence/server-view.ts'
import { limits } from '../limits.ts'
import { createRandom, type Random } from '../random.ts'
import { unusualBehaviourNames, type UnusualBehaviour, type UnusualSettings } from '../vocabulary/unusual.ts'
import type { Basis } from '../vocabulary/basis.ts'

/**
 * Draws whether a behaviour happens this time, and notes it: the chances by which it does, or undefined. One for each
 * connection, and for each datagram.
 */
export type Unusually = (behaviour: UnusualBehaviour) => Random | undefined

/** The chances of a client's next connection to a listener. */
export type UnusualServers = (
  listener: string,
  clientAddress: string,
  side: Pick<ServerSide, 'behavedUnusually'>,
) => Unusually

/** The share of all cases in which each behaviour happens. */
const share = 0.5

/** A client of one listener. */
interface Known {
  /** The clients of that listener in the order in which they came, from 1: their addresses are others in every run. */
  place: number
  connections: number
}

/**
 * Chances that depend on the seed, and on what a client did before at the same listener, so that neither time nor other
 * clients change them.
 */
export function createUnusualServers({
  seed,
  only = unusualBehaviourNames,
}: UnusualSettings): UnusualServers {
  const clients = new Map<string, Known>()
  const places = new Map<string, number>()

  function known(listener: string, clientAddress: string): Known {
    const key = `${listener} ${clientAddress}`
    const one = clients.get(key) ?? { place: (places.get(listener) ?? 0) + 1, connections: 0 }
    if (one.connections === 0) places.set(listener, one.place)
    one.connections += 1
    // The one that has been away for longest comes first.
    clients.delete(key)
    clients.set(key, one)
    const [oldest] = clients.keys()
    if (oldest !== undefined && clients.size > limits.unusualClients.value) clients.delete(oldest)
    return one
  }

  return (listener, clientAddress, side) => {
    const { place, connections } = known(listener, clientAddress)
    const chances = new Map<UnusualBehaviour, Random>()
    return (behaviour) => {
      if (!only.includes(behaviour)) return undefined
      const random =
        chances.get(behaviour) ?? createRandom(seed, [listener, place, connections, behaviour].join(' '))
      chances.set(behaviour, random)
      if (!random.happens(share)) return undefined
      side.behavedUnusually(behaviour)
      return random
    }
  }
}

/** Milliseconds: far below any client's patience. */
const longestPause = 25

/** Milliseconds before an answer, where they are drawn. */
export function pauseBeforeAnswer(unusually: Unusually): number | undefined {
  const late = unusually('late-answer')
  return late && 1 + late.below(longestPause)
}

/** Waits before an answer, where that is drawn. */
export async function beforeAnswer(unusually: Unusually): Promise<void> {
  const milliseconds = pauseBeforeAnswer(unusually)
  if (milliseconds !== undefined) await pause(milliseconds)
}

/** The same chances but for the one behaviour that a script asks for: it happens, and what happens is always the same. */
export function withAsked(
  asked: UnusualBehaviour,
  drawn: Unusually | undefined,
  side: Pick<ServerSide, 'behavedUnusually'>,
): Unusually {
  return (behaviour) => {
    if (behaviour !== asked) return drawn?.(behaviour)
    side.behavedUnusually(behaviour)
    return createRandom(0, behaviour)
  }
}

/** The same items in another order, if there are two that differ. */
export function reordered<Item>(items: readonly Item[], random: Random): Item[] {
  const shuffled = random.shuffled(items)
  return shuffled.some((item, index) => item !== items[index]) ? shuffled : shuffled.reverse()
}

/** Bytes at the beginning that come one by one, at most, and the most cuts in the rest. */
const mostSingle = 16
const mostCuts = 4

/** All bytes in pieces that are not empty. */
export function piecesOf(bytes: Buffer, random: Random): Buffer[] {
  const single = random.below(mostSingle)
  const cuts = Array.from({ length: random.below(mostCuts) }, () => random.below(bytes.length))
  const ends = new Set([...Array.from({ length: single }, (_, index) => index + 1), ...cuts, bytes.length])
  const inOrder = [...ends].filter((end) => end > 0 && end <= bytes.length).sort((a, b) => a - b)
  return inOrder.map((end, index) => bytes.subarray(inOrder[index - 1] ?? 0, end))
}

/** Writes bytes in pieces, each in a turn of its own, so that the other end reads them one by one. */
export function writeInPieces(
  stream: Writable,
  bytes: Buffer,
  random: Random,
  done: (error?: Error | null) => void,
): void {
  const pieces = piecesOf(bytes, random)
  const next = (): void => {
    const piece = pieces.shift()
    if (!piece) done()
    else stream.write(piece, (error) => (error ? done(error) : void setImmediate(next)))
  }
  next()
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'how often servers behave unusually where that is asked for: each kind in half of the cases where it can',
  },
]
