import type { Finding } from '../model/source/finding.ts'

/** Steps of the scenario language that this version does not carry out yet. */
const notYet = [
  'assign',
  'requestPolicy',
  'sendState',
  'scanForUpdates',
  'storeState',
  'restoreState',
  'getContent',
  'setMode',
]

/** Refuses them by name: a step that was skipped in silence would pass. */
export function laterSteps(value: unknown): Finding[] {
  const steps: unknown = typeof value === 'object' && value !== null && 'steps' in value ? value.steps : []
  if (!Array.isArray(steps)) return []
  return steps.flatMap((step: unknown, index): Finding[] => {
    if (typeof step !== 'object' || step === null) return []
    const later = notYet.find((key) => Object.hasOwn(step, key))
    if (later === undefined) return []
    return [
      {
        severity: 'error',
        code: 'step-not-available',
        path: ['steps', index, later],
        part: 'key',
        message: `this version of sitemode cannot carry out the step ${later} yet`,
        remedy: 'the steps it has are contact, move, break, repair, revoke and advance',
      },
    ]
  })
}
