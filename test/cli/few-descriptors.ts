import { spawnSync } from 'node:child_process'
import { entry, environment, root } from './command.ts'

export interface Limited {
  /** undefined where it hung. */
  status: number | undefined
  stdout: string
  stderr: string
}

/** Runs the executable in a process that may have this many descriptors open. */
export function withDescriptors(count: number, cache: string, ...args: string[]): Limited {
  const limited = ['-c', 'ulimit -n "$0" && exec "$@"', String(count), process.execPath, entry, ...args]
  const { status, stdout, stderr } = spawnSync('sh', limited, {
    cwd: root,
    env: environment(cache),
    encoding: 'utf8',
    // Longer than any run takes, and shorter than a client waits for a server that a defect keeps silent.
    timeout: 240_000,
    killSignal: 'SIGKILL',
  })
  return { status: status ?? undefined, stdout, stderr }
}

/** What is wrong with a run of `matrix`: it has to agree with the documentation, or to tell of the machine in a sentence. */
export function wrongWith({ status, stdout, stderr }: Limited): string | undefined {
  const isWhole = status === 0 && stderr === '' && stdout.includes('38 of 38 cells agree')
  const isTold = status === 3 && stdout === '' && /^sitemode: [^\n]*(EMFILE|ulimit -n)[^\n]*\n$/.test(stderr)
  return isWhole || isTold ? undefined : `${status}: ${stderr}${stdout}`
}
