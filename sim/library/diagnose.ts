import * as z from 'zod'
import type { EnvironmentError, InputError } from '../errors.ts'
import type { HierarchyInput } from '../model/schema/hierarchy-input.ts'
import { called, made, optionsOf } from '../model/source/options.ts'
import type { DiagnoseResult } from '../report/diagnose-result.ts'
import { checkTexts } from './given.ts'
import type { WorkOptions } from './hierarchies.ts'
import { inThisProcess } from './surroundings.ts'

/** Options of `diagnose`. */
export interface DiagnoseOptions extends Pick<WorkOptions, 'onWarning'> {
  /** Says what clients should have done in this hierarchy by the rules. */
  hierarchy?: string | HierarchyInput
  /** Reads every file as a capture of the network, whatever it looks like. */
  capture?: true
  /** File with the secrets of TLS sessions (SSLKEYLOGFILE), to look into captured ones. */
  keylog?: string
  /** Gets the error of each file that cannot be read; without it, the first is thrown. */
  onUnreadable?: (error: InputError | EnvironmentError) => void
}

const checkDiagnose = optionsOf<DiagnoseOptions>('diagnose', {
  hierarchy: z.union([z.string(), made<HierarchyInput>('a hierarchy, or the name of its file')]),
  capture: z.literal(true),
  keylog: z.string(),
  onUnreadable: called(),
  onWarning: called(),
})

/**
 * Reads logs of clients and web servers, recordings and captures of the network, and says what failed, what it can be and what to
 * do. It opens no connection. The result is that of `diagnose --json`. Captures are read through tshark, which has to be installed.
 * Throws an `InputError` for a file that is none of these, or an `EnvironmentError`.
 */
export async function diagnose(
  files: string | readonly string[],
  options: DiagnoseOptions = {},
): Promise<DiagnoseResult> {
  checkTexts('diagnose', files, { what: 'the name of a file, or several', remedy: 'name a log or a capture' })
  checkDiagnose(options)
  const { hierarchy, onWarning, onUnreadable, ...reading } = options
  const [{ diagnoseFiles }, { loadDescribed }, { diagnoseResult }] = await Promise.all([
    import('./read-logs.ts'),
    import('./hierarchies.ts'),
    import('../report/diagnose-result.ts'),
  ])
  const described =
    hierarchy === undefined ? undefined : await loadDescribed(hierarchy, { ...(onWarning && { onWarning }) })
  const { diagnosis, wrong } = await inThisProcess(['diagnose'], (surroundings) =>
    diagnoseFiles([files].flat(), { ...reading, hierarchy: described?.hierarchy }, surroundings),
  )
  for (const error of wrong) {
    if (!onUnreadable) throw error
    onUnreadable(error)
  }
  return diagnoseResult(diagnosis)
}
