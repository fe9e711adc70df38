import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { inCheckout } from './sources.ts'

/** A module in the place of another, as JavaScript. */
export interface Replacement {
  /** The source: `/…/sim/rules/roaming.ts`. */
  file: string
  module: string
}

/** Some exports of one module, each with what takes its place, made of the original. */
export interface Decorated {
  /** `sim/client/attempt.ts` */
  module: string
  exports: Readonly<Record<string, Decoration>>
}

export type Decoration = (original: never) => unknown

/** `Module` is the type of the module, so that the compiler knows its exports. */
export function decorated<Module>(
  module: string,
  exports: { readonly [Name in keyof Module]?: (original: Module[Name]) => Module[Name] },
): Decorated {
  return { module, exports: exports as Decorated['exports'] }
}

/** How to start a process with some modules in the place of others. */
export async function put(
  modules: readonly Replacement[],
  folder: string,
): Promise<{ execArgv: string[]; env: NodeJS.ProcessEnv }> {
  const own = await mkdtemp(join(folder, 'plant-'))
  const replaced = modules.map(async ({ file, module }, index) => {
    const replacement = join(own, `module-${index}.mjs`)
    await writeFile(replacement, module)
    return [urlOf(file), replacement] as const
  })
  const inPlaceOf = Object.fromEntries(await Promise.all(replaced))
  return {
    execArgv: ['--import', new URL('in-place-of.js', import.meta.url).href],
    env: { ...process.env, IN_PLACE_OF: JSON.stringify(inPlaceOf) },
  }
}

/** What a program prints that runs in a process of its own. Rejects when it fails. */
export async function outputOf(
  name: string,
  words: readonly string[],
  modules: readonly Replacement[],
  folder: string,
): Promise<string> {
  const { execArgv, env } = await put(modules, folder)
  const program = fileURLToPath(new URL(name, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [...execArgv, program, ...words], { env })
  return stdout
}

/** Modules that export what the originals do, some of it decorated by the lie or the fake that `planted.ts` is told. */
export function decorating(decorated: readonly Decorated[]): Replacement[] {
  const planted = new URL('planted.js', import.meta.url).href
  const modules = [...new Set(decorated.map(({ module }) => module))]
  return modules.map((module) => {
    const file = inCheckout(module)
    const original = `${urlOf(file)}?original`
    const inIt = decorated.filter((one) => one.module === module)
    const names = new Set(inIt.flatMap(({ exports }) => Object.keys(exports)))
    const lines = [
      `import * as original from '${original}'`,
      `import { decorate } from '${planted}'`,
      `export * from '${original}'`,
      ...[...names].map(
        (name) => `export const ${name} = decorate('${module}', '${name}', original.${name})`,
      ),
    ]
    return { file, module: lines.join('\n') }
  })
}

/** Of `/…/sim/rules/roaming.ts` the URL of `/…/dist/sim/rules/roaming.js`. */
function urlOf(file: string): string {
  return pathToFileURL(file.replace(/\/sim\/(.*)\.ts$/, '/dist/sim/$1.js')).href
}
