import type { AskedRequest, ScriptedOperation } from '../../vocabulary/misbehaviour.ts'
import { keysOf } from '../../vocabulary/keys-of.ts'
import { filterText } from '../../wire/ldap/filter-text.ts'
import { operations, type LdapMessage } from '../../wire/ldap/message.ts'
import { parseSearchRequest } from '../../wire/ldap/search.ts'

const numbers: Readonly<Record<ScriptedOperation<'ldap'>, number>> = {
  bind: operations.bindRequest,
  search: operations.searchRequest,
  compare: operations.compareRequest,
  modify: operations.modifyRequest,
  add: operations.addRequest,
  delete: operations.deleteRequest,
  'modify-dn': operations.modifyNameRequest,
  extended: operations.extendedRequest,
}

const named = new Map(keysOf(numbers).map((name) => [numbers[name], name]))

/** A request as a script may name it. */
export function askedOf({ operation, content }: LdapMessage): AskedRequest {
  const name = named.get(operation)
  const search = name === 'search' ? parseSearchRequest(content) : undefined
  return { operation: name, ...(search && { base: search.base, filter: filterText(search.filter) }) }
}
