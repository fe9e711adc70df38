import t from 'tap'
import { newFolder } from '../../new-folder.ts'
import { open } from '../../network/opened.ts'

const cache = newFolder(t)
const hour = 3_600_000

void t.test('a client tries eighteen times to find room for a package', async (t) => {
  const { running } = await open(
    t,
    {
      sites: [
        {
          code: 'MIX',
          mode: 'mixed',
          boundaries: [{ subnet: '10.0.0.0/16' }],
          systems: [
            { name: 'mp', roles: ['management-point'] },
            { name: 'dp', roles: ['standard-distribution-point'], packages: ['MIX00001', 'MIX00002'] },
          ],
        },
      ],
      clients: [{ name: 'PC', assignedSite: 'MIX', cacheSize: '100 KiB', at: { address: '10.0.0.1' } }],
      packages: [{ id: 'MIX00001' }, { id: 'MIX00002' }],
    },
    { cache },
  )
  const client = running.client('PC')
  const told = async (id: string) => {
    const { outcome, story } = await client.getContent(id)
    return `${outcome} ${/\(try \d+\), .*$/.exec(story.at(-1)?.sentence ?? '')?.[0] ?? ''}`
  }
  for (let count = 1; count <= 18; count += 1) {
    // Used anew each time, so that there never is room.
    t.equal(await told('MIX00001'), 'answered ')
    const then = count === 18 ? 'and gives up' : 'and tries again in four hours'
    t.equal(await told('MIX00002'), `failed (try ${count}), ${then}.`)
    running.advance(4 * hour)
  }
  t.equal(await told('MIX00002'), 'failed (try 1), and tries again in four hours.', 'a new order')
})
