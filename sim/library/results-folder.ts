import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import * as z from 'zod'
import { EnvironmentError } from '../errors.ts'
import type { OutputFile } from '../report/output-file.ts'
import { cannotWrite, unfinished, writeWhole } from '../whole-files.ts'
import { pathOf, type Surroundings } from './surroundings.ts'
import type { OwnProcess } from './own-process.ts'

/** Says who writes to a folder. */
const lockName = '.sitemode-lock'
/** Names the reports in a folder, a path on each line, so that the next run removes them and nothing else. */
const listName = '.sitemode-reports'

const holder = z.object({ pid: z.int().positive(), host: z.string(), since: z.string() })

type Holder = z.output<typeof holder>

/** Creates a folder, and keeps other runs from writing to it until disposed of. Throws an `EnvironmentError` if one does. */
export function holdFolder(folder: string, context: Surroundings): Disposable {
  const held = tryHold(folder, context)
  if (held) return held
  const lock = join(folder, lockName)
  const found = readHolder(pathOf(lock, context))
  const who = found ? `process ${found.pid} on ${found.host}, since ${found.since},` : 'another process'
  throw new EnvironmentError(
    `${who} writes its results to ${folder}: choose another folder, or wait; if no run of sitemode is in progress, ` +
      `delete ${lock}`,
  )
}

/** undefined where another process writes to the folder. */
export function tryHold(folder: string, context: Surroundings): Disposable | undefined {
  const lock = resolve(pathOf(join(folder, lockName), context))
  try {
    mkdirSync(dirname(lock), { recursive: true })
    if (!writeNew(lock, context.ownProcess) && !takeOver(lock, folder, context)) return undefined
  } catch (error) {
    return cannotWrite(join(folder, lockName))(error)
  }
  const release = (): void => {
    rmSync(lock, { force: true })
    locks.delete(lock)
    callOff()
  }
  // A signal ends the process in the middle of a command.
  const callOff = context.ownProcess.atExit(release)
  locks.add(lock)
  return { [Symbol.dispose]: release }
}

/** The locks that this process has. */
const locks = new Set<string>()

/** Takes the place of a process that ended without removing its lock. */
function takeOver(lock: string, folder: string, { stderr, ownProcess: own }: Surroundings): boolean {
  if (isAlive(readHolder(lock), lock, own)) return false
  const guard = `${lock}.taken-over`
  // Of two processes that found the same lock, one takes it over; the other reads it again.
  if (!writeNew(guard, own)) return false
  try {
    const left = readHolder(lock)
    if (isAlive(left, lock, own)) return false
    writeLock(lock, own)
    stderr.say`sitemode: process ${left?.pid ?? '?'} ended in the middle of its results; ${folder} is taken over\n`
    return true
  } finally {
    rmSync(guard, { force: true })
  }
}

/** Whether the process that wrote a lock may still run. */
function isAlive(found: Holder | undefined, lock: string, own: OwnProcess): boolean {
  // A lock that says nothing is being written, and nothing is known of the processes of another machine.
  if (found?.host !== hostname()) return true
  return found.pid === own.pid ? locks.has(lock) : own.isRunning(found.pid)
}

function readHolder(lock: string): Holder | undefined {
  try {
    return holder.parse(JSON.parse(readFileSync(lock, 'utf8')))
  } catch {
    return undefined
  }
}

/** False if the file is there already. */
function writeNew(lock: string, own: OwnProcess): boolean {
  try {
    writeLock(lock, own, 'wx')
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

function writeLock(lock: string, { pid }: OwnProcess, flag: 'w' | 'wx' = 'w'): void {
  const own: Holder = { pid, host: hostname(), since: new Date().toISOString() }
  const descriptor = openSync(lock, flag)
  try {
    writeFileSync(descriptor, `${JSON.stringify(own)}\n`)
  } catch (error) {
    // A lock that does not say whose it is could not be taken over.
    rmSync(lock, { force: true })
    throw error
  } finally {
    closeSync(descriptor)
  }
}

/** Removes the reports of an earlier run, and the folders that are empty without them. Throws an `EnvironmentError`. */
export function removeReports(folder: string): void {
  const root = resolve(folder)
  for (const path of listedReports(folder)) {
    const file = join(root, path)
    // Somebody else may have written the list.
    if (!isWithin(root, dirname(file))) continue
    try {
      for (const name of [file, `${file}${unfinished}`]) rmSync(name, { force: true })
    } catch (error) {
      cannotWrite(file)(error)
    }
    removeEmptyFolders(root, dirname(file))
  }
  rmSync(join(folder, listName), { force: true })
}

function listedReports(folder: string): string[] {
  try {
    return readFileSync(join(folder, listName), 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

/** Links are followed: they may lead elsewhere. */
function isWithin(folder: string, below: string): boolean {
  try {
    const [outer, inner] = [realpathSync(folder), realpathSync(below)]
    return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`)
  } catch {
    return false
  }
}

function removeEmptyFolders(folder: string, below: string): void {
  try {
    for (let one = below; one !== folder && one !== dirname(one); one = dirname(one)) rmdirSync(one)
  } catch {
    // It holds something else, which stays.
  }
}

/** Writes reports into a folder: all of them are whole before the first gets its name. Throws an `EnvironmentError`. */
export async function writeReports(folder: string, files: readonly OutputFile[]): Promise<void> {
  await mkdir(folder, { recursive: true }).catch(cannotWrite(folder))
  // A run that is killed leaves unfinished reports; they are listed, and removed by the next run.
  const listed = [...new Set([...listedReports(folder), ...files.map(({ path }) => path)])]
  await writeWhole([{ path: join(folder, listName), text: listed.map((path) => `${path}\n`).join('') }])
  for (const below of new Set(files.map(({ path }) => dirname(join(folder, path)))))
    await mkdir(below, { recursive: true }).catch(cannotWrite(below))
  await writeWhole(files.map(({ path, text }) => ({ path: join(folder, path), text })))
}
