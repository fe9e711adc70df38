import { contact } from './contact.ts'
import {
  assign,
  getContent,
  installUpdate,
  move,
  requestPolicy,
  restoreState,
  scanForUpdates,
  sendState,
  start,
  storeState,
} from './client-actions.ts'
import { behave, misbehave } from './misbehave.ts'
import { advance, approve, breakSystem, repair, replace, revoke, setMode } from './hierarchy-changes.ts'

const plainValues = [true, 'auto'] as const

/** All kinds of steps, by the field that a scenario writes them with. */
export const steps = {
  move,
  assign,
  start,
  requestPolicy,
  sendState,
  scanForUpdates,
  installUpdate,
  getContent,
  storeState,
  restoreState,
  contact,
  setMode,
  break: breakSystem,
  replace,
  repair,
  misbehave,
  behave,
  revoke,
  approve,
  advance,
}

export type StepName = keyof typeof steps

/** Actions of a client that need no details, each as a step's field: `{ start: true }`, `{ assign: 'auto' }`. */
export const plainActions: readonly Partial<Record<StepName, true | 'auto'>>[] = Object.entries(
  steps,
).flatMap(([name, { of, field }]) => {
  const value = of === 'client' && plainValues.find((one) => field.safeParse(one).success)
  return value ? [{ [name]: value }] : []
})
