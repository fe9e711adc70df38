import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

export interface Running {
  pid: number
  /** Its arguments. */
  command: string[]
  env: string[]
}

/** All processes of this machine, as Linux tells. */
export function everyProcess(): Running[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const read = (what: string): string[] => readFileSync(`/proc/${name}/${what}`, 'utf8').split('\0')
        return [{ pid: Number(name), command: read('cmdline'), env: read('environ') }]
      } catch {
        // It has ended in the meantime.
        return []
      }
    })
}

/** The shard of this fleet that a process does, such as `2/4`; undefined: it does none. */
export function shardOf(fleet: string, { command }: Running): string | undefined {
  const at = command.indexOf('--shard')
  return command[0]?.endsWith('node') && command.includes(fleet) && at >= 0 ? command[at + 1] : undefined
}

/** Waits until a process does a shard of this fleet. */
export async function whenShardRuns(
  fleet: string,
  wanted: (one: Running) => boolean = () => true,
): Promise<Running & { shard: string }> {
  for (;;) {
    for (const one of everyProcess()) {
      const shard = shardOf(fleet, one)
      if (shard !== undefined && wanted(one)) return { ...one, shard }
    }
    await setTimeout(20)
  }
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
