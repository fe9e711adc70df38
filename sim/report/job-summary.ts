import type { Recording } from '../evidence/recording/recording.ts'
import { differences } from './failure-lines.ts'
import { sequenceMermaid } from './sequence-mermaid.ts'
import { sequencesOf } from './sequence.ts'

/** A run in GitHub's Markdown, as for the summary of a job: what failed stands first, with the sequence of who met it. */
export function jobSummary(recording: Recording): string {
  const { hierarchies, tables, ended } = recording
  const scenarios = hierarchies.filter(({ scenario }) => scenario !== null)
  const attempts = hierarchies.flatMap((one) => one.attempts.map(({ attempt }) => attempt))
  const cells = (tables?.tables ?? []).flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.cells)))
  const count = (outcome: string): number => attempts.filter((one) => one.outcome === outcome).length
  return [
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
    `${attempts.length} attempts: ${count('answered')} answered, ${count('failed')} failed, ${count('withheld')} withheld.`,
    '',
    ...hierarchies.flatMap((one) => (one.scenario && one.passed !== true ? failedScenario(one) : [])),
    ...(scenarios.length > 0 ? ['| | scenario | steps | attempts |', '|---|---|---|---|'] : []),
    ...scenarios.map(
      ({ scenario, passed, steps, attempts: made }) =>
        `| ${passed === true ? '✅' : '❌'} | ${cell(scenario?.name ?? '')} | ${steps.length} | ${made.length} |`,
    ),
    '',
  ].join('\n')
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
      ...differences(step).map(
        ({ field, expected, observed }) =>
          `  - ${field}: expected ${cell(expected)}, observed ${cell(observed)}`,
      ),
    ]),
    '',
    ...sequences.flatMap((sequence) => ['```mermaid', sequenceMermaid(sequence).trimEnd(), '```', '']),
  ]
}

/** Text that stays text in a table of Markdown. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>()#+!|~&-]/g, String.raw`\$&`)
}
