import { contact } from './contact.ts'
import {
  assign,
  getContent,
  move,
  requestPolicy,
  restoreState,
  scanForUpdates,
  sendState,
  start,
  storeState,
} from './client-actions.ts'
import { advance, breakSystem, repair, revoke, setMode } from './hierarchy-changes.ts'

/** All that a step can do, by the field that a scenario writes it with. */
export const steps = {
  move,
  assign,
  start,
  requestPolicy,
  sendState,
  scanForUpdates,
  getContent,
  storeState,
  restoreState,
  contact,
  setMode,
  break: breakSystem,
  repair,
  revoke,
  advance,
}

export type StepName = keyof typeof steps
