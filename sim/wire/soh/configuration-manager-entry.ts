import { uint32 } from '../../encoding/bytes.ts'
import { parseFileTime, serializeFileTime } from '../../encoding/file-time.ts'
import { bytesAt, constant, converted, fileTimeBe, struct, u32be, u8 } from '../../encoding/struct.ts'
import { configurationManagerHealthId, tlvTypes, valueOf, type Tlv } from './message.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * Statement of Configuration Manager's system health agent: at least compliance, site, the NAP policies it went by
 * ("About the Statement of Health (SoH) in Network Access Protection", bb680833), and when it was made.
 */
export interface ConfigurationManagerStatement {
  siteCode: string
  /** Time stamp of the NAP policies that the client evaluated. */
  policyTimeStamp: Date
  /** When the client evaluated its compliance. A cached statement is older than the message around it. */
  generated: Date
  /** Whether all required software updates are installed, or why the client cannot tell. */
  outcome: 'compliant' | 'non-compliant' | Failure
}

/** The validator's answer: a health state, or a failure in its place (page 2bb6b07a). */
export type HealthState = 'compliant' | 'non-compliant' | Failure

// The encoding of these is not documented; our choice: a vendor-specific attribute whose vendor is the agent's own
// id, as the Windows agent's is 0x00013780: the version of this layout, compliance, site code, time stamp.
const outcomes = { failure: 0, compliant: 1, 'non-compliant': 2 }
const siteCodePattern = /^[A-Z0-9]{3}$/
const statementLayout = struct(17, {
  vendor: constant(u32be(0), configurationManagerHealthId),
  version: constant(u8(4), 1),
  outcome: u8(5),
  siteCode: converted(
    bytesAt(6, 3),
    (bytes) => (siteCodePattern.test(bytes.toString('latin1')) ? bytes.toString('latin1') : undefined),
    (siteCode: string) => Buffer.from(siteCode, 'latin1'),
  ),
  policyTimeStamp: fileTimeBe(9),
})

/** undefined unless it is a statement of Configuration Manager's agent. */
export function parseStatement(attributes: readonly Tlv[]): ConfigurationManagerStatement | undefined {
  const value = valueOf(attributes, tlvTypes.vendorSpecific)
  const time = valueOf(attributes, tlvTypes.generationTime)
  const generated = time && parseFileTime(time)
  const stated = value?.length === statementLayout.length ? statementLayout.parse(value) : undefined
  const outcome = stated && parseOutcome(stated.outcome, attributes)
  return generated && outcome && { ...stated, generated, outcome }
}

function parseOutcome(
  number: number,
  attributes: readonly Tlv[],
): ConfigurationManagerStatement['outcome'] | undefined {
  switch (number) {
    case outcomes.compliant:
      return 'compliant'
    case outcomes['non-compliant']:
      return 'non-compliant'
    case outcomes.failure:
      return parseFailure(attributes)
    default:
      return undefined
  }
}

/** Throws a `RangeError` for a site code that is not three letters or digits. */
export function serializeStatement(statement: ConfigurationManagerStatement): Tlv[] {
  const { siteCode, policyTimeStamp, generated, outcome } = statement
  if (!siteCodePattern.test(siteCode)) throw new RangeError(`${siteCode} is no site code`)
  const failure = typeof outcome === 'string' ? undefined : outcome
  const value = statementLayout.serialize({
    siteCode,
    policyTimeStamp,
    outcome: typeof outcome === 'string' ? outcomes[outcome] : outcomes.failure,
  })
  return [
    { type: tlvTypes.vendorSpecific, value },
    { type: tlvTypes.generationTime, value: serializeFileTime(generated) },
    ...(failure ? serializeFailure(failure) : []),
  ]
}

const compliant = 0
/** S_FALSE; the validator's own code is not documented; our choice. */
const nonCompliant = 1

/** undefined unless it is a response of Configuration Manager's validator. */
export function parseHealthState(attributes: readonly Tlv[]): HealthState | undefined {
  const codes = valueOf(attributes, tlvTypes.complianceResultCodes)
  if (codes === undefined) return parseFailure(attributes)
  if (codes.length !== 4) return undefined
  return codes.readUInt32BE() === compliant ? 'compliant' : 'non-compliant'
}

export function serializeHealthState(state: HealthState): Tlv[] {
  if (typeof state !== 'string') return serializeFailure(state)
  const value = uint32(state === 'compliant' ? compliant : nonCompliant)
  return [{ type: tlvTypes.complianceResultCodes, value }]
}

/** Why there is no health state, by its number: `FailureCategory` of naptypes.h, without `failureCategoryNone`. */
export const failureCategories = {
  other: 1,
  'client-component': 2,
  'client-communication': 3,
  'server-component': 4,
  'server-communication': 5,
} as const

export type FailureCategory = keyof typeof failureCategories

/** An error condition: a category with an error code (page 2bb6b07a). */
export interface Failure {
  category: FailureCategory
  /** An HRESULT. */
  code: number
}

function parseFailure(attributes: readonly Tlv[]): Failure | undefined {
  const number = valueOf(attributes, tlvTypes.failureCategory)
  const codes = valueOf(attributes, tlvTypes.errorCodes)
  const [category] = namesOfCategories.filter(
    (name) => number?.length === 1 && failureCategories[name] === number[0],
  )
  return category && codes?.length === 4 ? { category, code: codes.readUInt32BE() } : undefined
}

const namesOfCategories = Object.keys(failureCategories) as FailureCategory[]

function serializeFailure({ category, code }: Failure): Tlv[] {
  return [
    { type: tlvTypes.failureCategory, value: Buffer.from([failureCategories[category]]) },
    { type: tlvTypes.errorCodes, value: uint32(code) },
  ]
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      "the place of Configuration Manager's statement within a statement of health, and the " +
      "validator's own error codes",
  },
]
