import type { Attempt } from '../evidence/attempt.ts'
import { entryOf } from '../evidence/catalogue.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import type { StepResult } from '../evidence/step-result.ts'
import { differences } from './failure-lines.ts'
import { sequenceMermaid } from './sequence-mermaid.ts'
import { sequencesOf, type Sequence } from './sequence.ts'

/** Characters; GitHub refuses a summary of more than 1 MiB, which is told in bytes ("Workflow commands for GitHub Actions"). */
const longest = 250_000
/** Events of a sequence; Mermaid draws no text of more than 50,000 characters. */
const longestSequence = 100

/** A run in GitHub's Markdown, as for the summary of a job: what failed stands first, with the sequence of who met it. */
export function jobSummary(recording: Recording): string {
  const { hierarchies, tables, ended } = recording
  const scenarios = hierarchies.filter(({ scenario }) => scenario !== null)
  const attempts = hierarchies.flatMap((one) => one.attempts.map(({ attempt }) => attempt))
  const cells = (tables?.tables ?? []).flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.cells)))
  const count = (outcome: string): number => attempts.filter((one) => one.outcome === outcome).length
  const text = [
    '## sitemode',
    '',
    ...(ended ? [] : ['**This run was cut short.**', '']),
    ...(scenarios.length > 0
      ? [
          `${scenarios.filter(({ passed }) => passed === true).length} of ${scenarios.length} scenarios passed.`,
        ]
      : []),
    ...(cells.length > 0
      ? [
          `${cells.filter(({ agrees }) => agrees).length} of ${cells.length} cells agree with the documentation.`,
        ]
      : []),
    `${attempts.length} attempts: ${count('answered')} answered, ${count('failed')} failed, ${count('withheld')} withheld; by ${protocols(attempts)}.`,
    '',
    ...hierarchies.flatMap((one) => (one.scenario && one.passed !== true ? failedScenario(one) : [])),
    ...(scenarios.length > 0 ? ['| | scenario | steps | attempts |', '|---|---|---|---|'] : []),
    ...scenarios.map(
      ({ scenario, passed, steps, attempts: made }) =>
        `| ${passed === true ? '✅' : '❌'} | ${cell(scenario?.name ?? '')} | ${steps.length} | ${made.length} |`,
    ),
    '',
  ].join('\n')
  return text.length <= longest
    ? text
    : `${text.slice(0, longest)}\n\n… cut off: \`--out\` keeps the whole.\n`
}

function protocols(attempts: readonly Attempt[]): string {
  const counts = new Map<string, number>()
  for (const { protocol } of attempts) counts.set(protocol, (counts.get(protocol) ?? 0) + 1)
  return [...counts].map(([protocol, count]) => `${protocol.toUpperCase()} ${count}`).join(', ')
}

function failedScenario(hierarchy: Recording['hierarchies'][number]): string[] {
  const { scenario, steps, passed } = hierarchy
  const failed = steps.filter((step) => !step.passed)
  const clients = new Set(failed.map(({ client }) => client))
  const sequences = sequencesOf(hierarchy).filter(({ client }) => clients.has(client))
  return [
    `### ❌ ${cell(scenario?.name ?? '')}`,
    '',
    ...(passed === null ? ['It was cut short.', ''] : []),
    ...failed.flatMap((step) => [
      `- ${cell(step.name)}${step.problem === undefined ? '' : `: ${cell(step.problem)}`}`,
      ...diagnosisOf(step),
      ...differences(step).map(
        ({ field, expected, observed }) =>
          `  - ${field}: expected ${cell(expected)}, observed ${cell(observed)}`,
      ),
    ]),
    '',
    ...sequences.flatMap((sequence) => [
      '```mermaid',
      sequenceMermaid(lastOf(sequence)).trimEnd(),
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

/** What came last is what failed. */
function lastOf(sequence: Sequence): Sequence {
  return { ...sequence, events: sequence.events.slice(-longestSequence) }
}

/** Text that stays text in a table of Markdown. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>()#+!|~&-]/g, String.raw`\$&`)
}
