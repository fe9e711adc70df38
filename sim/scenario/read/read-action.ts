import type { Hierarchy } from '../../model/hierarchy.ts'
import type { Finding } from '../../model/source/finding.ts'
import type { FieldPath } from '../../model/source/source.ts'
import type { ActionStep } from '../scenario.ts'
import type { StepFile } from '../step-file.ts'
import { unknownPackage, unknownSite } from './known-names.ts'

/** undefined where the step is no action of several attempts. */
export function readAction(
  written: StepFile,
  client: string,
  path: FieldPath,
  hierarchy: Hierarchy,
): ActionStep | Finding | undefined {
  const { assign, getContent, sendState, storeState, expect = {} } = written
  const step = (name: string) => ({ name: written.name ?? `${client} ${name}`, client, expect })
  if (assign !== undefined) {
    const automatic = assign === 'auto'
    const nowhere = automatic ? undefined : unknownSite(assign, [...path, 'assign'], hierarchy)
    const name = automatic ? 'looks for a site to be assigned to' : `is assigned to site ${assign}`
    return nowhere ?? { does: 'assign', site: assign, ...step(name) }
  }
  if (getContent !== undefined) {
    const nothing = unknownPackage(getContent, [...path, 'getContent'], hierarchy)
    return nothing ?? { does: 'getContent', packageId: getContent, ...step(`gets package ${getContent}`) }
  }
  if (sendState !== undefined) {
    const state = sendState === true ? undefined : sendState
    const name = state ? `sends state ${state.topic}/${state.id}` : 'sends a state message'
    return { does: 'sendState', state, ...step(name) }
  }
  if (storeState !== undefined) {
    const bytes = storeState === true ? undefined : storeState.bytes
    return { does: 'storeState', bytes, ...step('stores its user state') }
  }
  if (written.start) return { does: 'start', ...step('starts') }
  if (written.restoreState) return { does: 'restoreState', ...step('restores its user state') }
  if (written.requestPolicy) return { does: 'requestPolicy', ...step('requests policy') }
  if (written.scanForUpdates) return { does: 'scanForUpdates', ...step('scans for software updates') }
  return undefined
}
