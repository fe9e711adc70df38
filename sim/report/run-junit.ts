import type { Attempt } from '../evidence/attempt.ts'
import type { Recording, RecordedHierarchy } from '../evidence/recording/recording.ts'
import type { StepResult } from '../evidence/results.ts'
import { printable } from '../printable.ts'
import { escapeMarkup } from './html/markup.ts'
import { attemptInShort, failureLines } from './in-words.ts'
import { addressAsTold, type AttemptsById } from './told-in-words.ts'
import { manyInWords, outcomeInWords, placeOf, verdictOf, whyInWords } from './verdict.ts'

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
  const { name = '', file = '' } = scenario ?? {}
  const times = stepTimes(lines)
  const cutShort = passed === null
  const failures = steps.filter((step) => !step.passed).length
  const attributes = {
    id,
    name,
    package: file,
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
    ...steps.map((step, index) => caseXml(step, { name, file }, times[index] ?? 0, hierarchy)),
    ...(cutShort ? [unfinished] : []),
    '    <system-out></system-out>',
    '    <system-err></system-err>',
    '  </testsuite>',
  ].join('\n')
}

/** A step of which nothing was expected, and which did not succeed, is skipped: no success, and no failure either. */
function caseXml(
  step: StepResult,
  scenario: { name: string; file: string },
  ms: number,
  { attempts }: RecordedHierarchy,
): string {
  const attributes = { classname: scenario.name, name: step.name, time: seconds(ms) }
  const open = `    <testcase${attributesXml(attributes)}`
  const verdict = verdictOf(step)
  if (verdict === 'passed') return `${open}/>`
  const place = placeOf(scenario.file, step)
  if (verdict === 'got nothing') {
    const why = `nothing was expected at ${place}: ${outcomeInWords(step)}`
    return [`${open}>`, `      <skipped>${textXml(why)}</skipped>`, '    </testcase>'].join('\n')
  }
  const lines = [...manyInWords(step), ...failureLines(step), ...whyInWords(step)]
  const byId = new Map(attempts.map(({ attempt }) => [attempt.id, attempt]))
  const text = [
    place,
    ...lines,
    ...step.story.map(({ sentence }) => sentence),
    ...step.attempts.flatMap((id) => attemptLines(byId.get(id), byId)),
  ]
    .map(textXml)
    .join('\n')
  return [
    `${open}>`,
    `      <failure${attributesXml({ message: lines.join('; '), type: 'expectation' })}>${text}</failure>`,
    '    </testcase>',
  ].join('\n')
}

/** How an attempt ended, where it went, and who had told the client. */
function attemptLines(attempt: Attempt | undefined, byId: AttemptsById): string[] {
  if (!attempt) return []
  const address = addressAsTold(attempt, byId)
  const { client, protocol, system } = attempt
  const where = `${client}, ${protocol.toUpperCase()} to ${system ?? 'no system'}`
  return [`${where}: ${attemptInShort(attempt)}${address === undefined ? '' : `; ${address}`}`]
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

/** The reporter prints the document, and build servers show what is in it. */
function textXml(text: string): string {
  return escapeMarkup(printable(text))
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

function attributesXml(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${textXml(`${value}`)}"`)
    .join('')
}
