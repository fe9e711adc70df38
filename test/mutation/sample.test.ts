import { join } from 'node:path'
import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { inCheckout } from './sources.ts'
import { fateOfLie } from './wire/hunt-wire.ts'
import { messages } from './wire/messages.ts'
import { fakes } from './witness/fakes.ts'
import { fateOfFake } from './witness/hunt-witness.ts'

// A few of the lies and fakes that `npm run mutation` plants, each in a scenario that notices it.
const folder = newFolder(t)
const ground = { cache: join(folder, 'cache'), folder }

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

void t.test('a scenario fails where a listener lies', async (t) => {
  for (const [id, name] of Object.entries(lies)) {
    const lie = named(
      messages.flatMap((message) => message.lies),
      id,
    )
    const file = inCheckout('scenarios', name)
    t.match(await fateOfLie(lie, [file], ground), { by: file }, id)
  }
})

void t.test('a scenario fails where the simulator makes something up', async (t) => {
  for (const [id, name] of Object.entries(planted)) {
    const file = inCheckout('scenarios', name)
    t.match(await fateOfFake(named(fakes, id), 'run', [file], ground), { by: file }, id)
  }
})

function named<One extends { id: string }>(all: readonly One[], id: string): One {
  const found = all.find((one) => one.id === id)
  if (!found) throw new RangeError(`nothing is called ${id}`)
  return found
}
