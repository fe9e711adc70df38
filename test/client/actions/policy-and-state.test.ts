import t from 'tap'
import { loadHierarchy } from '../../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../../sim/network/running-hierarchy.ts'
import type { ActionResult } from '../../../sim/index.ts'
import { twoModes } from '../../cli/command.ts'
import { newFolder } from '../../new-folder.ts'
import { openFjords } from './fjords.ts'

const cache = newFolder(t)
const { hierarchy } = await loadHierarchy(twoModes)
const running = await openHierarchy(hierarchy, { cache, timeout: 5000 })
t.teardown(() => running.close())

const sentences = ({ story }: ActionResult): string => story.map(({ sentence }) => sentence).join('\n')

for (const [client, site, protocol] of [
  ['NATIVE-1', 'nat', 'https'],
  ['MIXED-1', 'mix', 'http'],
] as const) {
  const one = running.client(client)

  void t.test(`${client}: policy, of which only what is new comes again`, async (t) => {
    const first = await one.requestPolicy()
    t.match(first, { outcome: 'answered', protocol, system: `mp.${site}.sitemode.test` })
    t.match(
      sentences(first),
      /registered with .*\n.*whose boundaries hold .*\n.*asked .* for policy by HTTPS?: 2 policies\./,
    )
    t.equal(first.data?.policies.length, 2, 'as data, too')
    const second = await one.requestPolicy()
    t.strictSame(
      second.attempts.filter(({ role }) => role !== 'domain-controller').map(({ role }) => role),
      ['management-point'],
      'it is registered',
    )
    t.match(sentences(second), /: nothing new\.$/)
    t.strictSame(second.data, { policies: [] })
  })

  void t.test(`${client}: updates, from the point that the management point names`, async (t) => {
    const scan = await one.scanForUpdates()
    t.match(scan, { outcome: 'answered', protocol, system: new RegExp(`^sup1?\\.${site}\\.`) })
    t.match(sentences(scan), /: 3 updates offered\.$/)
    t.equal(scan.data?.updates.length, 3)
  })

  void t.test(`${client}: a user state is stored and comes back whole`, async (t) => {
    t.match(await one.restoreState(), { outcome: 'failed', data: null }, 'nothing has been stored')
    const stored = await one.storeState(100_000)
    t.match(stored, { outcome: 'answered', protocol, data: { bytes: 100_000 } })
    const restored = await one.restoreState()
    t.match(sentences(restored), /restored 100000 bytes at smp\./)
    t.strictSame(restored.data, { bytes: 100_000 })
  })
}

void t.test('what the management point does not hear, the fallback status point does', async (t) => {
  const fjords = await openFjords(t, { cache })
  const laptop = fjords.client('LAPTOP')
  t.match(await laptop.sendState({ topic: 500, id: 1 }), { outcome: 'answered', protocol: 'https' })
  await fjords.break('mp.osl', 'not-listening')
  const failed = await laptop.sendState()
  t.match(failed, { outcome: 'failed', diagnosis: 'nothing-listens' })
  t.match(failed.attempts.at(-1), { role: 'fallback-status-point', outcome: 'answered', protocol: 'http' })
  t.match(sentences(failed), /told the fallback status point ss\.cen\.fjords\.test: state message 1000\/2\.$/)
  t.match(await fjords.client('NEW').requestPolicy(), {
    outcome: 'withheld',
    rule: 'site-assignment/unassigned',
    attempts: [],
  })
})
