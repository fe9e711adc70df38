/** The keys of a table, in its order. `Object.keys` gives them as text, since objects may have more than their types say. */
export function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(table) as Key[]
}
