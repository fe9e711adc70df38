import { SiteModeError, type RunningHierarchy } from '../../network/running-hierarchy.ts'
import { timeInWords } from '../time-in-words.ts'
import type { AdvanceStep, BreakStep, RepairStep, RevokeStep, SetModeStep } from '../scenario.ts'
import { happened, type Came } from './came.ts'

/** A change that the hierarchy refuses is an outcome, which can be expected; nobody expecting it, it is a problem. */
export async function setMode(step: SetModeStep, running: RunningHierarchy): Promise<Came> {
  const { site, mode, expect } = step
  try {
    await running.setMode(site, mode)
  } catch (error) {
    if (!(error instanceof SiteModeError)) throw error
    const told = happened(`Site ${site} did not go into ${mode} mode: ${error.message}.`, {
      outcome: 'failed',
    })
    return expect.outcome === 'failed' ? told : { ...told, problem: error.message }
  }
  return happened(`Site ${site} went into ${mode} mode.`, { outcome: 'answered' })
}

export async function breakSystem({ system, fault }: BreakStep, running: RunningHierarchy): Promise<Came> {
  await running.break(system, fault)
  return happened(`${system} broke: ${fault}.`)
}

export async function repairSystem({ system }: RepairStep, running: RunningHierarchy): Promise<Came> {
  await running.repair(system)
  return happened(`${system} was repaired.`)
}

export function revoke({ revoked }: RevokeStep, running: RunningHierarchy): Came {
  running.revoke(revoked)
  return happened(`The certificate of ${'client' in revoked ? revoked.client : revoked.system} was revoked.`)
}

export function advance({ milliseconds }: AdvanceStep, running: RunningHierarchy): Came {
  running.advance(milliseconds)
  return happened(`The clock moved ahead by ${timeInWords(milliseconds)}.`)
}
