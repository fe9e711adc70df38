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
  static readonly exitCode = 2
  override readonly name = 'InputError'
  readonly code = 'ERR_SITEMODE_INPUT'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'))
    this.problems = problems
  }
}

/** A file of a PKI directory that is missing or cannot be used. */
export class PkiFileError extends Error {
  static readonly exitCode = 2
  override readonly name = 'PkiFileError'
  readonly code = 'ERR_SITEMODE_PKI_FILE'
}

/** The machine does not allow it: an address, a port, a permission. The command line answers it with exit code 3. */
export class EnvironmentError extends Error {
  static readonly exitCode = 3
  override readonly name = 'EnvironmentError'
  readonly code = 'ERR_SITEMODE_ENVIRONMENT'
}

/** A contact that cannot be made at all: there is nobody to contact. */
export class ContactError extends Error {
  static readonly exitCode = 4
  override readonly name = 'ContactError'
  readonly code = 'ERR_SITEMODE_CONTACT'
}

/** A fault that this system cannot have, or a certificate that cannot be revoked. */
export class FaultError extends Error {
  static readonly exitCode = 4
  override readonly name = 'FaultError'
  readonly code = 'ERR_SITEMODE_FAULT'
}

/** A clock that cannot be moved, since certificates have fixed dates. */
export class ClockError extends Error {
  static readonly exitCode = 4
  override readonly name = 'ClockError'
  readonly code = 'ERR_SITEMODE_CLOCK'
}

/** A site that cannot go into the other mode. */
export class SiteModeError extends Error {
  static readonly exitCode = 4
  override readonly name = 'SiteModeError'
  readonly code = 'ERR_SITEMODE_SITE_MODE'
}

/** Exit code 4 is that of a defect: a run tells such an error as a step that failed, and ends with none of them. */
export const publicErrors = [
  InputError,
  PkiFileError,
  EnvironmentError,
  ContactError,
  FaultError,
  ClockError,
  SiteModeError,
] as const

/** `hierarchy.yaml:7:13: sites[1].parent: there is no site CEN; ...`, as editors and terminals link it. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':')
  const severity = problem.severity === 'warning' ? 'warning: ' : ''
  const parts = [place, problem.field].filter((part) => part !== undefined && part !== '')
  const where = parts.length > 0 ? `${parts.join(': ')}: ` : ''
  return printable(`${where}${severity}${problem.message}; ${problem.remedy} [${problem.code}]`)
}

/** Names in a file may hold control characters, which a terminal would obey. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1))
}
