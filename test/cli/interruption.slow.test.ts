import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { twoModes } from './command.ts'
import { interruptedAt } from './interrupted-at.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-interrupt-'))
t.teardown(() => rmSync(folder, { recursive: true }))

/** From before anything listens to after it has written. */
const moments = [
  ['start', 1],
  ['link', 1],
  ['link', 2],
  ['link', 4],
  ['readFile', 1],
  ['listen', 1],
  ['readFile', 9],
  ['link', 1],
  ['listen', 20],
  ['print', 1],
] as const

/** It makes no certificate before a client connects. */
const momentsOfServe = [
  ['start', 1],
  ...[1, 2, 3, 5, 8, 13, 21, 24].map((count) => ['listen', count] as const),
  ['print', 1],
] as const

for (const [name, args, all] of [
  ['matrix', ['matrix'], moments],
  ['run', ['run'], moments],
  ['plan', ['plan', twoModes, '--to', 'mixed'], moments],
  ['serve', ['serve', twoModes], momentsOfServe],
] as const) {
  void t.test(`an interruption of ${name} at any moment leaves a cache that can be used`, async (t) => {
    await interruptedAt(t, join(folder, name), [...args], all)
  })
}
