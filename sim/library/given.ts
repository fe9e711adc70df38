import { checkGiven, type Wanted } from '../model/source/options.ts'

// What functions take that others have made, or that is described: a program in JavaScript gives a promise of it, or what it is a
// part of. Each check throws an `InputError` that names the function.

/** What is described, or the name of its file. */
export function checkDescribed(of: string, given: unknown, what: string): void {
  const wanted = { what, remedy: 'describe it, or name its file' }
  checkGiven(of, given, wanted, (one) => typeof one === 'string' || isObject(one))
}

/** One name or text, or several. */
export function checkTexts(of: string, given: unknown, wanted: Wanted): void {
  checkGiven(of, given, wanted, (all) => [all].flat().every((one) => typeof one === 'string'))
}

/** One name or text. */
export function checkText(of: string, given: unknown, wanted: Wanted): void {
  checkGiven(of, given, wanted, (one) => typeof one === 'string')
}

const recording: Wanted = {
  what: 'a recording',
  remedy: "give the `recording` of runScenario's result, or what readRecording resolves to",
}

export function checkRecording(of: string, given: unknown): void {
  checkGiven(of, given, recording, isRecording)
}

/** A recording or a plan. */
export function checkCompared(of: string, given: unknown): void {
  const wanted = { what: 'a recording or a plan', remedy: `${recording.remedy}, or the result of plan` }
  checkGiven(of, given, wanted, (one) => isRecording(one) || isPlan(one))
}

export function checkPlan(of: string, given: unknown): void {
  checkGiven(of, given, { what: 'the result of plan', remedy: 'give what plan resolves to' }, isPlan)
}

export function checkDiff(of: string, given: unknown): void {
  const wanted = { what: 'the result of diff', remedy: 'give what diff resolves to' }
  checkGiven(of, given, wanted, (one) => isObject(one) && 'changes' in one && 'summary' in one)
}

/** An attempt, an action or a connection: each has ended in some way. */
export function checkSeen(of: string, given: unknown): void {
  const wanted = {
    what: 'an attempt, an action or a connection',
    remedy: 'give what contact or nextConnection resolves to',
  }
  checkGiven(of, given, wanted, (one) => isObject(one) && 'outcome' in one)
}

function isRecording(given: unknown): boolean {
  return isObject(given) && 'hierarchies' in given
}

function isPlan(given: unknown): boolean {
  return isObject(given) && 'phases' in given
}

function isObject(given: unknown): given is object {
  return typeof given === 'object' && given !== null
}
