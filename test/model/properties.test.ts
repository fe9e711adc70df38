import fc from 'fast-check'
import t from 'tap'
import { overlaps, parsePrefix, parseRange, type AddressRange } from '../../sim/vocabulary/location.ts'
import { overlappingPairs } from '../../sim/model/check/overlap.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { formatProblem, InputError, type Problem } from '../../sim/errors.ts'
import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'

const good: HierarchyInput = {
  sites: [
    {
      code: 'CEN',
      mode: 'native',
      ports: { http: 80, https: 443 },
      boundaries: [{ subnet: '10.0.0.0/16' }, { activeDirectorySite: 'Oslo' }],
      systems: [
        {
          name: 'dp.cen',
          roles: ['standard-distribution-point'],
          packages: ['CEN00001'],
          listen: { refusal: 'iis' },
        },
        { name: 'ss.cen', roles: ['server-locator-point', 'fallback-status-point'] },
      ],
    },
    { code: 'SEC', kind: 'secondary', parent: 'CEN', boundaries: [{ range: '10.2.0.1-10.2.0.9' }] },
    { code: 'MIX', mode: 'mixed', parent: 'CEN', boundaries: [{ ipv6Prefix: 'fd00::/64' }] },
  ],
  clients: [
    {
      name: 'PC',
      assignedSite: 'CEN',
      serverLocatorPoint: 'ss.cen',
      certificate: ['good'],
      at: { internet: true },
    },
  ],
  packages: [{ id: 'CEN00001', size: '64 KiB' }],
}

type Path = (string | number)[]

const anyValue = fc.oneof(
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
  fc.constantFrom(
    '',
    'CEN',
    'SEC',
    'mixed',
    'native',
    'secondary',
    '10.0.0.0/8',
    'ss.cen',
    '__proto__',
    65_535,
  ),
  fc.constantFrom(
    [],
    {},
    new Map(),
    [undefined],
    { __proto__: { code: 'X' } },
    NaN,
    -0,
    1e300,
    () => 0,
    Symbol('s'),
  ),
)
const anyMutation = fc.record({
  path: fc.constantFrom(...pathsOf(good)),
  value: anyValue,
  remove: fc.boolean(),
})

void t.test('a hierarchy with anything wrong in it is refused with problems that can be printed', (t) => {
  t.doesNotThrow(() => parseHierarchy(good))
  fc.assert(
    fc.property(fc.array(anyMutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const mutant = structuredClone(good)
      for (const { path, value, remove } of mutations) mutate(mutant, path, remove, value)
      for (const problem of problemsOf(mutant)) {
        const line = formatProblem(problem)
        if (/undefined|\[object|\p{Cc}/u.test(line)) throw new Error(line)
      }
    }),
    { numRuns: 2000 },
  )
  t.end()
})

void t.test('the sweep finds the overlaps that comparing every pair finds', (t) => {
  const anyRange = fc
    .record({ version: fc.constantFrom(4 as const, 6 as const), first: fc.nat(60), length: fc.nat(12) })
    .map(({ version, first, length }): AddressRange => {
      return { version, first: BigInt(first), last: BigInt(first + length) }
    })
  const anyOwned = fc.record({ owner: fc.constantFrom('A', 'B', 'C'), range: anyRange, id: fc.uuid() })
  fc.assert(
    fc.property(fc.uniqueArray(anyOwned, { selector: ({ id }) => id, maxLength: 40 }), (owned) => {
      const expected = owned.flatMap((one, index) =>
        owned
          .slice(index + 1)
          .filter((other) => one.owner !== other.owner && overlaps(one.range, other.range))
          .map((other) => pairOf(one, other)),
      )
      const found = [...overlappingPairs(owned)].map(([one, other]) => pairOf(one, other))
      if (found.sort().join() !== expected.sort().join())
        throw new Error(`${found.join()} / ${expected.join()}`)
    }),
  )
  t.end()
})

void t.test('thousands of boundaries are swept at once, and their overlaps told within reason', (t) => {
  const boundaries = Array.from({ length: 4000 }, (_, index) => ({
    subnet: `10.${index >> 8}.${index & 255}.0/24`,
  }))
  const everywhere = Array.from({ length: 4000 }, (_, index) => ({
    range: `10.0.0.${index & 255}-10.99.${index >> 8}.0`,
  }))
  const { warnings } = parseHierarchy({
    sites: [
      { code: 'CEN', mode: 'mixed', boundaries },
      { code: 'OSL', mode: 'mixed', parent: 'CEN', boundaries: everywhere },
    ],
  })
  const told = warnings.filter(({ code }) => code === 'overlapping-boundaries')
  t.equal(told.length, 101)
  t.match(told.at(-1)?.message, 'there are more such overlaps')
  t.end()
})

void t.test('subnets, prefixes and ranges mean the addresses that they say', (t) => {
  t.strictSame(parsePrefix('10.1.7.9/16'), { version: 4, first: 0x0a010000n, last: 0x0a01ffffn })
  t.strictSame(parsePrefix('fd00::/127'), { version: 6, first: 0xfdn << 120n, last: (0xfdn << 120n) + 1n })
  t.strictSame(parseRange('10.0.0.1 - 10.0.0.3'), { version: 4, first: 0x0a000001n, last: 0x0a000003n })
  for (const text of ['10.1/16', '10.1.0.0', '10.1.0.0/33', '0x0a.1.0.0/16', '/16', '']) {
    t.equal(parsePrefix(text), undefined, text)
  }
  for (const text of ['10.0.0.2-10.0.0.1', '10.0.0.1-fd00::1', '10.0.0.1', '10.0.0.1-2-3', '-']) {
    t.equal(parseRange(text), undefined, text)
  }
  t.end()
})

function problemsOf(value: unknown): readonly Problem[] {
  try {
    return parseHierarchy(value).warnings
  } catch (error) {
    if (error instanceof InputError) return error.problems
    throw error
  }
}

function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, field]) => {
    const step = Array.isArray(value) ? Number(name) : name
    return [[step], ...pathsOf(field).map((path) => [step, ...path])]
  })
}

function mutate(value: object, path: Path, remove: boolean, replacement: unknown): void {
  let here: unknown = value
  for (const step of path.slice(0, -1)) here = (here as Record<string | number, unknown> | undefined)?.[step]
  const last = path.at(-1)
  if (typeof here !== 'object' || here === null || Object.isFrozen(here) || last === undefined) return
  if (remove) Reflect.deleteProperty(here, last)
  else Reflect.set(here, last, replacement)
}

function pairOf(one: { id: string }, other: { id: string }): string {
  return [one.id, other.id].sort().join('+')
}
