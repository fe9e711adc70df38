/** One thing wrong with what somebody wrote: where it is, what it is, and what to do about it. */
export interface Problem {
  severity: 'error' | 'warning'
  /** Stable, for programs: `unknown-parent`, `native-under-mixed`... */
  code: string
  message: string
  /** What to do. */
  remedy: string
  file?: string
  /** Both from 1. */
  line?: number
  column?: number
  /** Path of the field: `sites[2].parent`. */
  field?: string
}

/** Input that cannot be used, with everything that is wrong with it. The command line answers it with exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly code = 'ERR_SITEMODE_INPUT'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'))
    this.problems = problems
  }
}

/** `hierarchy.yaml:7:13: sites[1].parent: there is no site CEN; ...`, as editors and terminals link it. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':')
  const severity = problem.severity === 'warning' ? 'warning: ' : ''
  const parts = [place, problem.field].filter((part) => part !== undefined && part !== '')
  const where = parts.length > 0 ? `${parts.join(': ')}: ` : ''
  return printable(`${where}${severity}${problem.message}; ${problem.remedy} [${problem.code}]`)
}

/** Names in a file may hold anything; a terminal is not to obey it. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1))
}
