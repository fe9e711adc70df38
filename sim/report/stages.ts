import type { Attempt } from '../evidence/attempt.ts'
import type { Stage } from '../vocabulary/network.ts'

/** A stage of an attempt, and how the attempt fared there. */
export interface ReachedStage {
  stage: Stage
  /** `unreached`: an earlier stage failed. */
  state: 'done' | 'failed' | 'unreached'
}

/** The stages of an attempt by its protocol, in order; none for a withheld attempt. */
export function stagesOf({ protocol, outcome, client_end }: Attempt): ReachedStage[] {
  if (outcome === 'withheld') return []
  const failed = client_end?.stage
  const usual = stagesOfProtocol[protocol]
  // Name resolution is shown only where it failed.
  const stages: readonly Stage[] = failed === undefined || usual.includes(failed) ? usual : [failed, ...usual]
  const at = failed === undefined ? stages.length : stages.indexOf(failed)
  return stages.map((stage, index) => ({
    stage,
    state: index < at ? 'done' : index === at ? 'failed' : 'unreached',
  }))
}

const stagesOfProtocol: Readonly<Record<Attempt['protocol'], readonly Stage[]>> = {
  http: ['connect', 'http'],
  https: ['connect', 'tls', 'http'],
  smb: ['connect', 'smb'],
  ldap: ['connect', 'ldap'],
  pxe: ['pxe'],
  soh: ['soh'],
  dns: ['dns'],
  wins: ['wins'],
}
