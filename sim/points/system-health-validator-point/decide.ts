import type {
  ConfigurationManagerStatement,
  FailureCategory,
  HealthState,
} from '../../wire/soh/configuration-manager-entry.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * The record that a site publishes to Active Directory Domain Services for the validator ("About NAP Health State
 * References in Network Access Protection", bb632783).
 */
export interface HealthStateReference {
  /** Time of the site's latest NAP policies. */
  policyTimeStamp: Date
}

export interface Decision {
  state: HealthState
  reason: DecisionReason
}

export type DecisionReason = keyof typeof reasons

/** Each reason in a sentence for people. */
export const reasons = {
  'no-statement': 'The client sent no statement of the Configuration Manager system health agent.',
  expired:
    'The statement of health is older than its validity period: the client must evaluate its compliance again.',
  'reference-unreachable':
    'The health state references cannot be retrieved from Active Directory Domain Services.',
  'reference-unreadable': "The health state reference of the client's site cannot be read.",
  'site-unknown': "There is no health state reference for the client's site.",
  'policies-outdated': 'The client evaluated NAP policies older than those of its site.',
  'client-failed': 'The client could not evaluate its compliance.',
  'failure-unknown': 'The client reported an unknown failure.',
  'as-stated': "The client's own word counts: its statement is recent and follows its site's NAP policies.",
} as const

/**
 * The longest age of a statement ("How to Specify the Validity Period for the Statement of Health", bb633156). The default
 * is not documented; our choice: a day, between two evaluations, and two hours.
 */
const validityPeriod = 26 * 60 * 60 * 1000

/**
 * The checks in their order: when the statement was made, then the health state reference, then compliance and failures
 * (page 38033c27). `reference`: undefined where the site published none. Without `statement` the agent was silent.
 */
export function decide(
  statement: ConfigurationManagerStatement | undefined,
  reference: HealthStateReference | 'unreachable' | undefined,
  now: Date,
): Decision {
  // "SHA not responding to NAP client" is the policy server's name for this (page 4877f8e1).
  if (!statement) return failed('client-component', 'no-statement')
  const { outcome, generated, policyTimeStamp } = statement
  if (now.getTime() - generated.getTime() > validityPeriod)
    return { state: 'non-compliant', reason: 'expired' }
  // A failure of the validator's own takes the place of a known compliance only (page 2bb6b07a).
  const known = typeof outcome === 'string'
  if (known && reference === 'unreachable') return failed('server-communication', 'reference-unreachable')
  if (reference === undefined) return failed('other', 'site-unknown')
  if (reference !== 'unreachable') {
    const published = reference.policyTimeStamp.getTime()
    if (known && Number.isNaN(published)) return failed('server-component', 'reference-unreadable')
    // Newer policies are fine: the validator retrieves its references only now and then.
    if (policyTimeStamp.getTime() < published) return { state: 'non-compliant', reason: 'policies-outdated' }
  }
  if (known) return { state: outcome, reason: 'as-stated' }
  // Pass on only the client's own categories and known codes. The list of codes is not public; our choice: every HRESULT
  // that is an error.
  const isClients = outcome.category === 'client-component' || outcome.category === 'client-communication'
  return isClients && outcome.code >= 0x8000_0000
    ? { state: outcome, reason: 'client-failed' }
    : failed('other', 'failure-unknown')
}

/** E_FAIL: the validator's own error codes are not public; our choice. */
const unspecified = 0x8000_4005

function failed(category: FailureCategory, reason: DecisionReason): Decision {
  return { state: { category, code: unspecified }, reason }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the longest age of a statement of health: a day and two hours',
  },
  {
    certainty: 'our choice',
    about: "the client's codes that the validator passes on: every HRESULT that is an error",
  },
]
