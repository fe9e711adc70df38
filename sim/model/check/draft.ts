import { formatFieldPath, type Finding } from '../source/finding.ts'
import type { HierarchyInput } from '../schema/hierarchy-input.ts'

/**
 * The readable part of a file that may have mistakes: values of the wrong type are undefined, and lists keep their
 * length. The checks run on this, so that a mistake in one site does not hide those in another.
 */
export type Draft<T> = T extends string
  ? T
  : T extends readonly (infer Entry)[]
    ? readonly (Draft<Entry> | undefined)[]
    : T extends object
      ? { readonly [Field in keyof T]?: Draft<T[Field]> | undefined }
      : T

const unreadableCodes = ['wrong-type', 'not-allowed', 'unknown-field']

export function draftOf(value: unknown, schemaFindings: readonly Finding[]): Draft<HierarchyInput> {
  const unreadable = schemaFindings.filter(({ code }) => unreadableCodes.includes(code))
  const fields = new Set(unreadable.map(({ path }) => formatFieldPath(path)))
  // The schema did not object to the rest, so it has the schema's types.
  return withoutUnreadable(value, '', fields) ?? {}
}

function withoutUnreadable(value: unknown, field: string, unreadable: ReadonlySet<string>): unknown {
  if (unreadable.has(field)) return undefined
  if (Array.isArray(value)) {
    return value.map((entry, index) => withoutUnreadable(entry, `${field}[${index}]`, unreadable))
  }
  if (typeof value !== 'object' || value === null) return value
  const kept: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined || name === '__proto__') continue
    kept[name] = withoutUnreadable(inner, field === '' ? name : `${field}.${name}`, unreadable)
  }
  return kept
}

/** Whether the field is in the file but could not be read. */
export function isUnreadable<T extends object>(holder: T, field: keyof T): boolean {
  return Object.hasOwn(holder, field) && holder[field] === undefined
}

/** Whether every entry of a list could be read, so that an entry not found in it does not exist. */
export function isWhole<T extends object>(holder: T, list: keyof T): boolean {
  const entries: unknown = holder[list]
  return Array.isArray(entries) ? !entries.includes(undefined) : !isUnreadable(holder, list)
}
