import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  contentRange,
  parseContentRange,
  parseStateStoreReply,
  parseStateStoreRequest,
  parseUserStatePath,
  stateStoreQuery,
  stateStoreStatuses,
  userStatePath,
  serializeStateStoreReply,
  serializeStateStoreRequest,
  type StateStoreReply,
  type StateStoreRequest,
} from '../../sim/wire/state-migration-point/state-store.ts'

const name = fc.string({
  unit: fc.constantFrom('P', 'c', '-', '1', ' ', '<', '&', '"', "'", '/', '?', '%', 'é', '𝄞'),
  minLength: 1,
  maxLength: 20,
})
const size = fc.integer({ min: 0, max: 999_999_999_999_999 })

const anyRequest: fc.Arbitrary<StateStoreRequest> = fc.oneof(
  name.map((computer) => ({ action: 'Query', computer }) as const),
  fc
    .tuple(name, name, size)
    .map(
      ([computer, destination, bytes]) =>
        ({ action: 'Capture', computer, destination, size: bytes }) as const,
    ),
  name.map((computer) => ({ action: 'Restore', computer }) as const),
  fc.tuple(name, name).map(([computer, store]) => ({ action: 'Restore', computer, store }) as const),
  fc.tuple(name, name).map(([computer, store]) => ({ action: 'Release', computer, store }) as const),
)

const anyReply: fc.Arbitrary<StateStoreReply> = fc.oneof(
  fc.tuple(name, size).map(([computer, stores]) => ({ siteCode: 'MIX', computer, stores })),
  fc
    .tuple(name, fc.constantFrom(...stateStoreStatuses.filter((status) => status !== 'done')))
    .map(([computer, status]) => ({ siteCode: 'MIX', computer, status })),
  fc.tuple(name, name, size).map(([computer, id, bytes]) => ({
    siteCode: 'MIX',
    computer,
    status: 'done' as const,
    store: { id, size: bytes, hash: 'ab'.repeat(32) },
  })),
)

void t.test('requests to a state store and replies parse to their originals', (t) => {
  fc.assert(
    fc.property(anyRequest, (request) =>
      deepStrictEqual(parseStateStoreRequest(serializeStateStoreRequest(request)), request),
    ),
  )
  fc.assert(
    fc.property(anyReply, (reply) =>
      deepStrictEqual(parseStateStoreReply(serializeStateStoreReply(reply)), reply),
    ),
  )
  t.end()
})

void t.test('requests look as they are described', (t) => {
  t.equal(stateStoreQuery('PC'), '<StateStoreRequest Action="Query" Computer="PC"/>')
  t.strictSame(parseStateStoreRequest('<StateStoreRequest Size="7" Computer="PC" Action="Capture"/>'), {
    action: 'Capture',
    computer: 'PC',
    destination: 'PC',
    size: 7,
  })
  t.equal(
    serializeStateStoreReply({ siteCode: 'MIX', computer: 'PC', status: 'no-room' }),
    '<StateStoreReply SiteCode="MIX" Computer="PC" Status="2"/>',
  )
  for (const wrong of [
    '',
    '<StateStoreRequest/>',
    '<StateStoreRequest Action="Query"/>',
    '<StateStoreRequest Action="Query" Computer=""/>',
    `<StateStoreRequest Action="Query" Computer="${'x'.repeat(256)}"/>`,
    '<StateStoreRequest Action="Store" Computer="PC"/>',
    '<StateStoreRequest Action="toString" Computer="PC"/>',
    '<StateStoreRequest Action="Capture" Computer="PC"/>',
    '<StateStoreRequest Action="Capture" Computer="PC" Size="-1"/>',
    '<StateStoreRequest Action="Capture" Computer="PC" Size="1e3"/>',
    `<StateStoreRequest Action="Capture" Computer="PC" Size="${'9'.repeat(16)}"/>`,
    '<StateStoreRequest Action="Capture" Computer="PC" Size="1" Destination=""/>',
    '<StateStoreRequest Action="Release" Computer="PC"/>',
    '<StateStoreReply Action="Query" Computer="PC"/>',
  ]) {
    t.equal(parseStateStoreRequest(wrong), undefined, wrong.slice(0, 80))
  }
  for (const wrong of [
    '',
    '<StateStoreReply/>',
    '<StateStoreReply SiteCode="A" Computer="B" Status="99"/>',
    '<StateStoreReply SiteCode="A" Computer="B" Status="0"/>',
    '<StateStoreReply SiteCode="A" Computer="B" Status="0" Store="C"/>',
    '<StateStoreReply SiteCode="A" Computer="B" Status="0" Store="" Size="1"/>',
    '<StateStoreReply SiteCode="A" Computer="B" Status="0" Store="C" Size="-1"/>',
    '<StateStoreReply SiteCode="A" Computer="B" Status="0" Store="C" Size="1" Hash="ab"/>',
    '<StateStoreReply SiteCode="A" Computer="B" Stores="many"/>',
  ]) {
    t.equal(parseStateStoreReply(wrong), undefined, wrong)
  }
  t.end()
})

void t.test('a path leads to the user state of one store, for one computer', (t) => {
  fc.assert(
    fc.property(name, name, (store, computer) => {
      const [path = '', query = ''] = userStatePath(store, computer).split('?')
      deepStrictEqual(parseUserStatePath(decodeURIComponent(path), query), { store, computer })
    }),
  )
  t.strictSame(parseUserStatePath('/smssmp/STORES/x', ''), { store: 'x', computer: '' })
  t.equal(parseUserStatePath('/SMSSMP/smp.dll', 'computer=PC'), undefined)
  t.end()
})

void t.test('a range says where the bytes of a body belong', (t) => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 1000 }), fc.nat(1000), (first, length, more) => {
      const piece = { first, total: first + length + more }
      deepStrictEqual(parseContentRange(contentRange(piece, length), length), piece)
    }),
  )
  t.equal(contentRange({ first: 0, total: 10 }, 5), 'bytes 0-4/10')
  t.strictSame(parseContentRange(undefined, 0), { first: 0, total: 0 })
  for (const wrong of [
    '',
    'bytes 0-4/*',
    'bytes */10',
    'bytes 0-5/10',
    'bytes 0-4/4',
    'bytes 5-4/10',
    '0-4/10',
  ]) {
    t.equal(parseContentRange(wrong, 5), undefined, wrong)
  }
  t.equal(parseContentRange('bytes 5-4/10', 0), undefined, 'a range of nothing')
  t.end()
})
