import { execFile, spawnSync } from 'node:child_process'

export interface Ran {
  /** -1 when it was cut off. */
  status: number
  stdout: Buffer
  stderr: string
}

/** Not synchronously: what it talks to is in this process. Cut off after so many milliseconds. */
export function run(program: string, args: readonly string[], input = '', timeout = 60_000): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { encoding: 'buffer', timeout, maxBuffer: Infinity },
      (error, stdout, stderr) => {
        const status = typeof error?.code === 'number' ? error.code : error ? -1 : 0
        resolve({ status, stdout, stderr: stderr.toString() })
      },
    )
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

/** Why a test of a program is skipped; false: it is there. */
export const lacks = (program: string, ...version: string[]): string | false =>
  spawnSync(program, version).status !== 0 && `${program} is not on the PATH`
