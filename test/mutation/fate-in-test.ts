import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Fate } from './fate.ts'
import { put, type Replacement } from './plant.ts'
import { inCheckout } from './sources.ts'

/** Milliseconds; a file of tests takes a few seconds. Its own timeout would look as if a test had failed. */
const patience = 300_000

/**
 * What comes of a file of tests, `test/rules/rules.test.ts`, with another module in the place of one. A test that fails says so;
 * one that only ends has crashed. Processes that it starts have the other module as well.
 */
export async function fateInTest(test: string, changed: Replacement, folder: string): Promise<Fate> {
  const { execArgv, env } = await put([changed], folder)
  const program = fileURLToPath(new URL(`../../${test.replace(/\.ts$/, '.js')}`, import.meta.url))
  const options = { env: { ...env, NODE_OPTIONS: execArgv.join(' '), TAP_TIMEOUT: '0' }, timeout: patience }
  try {
    await promisify(execFile)(process.execPath, [program], options)
    return undefined
  } catch (error) {
    const { stdout = '', killed } = error as { stdout?: string; killed?: boolean }
    if (killed) return 'hang'
    const [, saw] = /^\s*not ok \d+ - (.*)$/m.exec(stdout) ?? []
    return saw === undefined ? 'crash' : { by: inCheckout(test), saw }
  }
}
