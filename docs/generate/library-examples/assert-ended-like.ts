import { assertEndedLike, readRecording, runScenario } from 'sitemode'

await runScenario('scenario.yaml', { out: 'expected' })
const { recording } = await runScenario('scenario.yaml', { tls: '1.3' })
assertEndedLike(recording, await readRecording('expected/recording.ndjson'))
