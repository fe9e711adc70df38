import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import fc from 'fast-check'
import t from 'tap'
import { computerAccount } from '../../sim/vocabulary/computer-identity.ts'
import { directoriesOf } from '../../sim/points/points.ts'
import { hierarchyPki } from '../../sim/network/hierarchy-pki.ts'
import { createClock } from '../../sim/network/open-context.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { twoModes } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { ask, askAs } from './raw-request.ts'

const cache = newFolder(t)
const { hierarchy } = await loadHierarchy(twoModes)
// Nobody signs in: how far a path leads is asked behind the door.
for (const { systems } of hierarchy.sites) for (const system of systems) system.anonymousAccess = true
const running = await openHierarchy(hierarchy, { cache })
t.teardown(() => running.close())
const pki = hierarchyPki(hierarchy, createClock(), { cache })
const [client] = hierarchy.clients
if (!client) throw new Error('there is a client')
const { certificate: cert, key } = await pki.client(client, 'good')
const { root: ca } = await pki.authorities()
const tls = { cert, ca, ...(key !== undefined && { key }) }

/** For thousands of requests, which a handshake each would make dear. */
const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }
t.teardown(() => {
  agents.http.destroy()
  agents.https.destroy()
})

/** Ways up and out that servers have fallen for; Node sends each as it stands. */
const tricks = [
  '..',
  '../',
  '../..',
  '../../../../../../etc/passwd',
  '%2e%2e',
  '%2e%2e/',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..%2f..%2f..%2fetc%2fpasswd',
  '..%5c..%5cboot.ini',
  '..\\..\\boot.ini',
  '%252e%252e%252f',
  '%c0%ae%c0%ae%c0%afetc',
  '..%c1%9c',
  '..;/',
  './..',
  '.%00./',
  '%00',
  '::$DATA',
  'x:stream',
  'PROGRA~1',
  '~root',
  'C:\\boot.ini',
  'con',
  '..../',
  '.. /'.replace(' ', '%20'),
]

const places = hierarchy.sites.flatMap((site) =>
  site.systems.flatMap((system) =>
    directoriesOf(site, system).map(({ directory }) => ({ name: system.name, directory: directory.path })),
  ),
)
/** Systems whose only port is no web server's have no such place. */
const webPlaces = places.filter(({ name }) =>
  running.systems.some((system) => system.name === name && system.urls.some((url) => url.startsWith('http'))),
)

void t.test('no path leads out of a virtual directory', async (t) => {
  t.ok(webPlaces.length > 30)
  for (const { name, directory } of webPlaces) {
    const answered: string[] = []
    for (const trick of tricks) {
      for (const path of [`${directory}/${trick}`, `${directory}/x/${trick}`, `${directory}${trick}`]) {
        const { status } = directory.startsWith('/NOCERT_')
          ? await askAs(computerAccount(client.name), running, name, { path, tls })
          : await ask(running, name, { path, tls, agents })
        if (status < 400) answered.push(`${path} (${status})`)
      }
    }
    t.strictSame(answered, [], `${name} ${directory}`)
  }
})

void t.test('a random path does not lead out either', async (t) => {
  const piece = fc.oneof(
    fc.constantFrom(...tricks, 'NAT00001', 'NAT00001.bin', '/', '//', '.', '%2f'),
    fc.string(),
  )
  const path = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('/'))
  const [place] = webPlaces.filter(({ name }) => name === 'dp.mix')
  if (!place) throw new Error('there is a distribution point')
  await fc.assert(
    fc.asyncProperty(path, async (random) => {
      const below = random.replace(/[^!-~]/g, (character) => encodeURIComponent(character))
      const { status, body } = await ask(running, place.name, {
        path: `${place.directory}/${below}`,
        tls,
        agents,
      })
      if (status < 400 && !(body.length === 64 * 1024 && /NAT00001\.bin/i.test(below)))
        throw new Error(`${status}, ${body.length} bytes`)
    }),
    { numRuns: 400 },
  )
  const good = await ask(running, 'dp.mix', { path: '/SMS_DP_SMSPKGC$/NAT00001/NAT00001.bin' })
  t.equal(good.body.length, 64 * 1024, 'and a good one is answered')
})
