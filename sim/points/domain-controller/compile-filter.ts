import { isUtf8 } from 'node:buffer'
import { foldText } from '../../wire/ldap/distinguished-name.ts'
import type { Filter, Substrings } from '../../wire/ldap/filter.ts'
import { publishedClasses } from '../../wire/ldap/published.ts'
import { comparable, syntaxOf, type Comparable } from './attribute-syntax.ts'
import type { IndexedEntry } from './directory.ts'

/** undefined: it cannot be said, since the attribute is not known or the value is none of its kind (RFC 4511, 4.5.1.7). */
export type Truth = boolean | undefined
type Test = (entry: IndexedEntry) => Truth

/** A filter as what it says of an entry; all that does not depend on the entry is done once. */
export function compileFilter(filter: Filter): Test {
  switch (filter.kind) {
    case 'and':
      return compileAnd(filter.filters.map(compileFilter))
    case 'or':
      // One is true unless all are false.
      return compileNot(compileAnd(filter.filters.map(compileFilter).map(compileNot)))
    case 'not':
      return compileNot(compileFilter(filter.filter))
    case 'present':
      return compilePresent(filter.attribute.toLowerCase())
    case 'substrings':
      return compileSubstrings(filter)
    case 'extensible':
      // Without a rule it is the attribute's own for equality; no other rule is known here.
      if (filter.rule !== undefined || filter.attribute === undefined || filter.inName) return unknown
      return compileEqual(filter.attribute.toLowerCase(), filter.value)
    case 'equal':
    case 'approximate':
      return compileEqual(filter.attribute.toLowerCase(), filter.value)
    case 'greater-or-equal':
      return compileOrder(filter.attribute.toLowerCase(), filter.value, (own, other) => own >= other)
    case 'less-or-equal':
      return compileOrder(filter.attribute.toLowerCase(), filter.value, (own, other) => own <= other)
  }
}

/** Lists of values: where a filter is true of an entry, the entry has one value of each list. */
export function requiredValues(filter: Filter): RequiredValue[][] {
  if (filter.kind === 'and') return filter.filters.flatMap(requiredValues)
  if (filter.kind === 'or') {
    const each = filter.filters.map((one) => requiredValues(one)[0])
    return each.every((values) => values !== undefined) ? [each.flat()] : []
  }
  if (filter.kind !== 'equal') return []
  const attribute = filter.attribute.toLowerCase()
  const value = attribute === 'objectcategory' ? undefined : readAsserted(attribute, filter.value)
  return value === undefined ? [] : [[{ attribute, value }]]
}

export interface RequiredValue {
  attribute: string
  value: Comparable
}

const unknown: Test = () => undefined

function compileNot(test: Test): Test {
  return (entry) => {
    const truth = test(entry)
    return truth === undefined ? undefined : !truth
  }
}

function compileAnd(tests: readonly Test[]): Test {
  return (entry) => {
    let truth: Truth = true
    for (const test of tests) {
      const one = test(entry)
      if (one === false) return false
      if (one === undefined) truth = undefined
    }
    return truth
  }
}

function compilePresent(attribute: string): Test {
  return syntaxOf(attribute) ? ({ values }) => values(attribute).length > 0 : unknown
}

function compileEqual(attribute: string, asserted: Buffer): Test {
  const definition = attribute === 'objectcategory' && definitions.get(foldText(String(asserted)))
  if (definition) return ({ values }) => values(attribute).some((own) => String(own).startsWith(definition))
  const other = readAsserted(attribute, asserted)
  return other === undefined ? unknown : ({ values }) => values(attribute).includes(other)
}

/** In a filter, a class's own name stands for the name of its category ([MS-ADTS] 3.1.1.3.1.3.5). */
const definitions = new Map<string, string>(
  Object.entries({ ...publishedClasses, container: 'Container', domainDNS: 'Domain-DNS' }).map(
    ([objectClass, definition]) => [objectClass.toLowerCase(), `cn=${definition.toLowerCase()},cn=schema,`],
  ),
)

/** Truth and names have no order. */
function compileOrder(
  attribute: string,
  asserted: Buffer,
  stands: (own: Comparable, other: Comparable) => boolean,
): Test {
  const syntax = syntaxOf(attribute)
  const other = syntax === 'text' || syntax === 'number' ? readAsserted(attribute, asserted) : undefined
  if (other === undefined) return unknown
  return ({ values }) => values(attribute).some((own) => stands(own, other))
}

function readAsserted(attribute: string, asserted: Buffer): Comparable | undefined {
  const syntax = syntaxOf(attribute)
  return syntax && isUtf8(asserted) ? comparable(syntax, asserted.toString()) : undefined
}

function compileSubstrings({ attribute: written, initial, any, final }: Substrings): Test {
  const attribute = written.toLowerCase()
  const pieces = [initial, ...any, final]
  if (syntaxOf(attribute) !== 'text' || !pieces.every((piece) => !piece || isUtf8(piece))) return unknown
  const [begins = '', ...between] = pieces.map((piece) => foldText(String(piece ?? '')))
  const ends = between.pop() ?? ''
  return ({ values }) => values(attribute).some((own) => hasPieces(String(own), begins, between, ends))
}

function hasPieces(text: string, begins: string, between: readonly string[], ends: string): boolean {
  if (!text.startsWith(begins)) return false
  let at = begins.length
  for (const piece of between) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.endsWith(ends) && text.length - ends.length >= at
}
