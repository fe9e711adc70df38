import type { FindingCode } from './vocabulary/finding-codes.ts'
import { printable } from './printable.ts'

/** One problem in an input: where it is, what is wrong, and what to do about it. */
export interface Problem {
  /** An input with an error cannot be used; one with warnings alone can. */
  severity: 'error' | 'warning'
  /** Stable, for programs: `unknown-parent`, `native-under-mixed`... */
  code: FindingCode
  /** What is wrong, in one sentence without an end mark. */
  message: string
  /** The correction, as an imperative: `add mode: mixed or mode: native`. */
  remedy: string
  /** As it was named; absent for what a program described. */
  file?: string
  /** All from 1; the end is behind the last character. */
  line?: number
  /** From 1. */
  column?: number
  /** From 1. */
  endLine?: number
  /** From 1, behind the last character. */
  endColumn?: number
  /** Path of the field: `sites[2].parent`. */
  field?: string
  /** The mend, where it is certain: the text that takes the place of this part of the file. */
  edit?: {
    /** Where the replaced part begins, from 1. */
    line: number
    /** From 1. */
    column: number
    /** Where it ends. */
    endLine: number
    /** Behind the last character. */
    endColumn: number
    /** What takes its place. */
    text: string
  }
}

/** Input that cannot be used, with every problem in it. The command line exits with code 2. */
export class InputError extends Error {
  static readonly exitCode = 2
  override readonly name = 'InputError'
  readonly code = 'ERR_SITEMODE_INPUT'
  /** All of them, so that one reading mends everything. */
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

/** An address, a port, a permission or a descriptor that the machine does not grant. The command line exits with code 3. */
export class EnvironmentError extends Error {
  static readonly exitCode = 3
  override readonly name = 'EnvironmentError'
  readonly code = 'ERR_SITEMODE_ENVIRONMENT'
}

/** A contact for which the hierarchy has no site system, or a package that it does not have. */
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

/** A clock that cannot be moved, since certificates have fixed dates, or not as far. */
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

/** No connection of a client of your own ended in time. */
export class NoConnectionError extends Error {
  static readonly exitCode = 4
  override readonly name = 'NoConnectionError'
  readonly code = 'ERR_SITEMODE_NO_CONNECTION'
}

/** An order to a hierarchy that was closed, or to one of its clients. */
export class ClosedError extends Error {
  static readonly exitCode = 4
  override readonly name = 'ClosedError'
  readonly code = 'ERR_SITEMODE_CLOSED'
}

export const errorsInOneSentence = [
  PkiFileError,
  EnvironmentError,
  ContactError,
  FaultError,
  ClockError,
  SiteModeError,
  NoConnectionError,
  ClosedError,
] as const

/** Exit code 4 is a defect's: a run reports such errors as failed steps, and never ends with one. */
export const publicErrors = [InputError, ...errorsInOneSentence] as const

/** Faults of the machine by the operating system's code, which say nothing of a site system; each with what to do. */
const machineFaults = {
  EMFILE: 'this process may not open more files and sockets; raise the limit (ulimit -n)',
  ENFILE: 'the machine has as many files open as it may; end other programs',
  ENOBUFS: 'the machine has no memory left for sockets; end other programs',
  ENOMEM: 'the machine has no memory left; end other programs',
  EADDRINUSE: 'no port is left for it; end other programs, or wait until their connections are gone',
  EADDRNOTAVAIL:
    'the machine lacks this address, or has no port left for it; bring loopback up (ip link set lo up), or wait until ' +
    'connections are gone',
  ENETDOWN: 'the network is down; bring it up (loopback: ip link set lo up)',
  ENETUNREACH: 'loopback is down; bring it up (ip link set lo up)',
  ENOSPC: 'the disk is full; make room',
  EDQUOT: 'the quota is used up; make room',
  EROFS: 'this place is read-only; choose another',
  EIO: 'the disk fails; choose another',
} as const

type MachineFault = keyof typeof machineFaults

function isMachineFault(code: string | undefined): code is MachineFault {
  return code !== undefined && Object.hasOwn(machineFaults, code)
}

/** Meaning and remedy of an error that is the machine's; undefined for any other. */
export function machineFaultOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as NodeJS.ErrnoException
  return isMachineFault(code) ? machineFaults[code] : undefined
}

/** What the machine kept us from, as an error of its own; undefined where the error is not the machine's. */
export function machineError(what: string, error: unknown): EnvironmentError | undefined {
  if (error instanceof EnvironmentError) return error
  const { code } = (error ?? {}) as NodeJS.ErrnoException
  return isMachineFault(code) ? new EnvironmentError(`${what} (${code}): ${machineFaults[code]}`) : undefined
}

/** Why the operating system does not let us read a file or a folder whose name we were given, and what to do. */
export function whyUnreadable(
  error: unknown,
  what: 'file' | 'folder' = 'file',
): Pick<Problem, 'code' | 'message' | 'remedy'> {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException
  const absent = {
    code: 'file-not-found',
    message: `there is no such ${what}`,
    remedy: 'check the path',
  } as const
  switch (code) {
    case 'ENOENT':
      return absent
    case 'ENOTDIR':
      // Of a file, it is a folder on the way to it that is none.
      return what === 'file'
        ? absent
        : { code: 'not-a-folder', message: 'this is not a folder', remedy: 'name a folder' }
    case 'EISDIR':
      return { code: 'not-a-file', message: 'this is a directory, not a file', remedy: 'name a file in it' }
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'no-permission',
        message: `you may not read this ${what}`,
        remedy: 'change its permissions',
      }
    default:
      return {
        code: 'unreadable-file',
        message: `the ${what} cannot be read (${code})`,
        remedy: 'check the path',
      }
  }
}

/** `hierarchy.yaml:7:13: sites[1].parent: there is no site CEN; ...`, as editors and terminals link it. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':')
  const severity = problem.severity === 'warning' ? 'warning: ' : ''
  const parts = [place, problem.field].filter((part) => part !== undefined && part !== '')
  const where = parts.length > 0 ? `${parts.join(': ')}: ` : ''
  const told = followedBy(printable(problem.message), printable(problem.remedy))
  return `${printable(where)}${severity}${told} [${problem.code}]`
}

/** `it is missing; add it`. After a mark of its own a sentence follows: `did you mean PC? To see it fail, expect it.` */
export function followedBy(said: string, more: string): string {
  return isEnded(said) ? `${said} ${more.replace(/^./, (first) => first.toUpperCase())}` : `${said}; ${more}`
}

/** With a mark at its end. */
export function ended(said: string): string {
  return isEnded(said) ? said : `${said}.`
}

function isEnded(said: string): boolean {
  return /[.?!]$/.test(said)
}
