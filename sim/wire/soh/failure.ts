import { uint32 } from '../../encoding/bytes.ts'
import { tlvTypes, valueOf, type Tlv } from './tlv.ts'

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

export function parseFailure(attributes: readonly Tlv[]): Failure | undefined {
  const number = valueOf(attributes, tlvTypes.failureCategory)
  const codes = valueOf(attributes, tlvTypes.errorCodes)
  const [category] = namesOfCategories.filter(
    (name) => number?.length === 1 && failureCategories[name] === number[0],
  )
  return category && codes?.length === 4 ? { category, code: codes.readUInt32BE() } : undefined
}

const namesOfCategories = Object.keys(failureCategories) as FailureCategory[]

export function printFailure({ category, code }: Failure): Tlv[] {
  return [
    { type: tlvTypes.failureCategory, value: Buffer.from([failureCategories[category]]) },
    { type: tlvTypes.errorCodes, value: uint32(code) },
  ]
}
