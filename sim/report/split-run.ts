import type { RecordedLine } from '../evidence/recording/event.ts'
import { createFateCounter, digestOf, type Fate } from '../evidence/fates.ts'
import { gotNothing } from './verdict.ts'

/** A part of a run, or all parts of it, in numbers: what `run --shard --json` prints. */
export interface SplitRun {
  /** All that were run. */
  scenarios: number
  /** Scenarios in which every expectation held. */
  passed: number
  /** Scenarios in which one did not. */
  failed: number
  /** Of all scenarios. */
  steps: number
  /** Steps that did not succeed, although nothing was expected of them. */
  gotNothing: number
  /** Of all hierarchies that were opened. */
  clients: number
  /** Of all scenarios, and of the tables. */
  attempts: number
  /** The first scenarios that failed, each with the steps that did. */
  failures: {
    /** As it was named. */
    file: string
    /** As the file has it. */
    name: string
    /** Names of those that failed, the first 100. */
    steps: string[]
  }[]
  /** By file of the scenario, and by the role that was contacted. */
  fates: Fate[]
  /** SHA-256 of the fates. */
  digest: string
}

export interface SplitRunTally {
  take(line: RecordedLine): void
  result(): SplitRun
}

/** Scenarios and steps that are told by name. */
const toldByName = 100

/** Takes the lines of a run one by one, and keeps numbers alone. */
export function createSplitRunTally(): SplitRunTally {
  const counter = createFateCounter()
  const failures: SplitRun['failures'] = []
  const sum = { scenarios: 0, passed: 0, steps: 0, gotNothing: 0, clients: 0, attempts: 0 }
  let current: SplitRun['failures'][number] = { file: '', name: '', steps: [] }
  return {
    take(line) {
      if (line.type === 'scenario') {
        current = { file: line.file, name: line.name, steps: [] }
        sum.scenarios += 1
      } else if (line.type === 'opened') {
        sum.clients += line.hierarchy.clients.length
      } else if (line.type === 'attempt') {
        const { role, outcome, diagnosis } = line.attempt
        sum.attempts += 1
        counter.add({ group: current.file, act: role, outcome, diagnosis })
      } else if (line.type === 'step-ended') {
        sum.steps += 1
        if (gotNothing(line.step)) sum.gotNothing += 1
        if (!line.step.passed && current.steps.length < toldByName) current.steps.push(line.step.name)
      } else if (line.type === 'scenario-ended') {
        if (line.passed) sum.passed += 1
        else if (failures.length < toldByName) failures.push(current)
        // The tables come after the last scenario.
        current = { file: '', name: '', steps: [] }
      }
    },
    result() {
      const fates = counter.fates()
      return { ...sum, failed: sum.scenarios - sum.passed, failures, fates, digest: digestOf(fates) }
    },
  }
}
