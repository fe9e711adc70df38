import type { Attempt } from '../evidence/attempt.ts'
import { entryOf } from '../evidence/catalogue.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import type { FleetResult } from '../evidence/fleet-result.ts'
import type { StepResult } from '../evidence/results.ts'
import { english } from '../texts/english.ts'
import { printable } from '../printable.ts'
import { fateCells, fleetInWords, thresholdInWords, worstFirst } from './fleet-in-words.ts'
import { differences } from './in-words.ts'
import { groupBy } from './lists.ts'
import { endOf, sequencesOf } from './sequence.ts'
import { sequenceMermaid } from './sequence-mermaid.ts'
import { tallyOf } from './tally.ts'
import { gotNothing, nothingInWords, outcomeInWords, placeOf, verdictOfAll, type Verdict } from './verdict.ts'

/**
 * In characters: GitHub refuses a summary of more than 1 MiB, counted in bytes ("Workflow commands for GitHub
 * Actions").
 */
const longest = 250_000
/** Events of a sequence in one diagram: Mermaid draws no text of more than 50,000 characters. */
const longestSequence = 100

/** A run in GitHub's Markdown, for the summary of a job: failed scenarios come first, with their clients' sequences. */
export function jobSummary(recording: Recording): string {
  const { hierarchies, fleet, ended } = recording
  const tally = tallyOf(recording)
  const { answered, failed, withheld, contradicted } = tally.outcomes
  const notBorneOut = contradicted > 0 ? `, ${contradicted} contradicted` : ''
  const scenarios = hierarchies.filter(({ scenario }) => scenario !== null)
  const attempts = hierarchies.flatMap((one) => one.attempts.map(({ attempt }) => attempt))
  const text = [
    '## sitemode',
    '',
    ...(ended ? [] : ['**This run was cut short.**', '']),
    ...(tally.scenarios.all > 0
      ? [`${tally.scenarios.passed} of ${tally.scenarios.all} scenarios passed.`]
      : []),
    ...(tally.gotNothing > 0 && !fleet ? [`${nothingInWords(tally.gotNothing)}.`] : []),
    ...(tally.cells.all > 0
      ? [`${tally.cells.agree} of ${tally.cells.all} cells agree with the documentation.`]
      : []),
    ...(fleet ? fleetLines(fleet) : []),
    `${tally.attempts} attempts${fleet ? ' are kept' : ''}: ${answered} answered, ${failed} failed, ${withheld} withheld${notBorneOut}; by ${protocols(attempts)}.`,
    '',
    ...hierarchies.flatMap((one) => (one.scenario && one.passed !== true ? failedScenario(one) : [])),
    ...(tally.gotNothing > 0 && !fleet ? nothingAndWhy(scenarios) : []),
    ...(scenarios.length > 0 ? ['| | scenario | steps | attempts |', '|---|---|---|---|'] : []),
    ...scenarios.map(
      ({ scenario, passed, steps, attempts: made }) =>
        `| ${symbols[verdictOfAll(passed === true, steps)]} | ${cell(scenario?.name ?? '')} | ${steps.length} | ${made.length} |`,
    ),
    '',
  ].join('\n')
  return text.length <= longest
    ? text
    : `${text.slice(0, longest)}\n\n… cut off: \`--out\` keeps all of it.\n`
}

function fleetLines(fleet: FleetResult): string[] {
  const { expectations, fates } = fleet
  return [
    `${fleet.held ? '✅' : '❌'} ${cell(fleetInWords(fleet, english))}`,
    '',
    ...expectations.map((one) => `- ${one.held ? '✅' : '❌'} ${cell(thresholdInWords(one, english))}`),
    '',
    ...['| count | group | act | outcome | reason |', '|---|---|---|---|---|'],
    ...worstFirst(fates).map(
      (fate) => `| ${fate.count} | ${fateCells(fate, english).map(cell).join(' | ')} |`,
    ),
    '',
  ]
}

const symbols: Readonly<Record<Verdict, string>> = { passed: '✅', failed: '❌', 'got nothing': '⚠️' }

function nothingAndWhy(scenarios: Recording['hierarchies']): string[] {
  const lines = scenarios.flatMap(({ scenario, steps }) =>
    steps
      .filter(gotNothing)
      .map(
        (step) =>
          `- ${cell(step.name)} (${cell(placeOf(scenario?.file ?? '', step))}): ${cell(outcomeInWords(step))}`,
      ),
  )
  return ['### ⚠️ Clients that got nothing, and why', '', ...lines, '']
}

function protocols(attempts: readonly Attempt[]): string {
  const byProtocol = [...groupBy(attempts, ({ protocol }) => protocol)]
  return byProtocol.map(([protocol, { length }]) => `${protocol.toUpperCase()} ${length}`).join(', ')
}

function failedScenario(hierarchy: Recording['hierarchies'][number]): string[] {
  const { scenario, steps, passed } = hierarchy
  const failed = steps.filter((step) => !step.passed)
  const clients = new Set(failed.map(({ client }) => client))
  const sequences = sequencesOf(hierarchy, english).filter(({ client }) => clients.has(client))
  return [
    `### ❌ ${cell(scenario?.name ?? '')}`,
    '',
    ...(passed === null ? ['It was cut short.', ''] : []),
    ...failed.flatMap((step) => [
      `- ${cell(step.name)} (${cell(placeOf(scenario?.file ?? '', step))})${step.problem === undefined ? '' : `: ${cell(step.problem)}`}`,
      ...diagnosisOf(step),
      ...differences(step).map(
        ({ field, expected, observed }) =>
          `  - ${cell(field)}: expected ${cell(expected)}, observed ${cell(observed)}`,
      ),
    ]),
    '',
    ...sequences.flatMap((sequence) => [
      '```mermaid',
      // The end of a long sequence: the failure is there.
      sequenceMermaid(endOf(sequence, longestSequence)).trimEnd(),
      '```',
      '',
    ]),
  ]
}

function diagnosisOf({ observed }: StepResult): string[] {
  const { diagnosis } = observed
  const entry = typeof diagnosis === 'string' ? entryOf(diagnosis) : undefined
  return entry ? [`  - ${cell(entry.title)}: ${cell(entry.remedy)}`] : []
}

/** A text escaped for a table cell in Markdown. GitHub would make links of addresses, and names of what follows `@`. */
function cell(text: string): string {
  return printable(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>()#+!|~&$@-]|:(?=\/\/)|(?<=\bwww)\./gi, String.raw`\$&`)
}
