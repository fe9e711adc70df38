import { reordered, type Unusually } from '../../net/unusual.ts'
import type { LdapEntry } from '../../wire/ldap/search.ts'

/** The same entries, each as another server might return it. */
export function* arrangedEntries(entries: Iterable<LdapEntry>, unusually: Unusually): Generator<LdapEntry> {
  const order = unusually('entry-order')
  for (const entry of order ? reordered([...entries], order) : entries) yield arranged(entry, unusually)
}

function arranged({ name, attributes }: LdapEntry, unusually: Unusually): LdapEntry {
  const order = unusually('attribute-order')
  const capitals = unusually('attribute-case')
  const list = Object.entries(attributes)
  const inOrder = order
    ? reordered(list, order).map(([type, values]) => [type, order.shuffled(values)] as const)
    : list
  return {
    name,
    attributes: Object.fromEntries(
      inOrder.map(([type, values]) => [capitals ? type.toUpperCase() : type, values]),
    ),
  }
}
