import { readSourceFile } from '../model/source/source-file.ts'
import { sourceOfValue, type NamedSource } from '../model/source/source.ts'
import type { LoadedScenario } from '../scenario/load-scenario.ts'
import { loadScenarios } from './run-units.ts'
import type { Surroundings } from './surroundings.ts'

/** What a file has, or what a program described, which messages and reports call by this name. */
export async function sourceOf(
  described: unknown,
  name: string,
  { cwd }: Pick<Surroundings, 'cwd'>,
): Promise<NamedSource> {
  return typeof described === 'string'
    ? readSourceFile(described, cwd)
    : { ...sourceOfValue(described), file: name }
}

/** Reads scenarios that are described in files or by a program. Throws an `InputError` with the problems of all. */
export function scenariosDescribed(
  described: readonly unknown[],
  { cwd }: Pick<Surroundings, 'cwd'>,
): Promise<LoadedScenario[]> {
  return loadScenarios(described, (one) => sourceOf(one, 'scenario', { cwd }), cwd)
}
