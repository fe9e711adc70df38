import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:https'
import { refusedBecause, startHierarchy, type ForeignConnection } from 'sitemode'

let tell: (connection: ForeignConnection) => void
const ended = new Promise<ForeignConnection>((resolve) => (tell = resolve))
await using running = await startHierarchy('hierarchy.yaml', { onConnection: (one) => tell(one) })
const [system] = running.systems
assert.ok(system)
const { port } = new URL(system.urls[0] ?? '')
const client = request({ host: system.address, port, rejectUnauthorized: false })
await assert.rejects(once(client.end(), 'response'))
assert.ok(refusedBecause(await ended, 'client-certificate-missing'))
