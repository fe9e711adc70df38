import fc from 'fast-check'
import type { Filter } from '../../sim/wire/ldap/search.ts'

/** Objects as the parsers make them, with a prototype. */
export const record = <Model>(model: {
  [Key in keyof Model]: fc.Arbitrary<Model[Key]>
}): fc.Arbitrary<Model> => fc.record(model, { noNullPrototype: true })

export const bytes = (minLength = 0, maxLength = 40): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array))
/** UTF-8 can say it: no lone surrogates. */
export const text = fc.string({ unit: 'binary', maxLength: 40 })
/** 0 to `maxInt`. */
export const number = fc.nat(0x7fffffff)
export const oid = fc.array(fc.nat(1000), { minLength: 2, maxLength: 8 }).map((arcs) => arcs.join('.'))
export const attribute = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}(;[a-z]{1,4})?$/)

const filterOf = (
  attribute: fc.Arbitrary<string>,
  value: fc.Arbitrary<Buffer>,
  leaves: readonly fc.Arbitrary<Filter>[],
): fc.Arbitrary<Filter> => {
  const piece = value.filter(({ length }) => length > 0)
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.oneof(
        ...leaves,
        record({
          kind: fc.constantFrom('equal' as const, 'greater-or-equal' as const, 'less-or-equal' as const),
          attribute,
          value,
        }),
        record({ kind: fc.constant('present' as const), attribute }),
        fc
          .record(
            {
              kind: fc.constant('substrings' as const),
              attribute,
              initial: piece,
              any: fc.array(piece, { maxLength: 3 }),
              final: piece,
            },
            { requiredKeys: ['kind', 'attribute', 'any'], noNullPrototype: true },
          )
          .filter(({ initial, any, final }) => Boolean(initial ?? final) || any.length > 0),
      ),
      record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        filters: fc.array(tie('filter'), { minLength: 1, maxLength: 4 }),
      }),
      record({ kind: fc.constant('not' as const), filter: tie('filter') }),
    ),
  }))
  return filter
}

/** Every form of it. */
export const filter = filterOf(attribute, bytes(), [
  record({ kind: fc.constant('approximate' as const), attribute, value: bytes() }),
  record({
    kind: fc.constantFrom('and' as const, 'or' as const),
    filters: fc.constant<readonly Filter[]>([]),
  }),
  fc
    .record(
      {
        kind: fc.constant('extensible' as const),
        rule: oid,
        attribute,
        value: bytes(),
        inName: fc.boolean(),
      },
      { requiredKeys: ['kind', 'value', 'inName'], noNullPrototype: true },
    )
    .filter(({ rule, attribute }) => (rule ?? attribute) !== undefined),
])

/** The part that all implementations agree on: known attributes with one value each, of letters and digits. */
export const plainAttributes = ['cn', 'name', 'mSSMSSiteCode', 'mSSMSMPName'] as const
export const plainValue = fc.stringMatching(/^[aAbB1]{1,4}$/)
export const plainFilter = filterOf(
  fc.constantFrom(...plainAttributes),
  plainValue.map((value) => Buffer.from(value)),
  [],
)
