import type { Attempt } from '../evidence/attempt.ts'
import type { Recording, RecordedHierarchy } from '../evidence/recording/recording.ts'
import type { StepResult } from '../evidence/results.ts'
import { escapeMarkup } from './html/markup.ts'
import { attemptInShort, failureLines } from './in-words.ts'
import { addressAsTold, type AttemptsById } from './told-in-words.ts'

/**
 * Scenarios as JUnit XML, in the shape that Ant's XMLJUnitResultFormatter writes and build servers read: a test suite
 * for each scenario, a test case for each step.
 */
export function runJunit(recording: Recording): string {
  const suites = recording.hierarchies.filter(({ scenario }) => scenario !== null)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="sitemode">',
    ...suites.map((suite, id) => suiteXml(suite, id, recording.run?.startedAt ?? suite.openedAt)),
    '</testsuites>',
    '',
  ].join('\n')
}

function suiteXml(hierarchy: RecordedHierarchy, id: number, startedAt: string): string {
  const { scenario, steps, lines, passed } = hierarchy
  const name = scenario?.name ?? ''
  const times = stepTimes(lines)
  const cutShort = passed === null
  const failures = steps.filter((step) => !step.passed).length
  const attributes = {
    id,
    name,
    package: scenario?.file ?? '',
    hostname: 'localhost',
    timestamp: startedAt.replace(/\.\d+Z$/, ''),
    tests: steps.length + (cutShort ? 1 : 0),
    failures,
    errors: cutShort ? 1 : 0,
    time: seconds(times.reduce((sum, time) => sum + time, 0)),
  }
  const unfinished = `    <testcase${attributesXml({ classname: name, name: 'the scenario comes to its end', time: '0.000' })}>
      <error message="the run was cut short" type="cut-short"/>
    </testcase>`
  return [
    `  <testsuite${attributesXml(attributes)}>`,
    `    <properties>${scenario?.cites ? `<property${attributesXml({ name: 'cites', value: scenario.cites })}/>` : ''}</properties>`,
    ...steps.map((step, index) => caseXml(step, name, times[index] ?? 0, hierarchy)),
    ...(cutShort ? [unfinished] : []),
    '    <system-out></system-out>',
    '    <system-err></system-err>',
    '  </testsuite>',
  ].join('\n')
}

function caseXml(step: StepResult, classname: string, ms: number, { attempts }: RecordedHierarchy): string {
  const open = `    <testcase${attributesXml({ classname, name: step.name, time: seconds(ms) })}`
  if (step.passed) return `${open}/>`
  const lines = failureLines(step)
  const byId = new Map(attempts.map(({ attempt }) => [attempt.id, attempt]))
  const text = [
    ...lines,
    ...step.story.map(({ sentence }) => sentence),
    ...step.attempts.flatMap((id) => attemptLines(byId.get(id), byId)),
  ].join('\n')
  return [
    `${open}>`,
    `      <failure${attributesXml({ message: lines.join('; '), type: 'expectation' })}>${escapeMarkup(text)}</failure>`,
    '    </testcase>',
  ].join('\n')
}

/** How an attempt ended, where it went, and who had told the client. */
function attemptLines(attempt: Attempt | undefined, byId: AttemptsById): string[] {
  if (!attempt) return []
  const address = addressAsTold(attempt, byId)
  return [`${attemptInShort(attempt)}${address === undefined ? '' : `; ${address}`}`]
}

/** The duration of each step, in milliseconds. */
function stepTimes(lines: RecordedHierarchy['lines']): number[] {
  const times: number[] = []
  let began = 0
  for (const line of lines) {
    if (line.type === 'step') began = line.ms
    else if (line.type === 'step-ended') times.push(line.ms - began)
  }
  return times
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

function attributesXml(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeMarkup(`${value}`)}"`)
    .join('')
}
