import { execFile } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const compiler = join(root, 'node_modules/typescript-7/bin/tsc')

/** A copy of the program's sources that can be changed and compiled. */
export interface ChangedCopy {
  /** Adds a file. */
  write(file: string, text: string): void
  /** Inserts a text before the only occurrence of another. */
  insert(file: string, before: string, text: string): void
  /** The files in which the compiler finds an error, each once, with the first error's message. */
  compile(): Promise<Map<string, string>>
  /** What its command line prints and exits with, once it has been compiled without an error. */
  sitemode(...words: string[]): Promise<{ stdout: string; code: number }>
}

/** `folder` lies in the project, so that the packages are found. */
export function changedCopy(folder: string): ChangedCopy {
  for (const part of ['sim', 'certs', 'package.json']) {
    cpSync(join(root, part), join(folder, part), { recursive: true })
  }
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { incremental: false, rootDir: '.', outDir: 'dist', noEmitOnError: true },
    include: ['sim', 'certs'],
    exclude: ['sim/**/browser'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  return {
    write: (file, text) => writeFileSync(join(folder, file), text),
    insert(file, before, text) {
      const [start = '', end, ...more] = readFileSync(join(folder, file), 'utf8').split(before)
      if (end === undefined || more.length > 0) throw new Error(`${file} has not one ${before}`)
      writeFileSync(join(folder, file), start + text + before + end)
    },
    async compile() {
      const found = new Map<string, string>()
      for (const line of (await outputOf(folder)).split('\n')) {
        const [, file, message] = /^([^(\s]+)\(\d+,\d+\): error (.*)$/.exec(line) ?? []
        if (file !== undefined && message !== undefined && !found.has(file)) found.set(file, message)
      }
      return found
    },
    sitemode: (...words) => run(folder, join(folder, 'dist/sim/cli/sitemode.js'), ...words),
  }
}

/** The compiler's output; it exits with 2 if it finds errors, and prints nothing if it finds none. */
async function outputOf(folder: string): Promise<string> {
  const { code, stdout } = await run(folder, compiler, '--pretty', 'false')
  if (code !== 0 && !stdout.includes('error TS'))
    throw new Error(`the compiler ended with ${code}: ${stdout}`)
  return stdout
}

async function run(cwd: string, ...words: string[]): Promise<{ stdout: string; code: number }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd })
    return { stdout, code: 0 }
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: string }
    if (typeof code !== 'number' || stdout === undefined) throw error
    return { stdout, code }
  }
}
