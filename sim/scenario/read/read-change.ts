import type { Hierarchy } from '../../model/hierarchy.ts'
import type { Finding } from '../../model/source/finding.ts'
import type { FieldPath } from '../../model/source/source.ts'
import type { SiteMode } from '../../model/site-mode.ts'
import { timeInWords } from '../time-in-words.ts'
import type { Step } from '../scenario.ts'
import type { StepFile } from '../step-file.ts'
import { unknownClient, unknownSite, unknownSystem } from './known-names.ts'

/** What happens to the hierarchy itself. */
export function readChange(written: StepFile, path: FieldPath, hierarchy: Hierarchy): Step | Finding {
  if (written.setMode) return readSetMode(written, written.setMode, path, hierarchy)
  if (written.break) return readBreak(written, written.break, path, hierarchy)
  if (written.repair) return readRepair(written, written.repair, path, hierarchy)
  if (written.revoke) return readRevoke(written, written.revoke, path, hierarchy)
  const milliseconds = written.advance ?? 0
  return {
    does: 'advance',
    name: written.name ?? `the clock moves ahead by ${timeInWords(milliseconds)}`,
    milliseconds,
  }
}

const change: Readonly<Record<SiteMode, string>> = {
  mixed: 'goes back to mixed mode',
  native: 'goes over to native mode',
}

function readSetMode(
  { name, expect = {} }: StepFile,
  { site, mode }: NonNullable<StepFile['setMode']>,
  path: FieldPath,
  hierarchy: Hierarchy,
): Step | Finding {
  return (
    unknownSite(site, [...path, 'setMode', 'site'], hierarchy) ?? {
      does: 'setMode',
      name: name ?? `site ${site} ${change[mode]}`,
      site,
      mode,
      expect,
    }
  )
}

function readBreak(
  { name }: StepFile,
  { system, fault }: NonNullable<StepFile['break']>,
  path: FieldPath,
  hierarchy: Hierarchy,
): Step | Finding {
  return (
    unknownSystem(system, [...path, 'break', 'system'], hierarchy) ?? {
      does: 'break',
      name: name ?? `${system} breaks: ${fault}`,
      system,
      fault,
    }
  )
}

function readRepair(
  { name }: StepFile,
  { system }: NonNullable<StepFile['repair']>,
  path: FieldPath,
  hierarchy: Hierarchy,
): Step | Finding {
  return (
    unknownSystem(system, [...path, 'repair', 'system'], hierarchy) ?? {
      does: 'repair',
      name: name ?? `${system} is repaired`,
      system,
    }
  )
}

function readRevoke(
  { name }: StepFile,
  { client, system, cachedLists }: NonNullable<StepFile['revoke']>,
  path: FieldPath,
  hierarchy: Hierarchy,
): Step | Finding {
  const unknown =
    client === undefined
      ? unknownSystem(system ?? '', [...path, 'revoke', 'system'], hierarchy)
      : unknownClient(client, [...path, 'revoke', 'client'], hierarchy)
  return (
    unknown ?? {
      does: 'revoke',
      name: name ?? `the certificate of ${client ?? system} is revoked`,
      revoked: { ...(client === undefined ? { system: system ?? '' } : { client }), cachedLists },
    }
  )
}
