import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get } from 'node:https'
import { assertRefusedBecause, startHierarchy } from 'sitemode'

await using running = await startHierarchy('hierarchy.yaml')
const { lookup, systems } = running
const expired = await running.pki.issue('MY-CLIENT', 'expired')
const client = get(systems[0]?.urls[0] ?? '', { lookup, ...expired })
await assert.rejects(once(client, 'response'))
assertRefusedBecause(await running.nextConnection(), 'client-certificate-expired')
