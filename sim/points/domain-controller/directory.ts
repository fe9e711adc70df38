import { foldText, parseName } from '../../wire/ldap/published.ts'
import { attributeTypes, type Syntax } from '../../wire/ldap/schema.ts'
import { valuesOf, type LdapEntry, type SearchScope } from '../../wire/ldap/search.ts'

/** An entry, prepared for comparison by many searches. */
export interface IndexedEntry {
  entry: LdapEntry
  /** Its name, normalized. */
  key: string
  /** The key of its parent. */
  parent: string
  /** The values of an attribute (its name in lower case) that are valid for its syntax. */
  values(attribute: string): readonly Comparable[]
}

export interface Directory {
  find(key: string): IndexedEntry | undefined
  /** The entries in a scope, in the order of their names' keys, so that a page can begin after any of them. */
  within(base: string, scope: SearchScope): readonly IndexedEntry[]
  /** The entries that have a value, in their order. */
  having(attribute: string, value: Comparable): readonly IndexedEntry[]
}

const directories = new WeakMap<readonly LdapEntry[], Directory>()

/**
 * Indexes a list of entries, once per list: to change an entry, pass a new list. An entry whose name cannot be read is
 * never found.
 */
export function directoryOf(entries: readonly LdapEntry[]): Directory {
  const known = directories.get(entries)
  const directory = known ?? index(entries)
  if (!known) directories.set(entries, directory)
  return directory
}

function index(entries: readonly LdapEntry[]): Directory {
  const byKey = new Map<string, IndexedEntry>()
  for (const entry of entries) {
    const parts = parseName(entry.name)
    if (!parts?.length) continue
    const key = parts.join(',')
    byKey.set(key, indexEntry(entry, key, parts.slice(1).join(',')))
  }
  const all = [...byKey.values()].sort((one, other) => (one.key < other.key ? -1 : 1))
  const byScope = new Map<string, readonly IndexedEntry[]>()
  const byValue = new Map<string, Map<Comparable, IndexedEntry[]>>()
  return {
    find: (key) => byKey.get(key),
    within(base, scope) {
      const own = byKey.get(base)
      if (!own) return []
      if (scope === 'base') return [own]
      return remember(byScope, `${scope} ${base}`, () => all.filter((entry) => isWithin(entry, base, scope)))
    },
    having(attribute, value) {
      const values = remember(byValue, attribute, () => {
        const entriesOf = new Map<Comparable, IndexedEntry[]>()
        for (const entry of all) {
          for (const own of new Set(entry.values(attribute))) remember(entriesOf, own, () => []).push(entry)
        }
        return entriesOf
      })
      return values.get(value) ?? []
    },
  }
}

function remember<Key, Value>(cache: Map<Key, Value>, key: Key, make: () => Value): Value {
  const cached = cache.get(key)
  if (cached !== undefined) return cached
  const value = make()
  cache.set(key, value)
  return value
}

export function isWithin({ key, parent }: IndexedEntry, base: string, scope: SearchScope): boolean {
  switch (scope) {
    case 'base':
      return key === base
    case 'one':
      return parent === base
    case 'sub':
      return key === base || key.endsWith(`,${base}`)
  }
}

export function indexEntry(entry: LdapEntry, key: string, parent: string): IndexedEntry {
  const read = new Map<string, readonly Comparable[]>()
  return {
    entry,
    key,
    parent,
    values(attribute) {
      const syntax = syntaxOf(attribute)
      // Do not cache unknown names: clients can send any number of them.
      if (!syntax) return []
      return remember(read, attribute, () =>
        valuesOf(entry, attribute).flatMap((value) => comparable(syntax, value) ?? []),
      )
    },
  }
}

/** The normalized form of a value, compared by `===`. */
export type Comparable = string | bigint

/** By names in lower case; any other attribute makes its part of a filter undefined (RFC 4511, 4.5.1.7). */
const syntaxes = new Map<string, Syntax>(
  Object.entries(attributeTypes).map(([name, { syntax }]) => [name.toLowerCase(), syntax]),
)

/** `attribute` is in lower case. With an option (`cn;lang-en`) it is another attribute, which is unknown. */
export function syntaxOf(attribute: string): Syntax | undefined {
  return syntaxes.get(attribute)
}

/** undefined if the text is not a value of the syntax. */
export function comparable(syntax: Syntax, text: string): Comparable | undefined {
  switch (syntax) {
    case 'text':
    case 'class':
      return foldText(text).trim()
    case 'number':
      return /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined
    case 'truth':
      return text === 'TRUE' || text === 'FALSE' ? text : undefined
    case 'name':
      return parseName(text)?.join(',')
  }
}
