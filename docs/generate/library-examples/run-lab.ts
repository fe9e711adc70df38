import assert from 'node:assert/strict'
import { runLab } from 'sitemode'

const { entries } = await runLab({ only: ['client-certificate-expired'], tls: '1.3' })
assert.ok(entries.every(({ agrees }) => agrees))
