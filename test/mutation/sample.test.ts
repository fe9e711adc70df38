import { join } from 'node:path'
import t, { type Test } from 'tap'
import { newFolder } from '../new-folder.ts'
import { plantable } from './planted.ts'
import { createRunner } from './runner.ts'
import { inCheckout } from './sources.ts'
import { messages } from './wire/messages.ts'
import { fakes } from './witness/fakes.ts'

// A few of the lies and fakes that `npm run mutation` plants, each in a scenario that notices it.
const folder = newFolder(t)
const runner = createRunner(plantable(), { cache: join(folder, 'cache'), folder })
t.teardown(runner.close)

const known = new Set([...messages.flatMap(({ lies }) => lies), ...fakes].map(({ id }) => id))

const lies = {
  'contentLocation.url: port 1': 'content-location.yaml',
  'lookedUpManagementPoint.native: turned round': 'site-assignment.yaml',
  'netBiosAnswer.address: another address': 'names-in-dns-and-wins.yaml',
}

const planted = {
  'smb: an answer made up': 'what-the-site-mode-does-not-touch.yaml',
  'http: a withheld try sent': 'native-client-without-http-in-mixed-site.yaml',
  'a client certificate always seen by the server': 'wrong-client-certificates.yaml',
}

void t.test('a scenario fails where a listener lies', (t) => notice(t, lies))

void t.test('a scenario fails where the simulator makes something up', (t) => notice(t, planted))

async function notice(t: Test, scenarios: Readonly<Record<string, string>>): Promise<void> {
  for (const [id, name] of Object.entries(scenarios)) {
    t.ok(known.has(id), `${id} can be planted`)
    const file = inCheckout('scenarios', name)
    t.match(await runner.fateOf({ plant: id, scenarios: [file] }), { by: file }, id)
  }
}
