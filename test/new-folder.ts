import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'

/** For a whole file: its `t` is that of every file in the process, and `t.testdir()` would empty the folder of those before. */
export function newFolder(t: Pick<Test, 'teardown'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sitemode-test-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
