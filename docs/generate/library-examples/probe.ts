import assert from 'node:assert/strict'
import { probe, startHierarchy } from 'sitemode'

await using running = await startHierarchy('hierarchy.yaml')
const [system] = running.systems
assert.ok(system)
// A site in native mode asks for the certificate that this probe does not have.
const { outcome, candidates } = await probe(system.urls[0] ?? '', { address: system.address })
assert.equal(outcome, 'failed')
assert.equal(candidates[0]?.id, 'client-certificate-missing')
