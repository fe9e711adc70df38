import assert from 'node:assert/strict'
import { runScenario, writeReports } from 'sitemode'

const { recording } = await runScenario('scenario.yaml')
const files = await writeReports(recording, 'reports')
assert.ok(files.includes('report.html') && files.includes('junit.xml'))
