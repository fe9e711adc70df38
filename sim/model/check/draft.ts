import { formatFieldPath, type Finding } from '../finding.ts'
import type { HierarchyInput } from '../hierarchy-file.ts'
import type { FieldPath } from '../source-file.ts'

/**
 * What could be read of a file that may have mistakes: what has the wrong type is there, but undefined, and lists
 * keep their length. The checks run on this, so that a mistake in one site hides none in another.
 */
export type Draft<T> = T extends readonly (infer Entry)[]
  ? readonly (Draft<Entry> | undefined)[]
  : T extends object
    ? { readonly [Field in keyof T]?: Draft<T[Field]> | undefined }
    : T

const unreadableCodes = ['wrong-type', 'not-allowed', 'unknown-field']

export function draftOf(value: unknown, schemaFindings: readonly Finding[]): Draft<HierarchyInput> {
  // What the schema did not object to has the types of the schema.
  if (schemaFindings.length === 0) return value as Draft<HierarchyInput>
  const unreadable = new Set(
    schemaFindings
      .filter(({ code }) => unreadableCodes.includes(code))
      .map(({ path }) => formatFieldPath(path)),
  )
  return withoutUnreadable(value, [], unreadable) ?? {}
}

function withoutUnreadable(value: unknown, path: FieldPath, unreadable: ReadonlySet<string>): unknown {
  if (unreadable.has(formatFieldPath(path))) return undefined
  if (Array.isArray(value)) {
    return value.map((entry, index) => withoutUnreadable(entry, [...path, index], unreadable))
  }
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => [name, withoutUnreadable(field, [...path, name], unreadable)])
  return Object.fromEntries(fields)
}

/** Whether all of a list could be read, so that what is not in it is nowhere. */
export function isWhole<T extends object>(holder: T, list: keyof T): boolean {
  const entries: unknown = holder[list]
  return Array.isArray(entries) ? !entries.includes(undefined) : !Object.hasOwn(holder, list)
}
