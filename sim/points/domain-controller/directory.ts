import { parseName } from '../../wire/ldap/distinguished-name.ts'
import { valuesOf, type LdapEntry } from '../../wire/ldap/entry.ts'
import type { SearchScope } from '../../wire/ldap/search.ts'
import { comparable, syntaxOf, type Comparable } from './attribute-syntax.ts'

/** An entry, made ready to be compared by many searches. */
export interface IndexedEntry {
  entry: LdapEntry
  /** Its name, in the one form that all names of it have. */
  key: string
  /** The values of an attribute that are of its syntax. */
  values(attribute: string): readonly Comparable[]
}

export interface Directory {
  find(key: string): IndexedEntry | undefined
  /** The entries in a scope, in the order of their names' keys, so that a page can begin behind any of them. */
  within(base: string, scope: SearchScope): readonly IndexedEntry[]
}

const known = new WeakMap<readonly LdapEntry[], Directory>()

/** The same for the same list, so who changes an entry makes a new list. An entry without a name that can be read is not found. */
export function directoryOf(entries: readonly LdapEntry[]): Directory {
  const before = known.get(entries)
  if (before) return before
  const made = index(entries)
  known.set(entries, made)
  return made
}

function index(entries: readonly LdapEntry[]): Directory {
  const byKey = new Map<string, IndexedEntry>()
  const byParent = new Map<string, IndexedEntry[]>()
  for (const entry of entries) {
    const parts = parseName(entry.name)
    if (!parts?.length) continue
    const indexed = indexEntry(entry, parts.join(','))
    byKey.set(indexed.key, indexed)
    const parent = parts.slice(1).join(',')
    const siblings = byParent.get(parent)
    if (siblings) siblings.push(indexed)
    else byParent.set(parent, [indexed])
  }
  const looked = new Map<string, readonly IndexedEntry[]>()
  return {
    find: (key) => byKey.get(key),
    within(base, scope) {
      const own = byKey.get(base)
      if (!own) return []
      if (scope === 'base') return [own]
      const before = looked.get(`${scope} ${base}`)
      if (before) return before
      const all = scope === 'one' ? (byParent.get(base) ?? []) : [own, ...below(base)]
      const sorted = all.toSorted((one, other) => (one.key < other.key ? -1 : 1))
      looked.set(`${scope} ${base}`, sorted)
      return sorted
    },
  }

  function below(base: string): IndexedEntry[] {
    return (byParent.get(base) ?? []).flatMap((entry) => [entry, ...below(entry.key)])
  }
}

export function indexEntry(entry: LdapEntry, key: string): IndexedEntry {
  const read = new Map<string, readonly Comparable[]>()
  return {
    entry,
    key,
    values(attribute) {
      const name = attribute.toLowerCase()
      const before = read.get(name)
      if (before) return before
      const syntax = syntaxOf(name)
      const values = valuesOf(entry, name).flatMap((value) => (syntax && comparable(syntax, value)) ?? [])
      // Of names that are not known there is no end.
      if (syntax) read.set(name, values)
      return values
    },
  }
}
