import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import t from 'tap'
import type { Recording } from '../../sim/evidence/recording/recording.ts'
import { runJunit } from '../../sim/report/run-junit.ts'
import { recordedRun } from '../report/recorded.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

const noXmllint = lacks('xmllint', '--version')
const schema = fileURLToPath(new URL('../../../test/witness/fixtures/junit.xsd', import.meta.url))
const folder = newFolder(t)

/** The errors that xmllint reports; empty for a valid document. */
async function complaints(text: string): Promise<string> {
  const file = join(folder, 'junit.xml')
  await writeFile(file, text)
  const { status, stderr } = await run('xmllint', ['--noout', '--schema', schema, file])
  return status === 0 ? '' : stderr
}

const recording = await recordedRun('scenarios/mobile-device.yaml')

/** The run with a change. */
function changed(change: (copy: Recording) => void): Recording {
  const copy = structuredClone(recording)
  change(copy)
  return copy
}

void t.test('xmllint finds a run valid', { skip: noXmllint }, async (t) => {
  t.equal(await complaints(runJunit(recording)), '')
  t.match(await complaints('<testsuites><testsuite/></testsuites>'), /fails to validate/, 'and could say no')
})

void t.test('a failed step and a run that was cut short', { skip: noXmllint }, async (t) => {
  const failed = changed(({ hierarchies: [first] }) => {
    const [step] = first?.steps ?? []
    if (step)
      Object.assign(step, {
        passed: false,
        expected: { outcome: 'failed' },
        observed: { outcome: 'answered' },
      })
    if (first) first.passed = null
  })
  const text = runJunit(failed)
  t.equal(await complaints(text), '')
  t.match(text, /failures="1"\s+errors="1"/)
  t.match(text, /<failure message="outcome: expected failed, observed answered"/)
  t.match(text, /<error message="the run was cut short"/)
})

void t.test('any name is text', { skip: noXmllint }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (name) => {
      const odd = changed(({ hierarchies: [first] }) => {
        for (const step of first?.steps ?? []) Object.assign(step, { name, passed: false, problem: name })
      })
      return (await complaints(runJunit(odd))) === ''
    }),
    { numRuns: 25 },
  )
})
