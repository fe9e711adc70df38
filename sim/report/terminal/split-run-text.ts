import type { SplitRun } from '../split-run.ts'
import type { Colors } from './colors.ts'
import { counted } from '../../vocabulary/counted.ts'

/** The numbers of a run that was split, and each scenario that failed. */
export function splitRunText(
  { scenarios, passed, failed, steps, attempts, failures }: SplitRun,
  colors: Colors,
): string {
  const verdict =
    `${passed} of ${scenarios} scenarios passed ` +
    `(${counted(steps, 'step')}, ${counted(attempts, 'attempt')})`
  return [
    ...failures.flatMap(({ file, name, steps: failedSteps }) => [
      `${colors.red('✗')} ${colors.bold(name)} ${colors.dim(file)}`,
      ...failedSteps.map((step) => `  ${colors.red('✗')} ${step}`),
    ]),
    ...(failed > failures.length ? [`and ${failed - failures.length} more`] : []),
    failed === 0 ? colors.green(verdict) : colors.red(verdict),
    '',
  ].join('\n')
}
