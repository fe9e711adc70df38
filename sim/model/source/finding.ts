import type { Problem } from '../../errors.ts'
import type { FindingCode } from '../../vocabulary/finding-codes.ts'
import type { FieldPath, Fix, NamedSource, SourceFile } from './source.ts'

/** A problem at the path of a field; `toProblem` adds the field's position in the file. */
export interface Finding {
  severity: Problem['severity']
  code: FindingCode
  path: FieldPath
  /** `key` when the field's name is wrong rather than its value. */
  part?: 'key' | 'value'
  message: string
  remedy: string
  fix?: Fix
}

export function toProblem(finding: Finding, source: SourceFile): Problem {
  const { severity, code, message, remedy, path, part, fix } = finding
  const edit = fix && source.edit?.(path, fix)
  const field = formatFieldPath([...(source.at ?? []), ...path])
  return {
    severity,
    code,
    message,
    remedy,
    ...(source.file === undefined ? {} : { file: source.file }),
    ...source.locate(path, part),
    ...(field === '' ? {} : { field }),
    ...(edit && { edit }),
  }
}

/** `sites[2].parent` */
export function formatFieldPath(path: FieldPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('')
}

/** A field of a file, as an input of its own. */
export function partOf({ file, value, locate, edit }: NamedSource, field: string): NamedSource {
  const within = (path: FieldPath): FieldPath => [field, ...path]
  return {
    file,
    value: valueAt(value, [field]),
    at: [field],
    locate: (path, part) => locate(within(path), part),
    ...(edit && { edit: (path, fix) => edit(within(path), fix) }),
  }
}

/** The value at a path; undefined if there is none. */
export function valueAt(value: unknown, path: FieldPath): unknown {
  let here = value
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Record<string | number, unknown>)[step]
  }
  return here
}

/** Sorts by position in the file, the order in which people correct it. */
export function byPosition(one: Problem, other: Problem): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0)
}
