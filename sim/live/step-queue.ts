import type { IncomingMessage } from 'node:http'
import { stringify } from 'yaml'
import { InputError, machineError, type Problem } from '../errors.ts'
import type { Journal } from '../evidence/recording/event.ts'
import type { StepResult } from '../evidence/results.ts'
import { limits } from '../limits.ts'
import type { RunningHierarchy } from '../network/running-hierarchy.ts'
import { recordStep } from '../scenario/run-scenarios.ts'
import { readSingleStep } from '../scenario/steps/step-file.ts'

/** Carries out steps one after another, whoever sends them, and keeps them as a scenario. */
export interface StepQueue {
  /** Carries a step out after the earlier ones. Throws an `InputError` if the step is invalid. */
  take(written: unknown): Promise<StepResult>
  /** The steps so far, as YAML of a scenario file. */
  written(): string
  /** The steps that have been carried out. */
  taken(): readonly TakenStep[]
  /** Is told whenever a step has been taken. */
  onTaken(listener: (result: StepResult) => void): void
}

export interface TakenStep {
  /** As a scenario file has it. */
  written: unknown
  result: StepResult
}

export function createStepQueue(running: RunningHierarchy, journal: Journal): StepQueue {
  const begun: unknown[] = []
  const taken: TakenStep[] = []
  const listeners: ((result: StepResult) => void)[] = []
  let last: Promise<unknown> = Promise.resolve()
  return {
    async take(written) {
      const step = readSingleStep(written, running.hierarchy)
      const carriedOut = last.then(() => recordStep(step, running, journal))
      last = carriedOut.catch(() => undefined)
      begun.push(written)
      const result = await carriedOut
      taken.push({ written, result })
      for (const listener of listeners) listener(result)
      return result
    },
    written: () =>
      begun.length === 0
        ? ''
        : `steps:\n${stringify(begun, { indentSeq: true }).replaceAll(/^/gm, '  ').trimEnd()}\n`,
    taken: () => taken,
    onTaken: (listener) => void listeners.push(listener),
  }
}

/** Why a request was not answered as asked. */
export interface Refusal {
  /** A sentence, or several. */
  problem: string
  /** What is wrong in the step, one by one. */
  problems?: readonly Pick<Problem, 'code' | 'message' | 'remedy' | 'field'>[]
}

/** What a request for a step is answered with: its status, and its body in JSON; without a body where there is no more to say. */
export type StepAnswer = { status: 200; body: StepResult } | { status: 400 | 413 | 415 | 503; body: Refusal }

/** Takes the step in the body of a request. Throws what is a defect of ours. */
export async function answerStep(request: IncomingMessage, steps: StepQueue): Promise<StepAnswer> {
  if (!/^application\/json *(;|$)/i.test(request.headers['content-type'] ?? ''))
    return { status: 415, body: { problem: 'a step is sent as application/json' } }
  const body = await bodyOf(request, limits.pageStep.value)
  if (body === undefined)
    return { status: 413, body: { problem: `a step has at most ${limits.pageStep.value} bytes` } }
  try {
    return { status: 200, body: await steps.take(JSON.parse(body)) }
  } catch (error) {
    if (error instanceof InputError) return { status: 400, body: refusalOf(error) }
    if (error instanceof SyntaxError) return { status: 400, body: { problem: error.message } }
    const fault = machineError('this step cannot be carried out', error)
    if (!fault) throw error
    return { status: 503, body: { problem: fault.message } }
  }
}

function refusalOf({ message, problems }: InputError): Refusal {
  return {
    problem: message,
    problems: problems.map(({ code, message, remedy, field }) => ({
      ...{ code, message, remedy },
      ...(field !== undefined && { field }),
    })),
  }
}

/** The body of a request; undefined where it has more bytes than that. */
export async function bodyOf(request: IncomingMessage, most: number): Promise<string | undefined> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > most) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}
