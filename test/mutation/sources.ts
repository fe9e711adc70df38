import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Path of a file of the checkout. */
export function inCheckout(...path: readonly string[]): string {
  return join(root, ...path)
}

/** The other way round, for people. */
export function fromCheckout(file: string): string {
  return relative(root, file)
}

export function allScenarios(): Promise<string[]> {
  return filesIn('scenarios', /\.(?:yaml|ts)$/)
}

export function allRules(): Promise<string[]> {
  return filesIn('sim/rules', /\.ts$/)
}

async function filesIn(folder: string, ending: RegExp): Promise<string[]> {
  const names = await readdir(inCheckout(folder))
  return names.filter((name) => ending.test(name)).map((name) => inCheckout(folder, name))
}
