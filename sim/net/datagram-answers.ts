import type { ServerSide } from '../evidence/server-view.ts'
import { limits } from '../limits.ts'
import {
  numberOfError,
  type AskedRequest,
  type Misbehaviour,
  type ScriptedProtocol,
} from '../vocabulary/misbehaviour.ts'
import type { Behaviour } from './behaviour.ts'
import { datagramFaults } from './datagram-faults.ts'
import { meetScripts, type Met } from './scripts.ts'
import { pauseBeforeAnswer } from './unusual.ts'

/** Nothing, where a fault comes first. */
export const asUsual: Met = { due: undefined, unusually: undefined }

/** What a server has to say to one datagram. */
interface Answers {
  answer: Buffer
  /** With an error, by its number; absent where the protocol has no errors. */
  refusal?(error: number): Buffer
}

/** How a server by UDP answers: as usual, in an unusual way, or as a script has it. */
export interface DatagramAnswers {
  meet(
    request: () => AskedRequest,
    clientAddress: string,
    side: Pick<ServerSide, 'followsScript' | 'behavedUnusually'>,
  ): Met
  /** Calls `act` once it is time to answer. */
  whenDue(met: Met, act: () => void): void
  /** Calls `send` once it is time, with the datagrams that are sent: none, one, or the same twice. */
  give(met: Met, answers: Answers, send: (datagrams: readonly Buffer[]) => void): void
  /** Gives up what is waiting; whatever comes afterwards gets no answer. */
  close(): void
}

interface DatagramAnswerOptions {
  /** Name of the system that listens. */
  fqdn: string
  protocol: ScriptedProtocol
  /** Absent where the server behaves as usual. */
  behaviour?: Behaviour | undefined
}

export function createDatagramAnswers({ fqdn, protocol, behaviour }: DatagramAnswerOptions): DatagramAnswers {
  /** The answers that wait, by what gives them. */
  const waiting = new Map<() => void, NodeJS.Timeout>()
  let isClosed = false

  function whenDue({ due, unusually }: Met, act: () => void): void {
    if (isClosed) return
    const delay = due?.delayMs ?? (unusually && pauseBeforeAnswer(unusually))
    if (delay === undefined) {
      act()
      return
    }
    const acts = (): void => {
      clearTimeout(waiting.get(acts))
      waiting.delete(acts)
      act()
    }
    waiting.set(acts, setTimeout(acts, delay))
    const [oldest] = waiting.keys()
    if (waiting.size > limits.scriptedDatagrams.value) oldest?.()
  }

  function replyTo(
    { error, fault }: Partial<Misbehaviour>,
    { answer, refusal }: Answers,
  ): Buffer | undefined {
    switch (fault) {
      case undefined: {
        const number = error === undefined ? undefined : numberOfError(protocol, error)
        return number === undefined ? answer : refusal?.(number)
      }
      case 'garbage-answer':
        return datagramFaults[fault].instead
      case 'truncated':
        return answer.subarray(0, answer.length / 2)
      default:
        return undefined
    }
  }

  return {
    meet(request, clientAddress, side) {
      const { scripts, unusual } = behaviour ?? {}
      const drawn = unusual?.(`${fqdn} ${protocol}`, clientAddress, side)
      return meetScripts(scripts, protocol, side, drawn, request)
    },
    whenDue,
    give(met, answers, send) {
      const bytes = replyTo(met.due ?? {}, answers)
      const isRepeated = bytes && met.unusually?.('repeated-answer')
      whenDue(met, () => send(!bytes ? [] : isRepeated ? [bytes, bytes] : [bytes]))
    },
    close() {
      isClosed = true
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
