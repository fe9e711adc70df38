/**
 * The keys of a table, in its order. `Object.keys` types them as `string`, since an object may have more keys than
 * its type.
 */
export function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(table) as Key[]
}
