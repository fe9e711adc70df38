import { connect } from 'node:net'
import { once } from 'node:events'
import t from 'tap'
import { startHierarchy } from '../../../sim/index.ts'
import { newFolder } from '../../new-folder.ts'
import { inShort, openFjords, tried } from './fjords.ts'

const cache = newFolder(t)
const mebibyte = 1024 * 1024

void t.test(
  'a download goes on where its connection broke, there and elsewhere, and not twice over',
  async (t) => {
    const running = await openFjords(t, { cache })
    const traveller = running.client('TRAVELLER')
    const toldOf = ({ story }: { story: readonly { rule: string | null; sentence: string }[] }) =>
      story
        .filter(({ rule }) => rule === 'content-location/goes-on-where-it-broke')
        .map(({ sentence }) => Number(/after (\d+) bytes/.exec(sentence)?.[1]) / mebibyte)

    await running.break('dp.osl', 'reset-in-transfer')
    const first = await traveller.getContent('CEN00007')
    t.equal(inShort(first), 'failed https dp.osl assigned')
    t.strictSame(toldOf(first), [1], 'one range has come')
    const nothingMore = await traveller.getContent('CEN00007')
    t.strictSame(toldOf(nothingMore), [1], 'and no more while the network is gone')

    traveller.move({ address: '10.0.0.60' })
    await running.break('dp.cen', 'reset-in-transfer')
    const second = await traveller.getContent('CEN00007')
    t.equal(inShort(second), 'answered smb dp.cen resident', 'there is SMB here')
    t.strictSame(toldOf(second), [1, 2])
    await running.repair('dp.cen')
    t.strictSame(toldOf(await traveller.getContent('CEN00007')), [], 'the next one begins anew')
  },
)

void t.test('a branch distribution point takes as many connections as a client’s Windows does', async (t) => {
  await using running = await startHierarchy(
    {
      sites: [
        {
          code: 'CEN',
          mode: 'mixed',
          boundaries: [{ subnet: '10.0.0.0/16' }],
          systems: [
            { name: 'mp', roles: ['management-point'] },
            { name: 'dp', roles: ['standard-distribution-point'] },
            {
              name: 'branch',
              roles: ['branch-distribution-point'],
              packages: ['CEN00001'],
              branchDistributionPoint: { connections: 2 },
            },
          ],
        },
      ],
      clients: [{ name: 'PC', certificate: 'none', at: { address: '10.0.0.1' } }],
      packages: [{ id: 'CEN00001', size: 4096 }],
    },
    { cache: false },
  )
  const url = running.systems
    .find(({ name }) => name === 'branch')
    ?.urls.find((one) => one.startsWith('smb:'))
  const address = running.systems.find(({ name }) => name === 'branch')?.address
  const others = await Promise.all(
    [1, 2].map(async () => {
      const socket = connect(Number(new URL(url ?? '').port), address)
      t.teardown(() => socket.destroy())
      await once(socket, 'connect')
      return socket
    }),
  )
  const pc = running.client('PC')
  const kept = await pc.getContent('CEN00001')
  t.equal(kept.outcome, 'failed')
  t.equal(kept.attempts.at(-1)?.client_end?.code, 'STATUS_REQUEST_NOT_ACCEPTED')
  const branch = 'smb branch.sitemode.test'
  t.strictSame(tried(kept).slice(-2), [branch, branch], 'once more, and no more')
  t.ok(kept.story.some(({ rule }) => rule === 'branch-distribution-point/once-more-when-full'))
  // The server ends its side of each when it has let go of it.
  for (const socket of others) {
    socket.resume().end()
    await once(socket, 'close')
  }
  const later = await pc.getContent('CEN00001')
  t.match(later, { outcome: 'answered', protocol: 'smb' })
  t.strictSame(tried(later).slice(-1), ['smb branch.sitemode.test'])
})
