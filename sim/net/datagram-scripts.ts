import { limits } from '../limits.ts'
import { datagramFaults } from './datagram-faults.ts'
import { numberOfError, type Misbehaviour, type ScriptedProtocol } from '../vocabulary/misbehaviour.ts'

/** What a server has to say to one datagram. */
interface Answers {
  /** As usual. */
  answer: Buffer
  /** With an error, by its number. */
  refusal(error: number): Buffer
}

/** The scripts of a server by UDP. */
export interface DatagramScripts {
  /** Calls `send` once it is time, without bytes where there is no answer. */
  carryOut(due: Misbehaviour, answers: Answers, send: (bytes?: Buffer) => void): void
  /** Gives up what is waiting. */
  close(): void
}

export function createDatagramScripts(protocol: ScriptedProtocol): DatagramScripts {
  /** The answers that wait, by what sends them. */
  const waiting = new Map<() => void, NodeJS.Timeout>()
  return {
    carryOut(due, answers, send) {
      const bytes = replyOf(protocol, due, answers)
      if (due.delayMs === undefined) {
        send(bytes)
        return
      }
      const act = (): void => {
        clearTimeout(waiting.get(act))
        waiting.delete(act)
        send(bytes)
      }
      waiting.set(act, setTimeout(act, due.delayMs))
      const [oldest] = waiting.keys()
      if (waiting.size > limits.scriptedDatagrams.value) oldest?.()
    },
    close() {
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}

function replyOf(
  protocol: ScriptedProtocol,
  { error, fault }: Misbehaviour,
  { answer, refusal }: Answers,
): Buffer | undefined {
  if (fault !== undefined) return fault === 'garbage-answer' ? datagramFaults[fault].instead : undefined
  const number = error === undefined ? undefined : numberOfError(protocol, error)
  return number === undefined ? answer : refusal(number)
}
