import { readFileSync } from 'node:fs'
import { fateInTest } from '../fate-in-test.ts'
import type { Fate, Ground } from '../fate.ts'
import { hunt, NothingFits, type Found, type Progress, type Suspect } from '../hunt.ts'
import { transpiled } from '../mutants.ts'
import type { Replacement } from '../plant.ts'
import { createRunner } from '../runner.ts'
import { inCheckout } from '../sources.ts'
import type { TurnedStatement } from './place.ts'

type Suspected = Suspect & { turned: TurnedStatement }

/** Turns each statement round where it is carried out, and runs the scenario or the test that is to notice. */
export async function huntStatements(
  statements: readonly TurnedStatement[],
  wanted: readonly string[],
  ground: Ground,
  progress: Progress,
): Promise<Found<Suspected>[]> {
  const suspects = statements
    .map((turned) => ({ id: called(turned), kind: turned.file, turned }))
    .filter(({ id }) => wanted.length === 0 || wanted.some((part) => id.includes(part)))
  if (suspects.length === 0) throw new NothingFits(`no statement is turned round in ${wanted.join(', ')}`)
  const fateOf = ({ turned }: Suspected): Promise<Fate> => fateOfStatement(turned, ground)
  return hunt(suspects, () => ({ fateOf, close: () => undefined }), progress)
}

function called({ says, file, replacement }: TurnedStatement): string {
  return `${says} ${file}: ${replacement.trim().replace(/\s+/g, ' ') || 'nothing'}`
}

async function fateOfStatement(turned: TurnedStatement, ground: Ground): Promise<Fate> {
  const { noticedBy } = turned
  const changed = turnedRound(turned)
  if (noticedBy.startsWith('test/')) return fateInTest(noticedBy, changed, ground.folder)
  const runner = createRunner([changed], ground)
  try {
    return await runner.fateOf({ scenarios: [inCheckout(noticedBy)] })
  } finally {
    runner.close()
  }
}

/** The module with the statement turned round. */
export function turnedRound({ file, original, replacement }: TurnedStatement): Replacement {
  const path = inCheckout(file)
  const [before = '', after, ...more] = readFileSync(path, 'utf8').split(original)
  if (after === undefined || more.length > 0) throw new Error(`${file} has not one ${original}`)
  return { file: path, module: transpiled(before + replacement + after) }
}
