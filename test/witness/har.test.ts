import { createRequire } from 'node:module'
import t from 'tap'
import { httpArchives } from '../../sim/report/har.ts'
import { recordedRun, wholeText } from '../report/recorded.ts'

// It has no types of its own.
const { har: validate } = createRequire(import.meta.url)('har-validator/lib/promise.js') as {
  har: (data: unknown) => Promise<unknown>
}

interface Archive {
  log: {
    entries: {
      time: number
      timings: Record<string, number>
      request: { method: string }
      response: { status: number; _error?: string }
      _diagnosis?: string
    }[]
  }
}

void t.test('har-validator accepts the archive of each client', async (t) => {
  const recording = await recordedRun(
    'scenarios/site-goes-native.yaml',
    'scenarios/certificates-run-out.yaml',
  )
  const archives = recording.hierarchies
    .flatMap((one, index) => httpArchives(one, index, recording))
    .map(({ text }) => JSON.parse(wholeText(text)) as Archive)
  t.ok(archives.length > 0)
  for (const archive of archives) await validate(archive)
  await t.rejects(validate({ log: { version: '1.2' } }), 'and could say no')

  const entries = archives.flatMap(({ log }) => log.entries)
  const said = recording.hierarchies.flatMap((one) => one.attempts.flatMap(({ exchanges }) => exchanges))
  t.equal(entries.length, said.length, 'every request is there')
  for (const { time, timings } of entries) {
    // The TLS handshake is part of the connecting (HAR 1.2 Spec, timings).
    const parts = Object.entries(timings).filter(([name]) => name !== 'ssl')
    const sum = parts.reduce((all, [, part]) => all + Math.max(0, part), 0)
    t.ok(Math.abs(sum - time) < 1e-6)
  }
  const failed = entries.filter(({ response }) => response.status === 0)
  t.ok(failed.length > 0)
  t.ok(failed.every(({ response, _diagnosis }) => response._error !== '' && _diagnosis !== undefined))
  t.ok(entries.some(({ request }) => request.method === 'CCM_POST'))
})
