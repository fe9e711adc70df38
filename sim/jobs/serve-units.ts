import type { EventEmitter } from 'node:events'
import { errorsInOneSentence, InputError, type Problem } from '../errors.ts'

/**
 * Does a unit of a work: the smallest piece that is sound by itself. Both are copied from one process to the other, which run the
 * same program, so that neither checks what it gets.
 */
export type Act<Unit, Result> = (unit: Unit, note: (note: Note) => void) => Promise<Result>

/** What others are told of while a unit is being done: a part of it is done or begins, another port was opened, or a secret of TLS. */
export type Note =
  | { type: 'tried' }
  | { type: 'step'; name: string; number: number; total: number }
  | { type: 'port-taken'; port: number; instead: number }
  | { type: 'secrets'; line: Uint8Array }

/** A unit, as a process asks one of its jobs for it. */
export interface Asked<Unit> {
  number: number
  unit: Unit
}

/** What a job says of a unit. */
export type Said<Result> = { number: number } & (
  { kind: 'noted'; note: Note } | { kind: 'done'; result: Result } | { kind: 'failed'; failure: Failure }
)

/** The line to the process that has started this one. */
export interface Line extends Pick<EventEmitter, 'on'> {
  send(said: object): void
}

/**
 * Does the units that the other process asks for, several at once if it asks for them, until that one ends. A unit that fails does
 * not end this process: the other one decides.
 */
export function serveUnits<Unit, Result>(line: Line, act: Act<Unit, Result>): Promise<never> {
  const serve = async ({ number, unit }: Asked<Unit>): Promise<Said<Result>> => {
    try {
      return { number, kind: 'done', result: await act(unit, (note) => say({ number, kind: 'noted', note })) }
    } catch (error) {
      return { number, kind: 'failed', failure: failureOf(error) }
    }
  }
  const say = (said: Said<Result>): void => line.send(said)
  line.on('message', (asked: Asked<Unit>) => void serve(asked).then(say))
  return new Promise(() => undefined)
}

/** An error as it goes from one process to another, where a copy would be of no kind. */
export interface Failure {
  message: string
  stack?: string
  /** The place of its kind among the errors in one sentence; -1 for any other. */
  kind: number
  /** Of an error of the operating system. */
  code?: string
  problems?: readonly Problem[]
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), kind: -1 }
  const { message, stack, code } = error as NodeJS.ErrnoException
  return {
    message,
    kind: errorsInOneSentence.findIndex((one) => error instanceof one),
    ...(stack !== undefined && { stack }),
    ...(code !== undefined && { code }),
    ...(error instanceof InputError && { problems: error.problems }),
  }
}

export function errorOf({ message, stack, kind, code, problems }: Failure): Error {
  if (problems) return new InputError(problems)
  const Kind = errorsInOneSentence[kind]
  if (Kind) return new Kind(message)
  return Object.assign(new Error(message), { ...(stack !== undefined && { stack }), ...(code && { code }) })
}
