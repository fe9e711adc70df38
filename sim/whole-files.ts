import { open, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { EnvironmentError, machineFaultOf } from './errors.ts'

/** A file to be written whole or not at all. */
export interface WholeFile {
  path: string
  /** Piece by piece where it is long. */
  text: string | Iterable<string>
  /** What messages call it; its path by default. */
  shownAs?: string
  /** Who may read it, whatever was there before; by default what the umask leaves. */
  mode?: number
}

/** While a file is being written, it has this after its name. */
export const unfinished = '.part'

/**
 * Writes files: all of them are whole before the first gets its name, and until then what was there before stays. Replaces a
 * link rather than the file that it leads to. Throws an `EnvironmentError`.
 */
export async function writeWhole(files: readonly WholeFile[]): Promise<void> {
  try {
    for (const file of files) await stage(file).catch(cannotWrite(file.shownAs ?? file.path))
    for (const { path, shownAs = path } of files)
      await rename(`${path}${unfinished}`, path).catch(cannotWrite(shownAs))
  } catch (error) {
    // The first failure is told.
    await Promise.allSettled(files.map(({ path }) => unlink(`${path}${unfinished}`)))
    throw error
  }
}

/** Removes what is there first: it may be a link, or be readable by others. */
async function stage({ path, text, mode = 0o666 }: WholeFile): Promise<void> {
  const file = `${path}${unfinished}`
  await unlink(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  })
  await writeFile(file, text, { flag: 'wx', mode })
}

/**
 * Throws an `EnvironmentError` where `writeNamed` could not write a file: for a command that would say so only at its end. What
 * is there stays.
 */
export async function checkNamed(path: string, shownAs: string): Promise<void> {
  const there = await stat(path).catch(() => undefined)
  const tried =
    there && !there.isFile()
      ? open(path, 'a').then((file) => file.close())
      : beginAndRemove(there ? await realpath(path) : path)
  await tried.catch(cannotWrite(shownAs))
}

async function beginAndRemove(path: string): Promise<void> {
  await stage({ path, text: '' })
  await unlink(`${path}${unfinished}`)
}

/** Writes a file that a user named, wherever a link there leads; a device or a pipe gets the text as it comes. */
export async function writeNamed(file: WholeFile & { shownAs: string }): Promise<void> {
  const { path, text, shownAs } = file
  const there = await stat(path).catch(() => undefined)
  if (there && !there.isFile()) await writeFile(path, text).catch(cannotWrite(shownAs))
  else await writeWhole([{ ...file, path: there ? await realpath(path) : path }])
}

/** Reports a file that could not be written. */
export function cannotWrite(file: string): (error: unknown) => never {
  return (error) => {
    throw new EnvironmentError(unwritable(file, error))
  }
}

/** A file that cannot be written, in words. */
export function unwritable(file: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  // An error without a code of the operating system is a defect of ours.
  if (code === undefined) throw error
  return `cannot write ${file} (${code}): ${machineFaultOf(error) ?? 'choose another place'}`
}
