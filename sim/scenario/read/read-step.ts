import type { Hierarchy } from '../../model/hierarchy.ts'
import type { Finding } from '../../model/source/finding.ts'
import type { FieldPath } from '../../model/source/source.ts'
import { locationInWords } from '../../model/boundary.ts'
import type { Step } from '../scenario.ts'
import type { StepFile } from '../step-file.ts'
import { withoutUndefined } from './given.ts'
import { unknownClient, unknownDiagnosis } from './known-names.ts'
import { readAction } from './read-action.ts'
import { readContact } from './read-contact.ts'
import { readChange } from './read-change.ts'

/** A step with its names settled, or what is wrong with it. */
export function readStep(written: StepFile, path: FieldPath, hierarchy: Hierarchy): Step | Finding {
  const { client, move, expect } = written
  const unheardOf = unknownDiagnosis(expect?.diagnosis, [...path, 'expect', 'diagnosis'])
  if (unheardOf) return unheardOf
  if (client === undefined) return readChange(written, path, hierarchy)
  const nobody = unknownClient(client, [...path, 'client'], hierarchy)
  if (nobody) return nobody
  if (!move)
    return readAction(written, client, path, hierarchy) ?? readContact(written, client, path, hierarchy)
  const to = move.internet ? { internet: true as const } : withoutUndefined({ ...move, internet: undefined })
  return { does: 'move', name: written.name ?? `${client} moves to ${locationInWords(to)}`, client, to }
}
