import * as z from 'zod'
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { InputError, type Problem } from '../errors.ts'
import { readFleet } from '../fleet/load-fleet.ts'
import { isFleet, isScenario, readHierarchy } from '../model/load-hierarchy.ts'
import { byPosition, toProblem } from '../model/source/finding.ts'
import { optionsOf } from '../model/source/options.ts'
import { edited } from '../model/source/fix.ts'
import { readSourceFile } from '../model/source/source-file.ts'
import { contentTooFarAway } from '../scenario/advice/content-too-far-away.ts'
import { adviceInSpite, unacceptedAdvice } from '../scenario/advice/on-hierarchy.ts'
import { readScenario } from '../scenario/load-scenario.ts'
import { writeNamed } from '../whole-files.ts'
import { checkText } from './given.ts'
import { shownName } from './input-bytes.ts'
import { readSource } from './read-source.ts'
import { inThisProcess, pathOf, type Surroundings } from './surroundings.ts'

/** What is wrong with a file; an element of `files` of `validate --json`. */
export interface Validated {
  /** As it was named. */
  file: string
  /** What its fields make of it; `unknown` where it cannot be read. */
  kind: 'hierarchy' | 'scenario' | 'fleet' | 'unknown'
  /** It can be used; there may be warnings. */
  valid: boolean
  /** Errors and warnings that are left. */
  problems: readonly Problem[]
  /** The problems that were mended in the file. */
  mended: readonly Problem[]
}

/** Options of `validate`. */
export interface ValidateOptions {
  /** Mends the file where the mend is certain. */
  fix?: boolean
}

const checkValidate = optionsOf<ValidateOptions>('validate', { fix: z.boolean() })

/**
 * Checks a hierarchy, scenario or fleet file, in YAML or TypeScript, and resolves to every problem and warning in it. With `fix`
 * it mends in the file what can be meant in one way only. A file that cannot be used rejects nothing: `valid` is false. Throws
 * an `EnvironmentError` where the machine does not let it read or write the file.
 */
export async function validate(file: string, options: ValidateOptions = {}): Promise<Validated> {
  checkText('validate', file, { what: 'the name of a file', remedy: 'name the file to check' })
  checkValidate(options)
  const { fix = false } = options
  return inThisProcess(['validate', file], (surroundings) => (fix ? mendFile : checkFile)(file, surroundings))
}

/** Mends can bring other mistakes to light, which were hidden by what could not be read. */
const mostRounds = 10

export async function mendFile(file: string, context: Surroundings): Promise<Validated> {
  const mended: Problem[] = []
  for (let round = 0; round < mostRounds; round++) {
    const found = await checkFile(file, context)
    const edits = found.problems.flatMap((problem) =>
      problem.edit && problem.file === file ? problem.edit : [],
    )
    const source = edits.length > 0 ? await readSourceFile(file, context.cwd) : undefined
    if (source?.text === undefined) return { ...found, mended }
    const { text, made } = edited(source.text, edits)
    const path = pathOf(file, context)
    const { mode } = await stat(path)
    await writeNamed({ path, text, shownAs: file, mode: mode & 0o777 })
    mended.push(...found.problems.filter(({ edit }) => edit && made.includes(edit)))
  }
  return { ...(await checkFile(file, context)), mended }
}

export async function checkFile(named: string, context: Surroundings): Promise<Validated> {
  const { cwd } = context
  const file = shownName(named)
  let kind: Validated['kind'] = 'unknown'
  try {
    const source = await readSource(named, context)
    kind = isFleet(source.value) ? 'fleet' : isScenario(source.value) ? 'scenario' : 'hierarchy'
    if (kind === 'fleet') {
      const { warnings } = await readFleet(source, cwd)
      return { file, kind, valid: true, problems: warnings, mended: [] }
    }
    if (kind === 'hierarchy') {
      const loaded = await readHierarchy(source, resolve(cwd, dirname(file))).catch((error: unknown) => {
        if (!(error instanceof InputError)) throw error
        const advice = adviceInSpite(source.value, error.problems).map((finding) =>
          toProblem(finding, source),
        )
        throw new InputError([...error.problems, ...advice].sort(byPosition))
      })
      const advice = unacceptedAdvice(loaded).map((finding) => toProblem(finding, source))
      return { file, kind, valid: true, problems: [...loaded.warnings, ...advice], mended: [] }
    }
    const { scenario, warnings } = await readScenario(source, cwd)
    const tooFar = contentTooFarAway(scenario).map((finding) => toProblem(finding, source))
    return { file, kind, valid: true, problems: [...warnings, ...tooFar], mended: [] }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { file, kind, valid: false, problems: error.problems, mended: [] }
  }
}
