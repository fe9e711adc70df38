import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './command.ts'

/** What comes to the screen, and what is typed then. */
type Dialog = readonly (readonly [awaited: string, typed: string])[]

/** Runs a program on a terminal of its own. */
export function onTerminal(
  command: readonly string[],
  dialog: Dialog,
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): { status: number | null; screen: string } {
  const asked = JSON.stringify({ command, dialog })
  const { status, stdout } = spawnSync('python3', [join(root, 'test/cli/pseudo-terminal.py'), asked], {
    ...{ cwd, env, encoding: 'utf8' },
  })
  return { status, screen: stdout }
}
