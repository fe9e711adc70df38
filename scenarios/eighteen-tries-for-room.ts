import { scenario } from 'sitemode'

/** One after the other, four hours apart. */
const tries = Array.from({ length: 18 }, (_, index) => index + 1)

/** One package is used anew each time, so that there never is room for the other. */
function tryAt(count: number) {
  return [
    { client: 'LAPTOP', getContent: 'CEN00001', expect: { outcome: 'answered' as const } },
    {
      name: `Try ${count} of ${tries.length}`,
      client: 'LAPTOP',
      getContent: 'CEN00002',
      expect: { outcome: 'failed' as const, rule: 'client-cache/waits-for-room' },
    },
    ...(count < tries.length ? waitingAfter(count) : []),
  ]
}

function waitingAfter(count: number) {
  return [
    {
      name: `After try ${count} it waits`,
      client: 'LAPTOP',
      getContent: 'CEN00002',
      expect: { outcome: 'withheld' as const, rule: 'client-cache/waits-for-room' },
    },
    { advance: '4 h' },
  ]
}

export default scenario({
  name: 'A client that finds no room for a package tries eighteen times, and then gives up',
  cites: 'Frequently asked questions on software distribution (1f0e9375): every four hours, eighteen times',
  hierarchy: 'hierarchies/cache.yaml',
  steps: [
    ...tries.flatMap(tryAt),
    {
      name: 'After the last try it waits no more: a new order is tried at once',
      client: 'LAPTOP',
      getContent: 'CEN00002',
      expect: { outcome: 'failed', rule: 'client-cache/waits-for-room' },
    },
  ],
})
