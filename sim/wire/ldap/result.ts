import * as ber from '../../encoding/ber.ts'

/** RFC 4511, 4.1.9 and appendix A. */
export const resultCodes = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  compareFalse: 5,
  compareTrue: 6,
  authMethodNotSupported: 7,
  strongerAuthRequired: 8,
  referral: 10,
  adminLimitExceeded: 11,
  unavailableCriticalExtension: 12,
  confidentialityRequired: 13,
  noSuchAttribute: 16,
  undefinedAttributeType: 17,
  inappropriateMatching: 18,
  invalidDNSyntax: 34,
  noSuchObject: 32,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
  other: 80,
} as const

export type ResultName = keyof typeof resultCodes

const names = new Map<number, string>(Object.entries(resultCodes).map(([name, code]) => [code, name]))

/** `noSuchObject`; `result 71` for one that is not in the table. */
export function resultName(code: number): string {
  return names.get(code) ?? `result ${code}`
}

/** The result in every response but a search entry (RFC 4511, 4.1.9). */
export interface LdapResult {
  code: number
  /** The last name found on the way to the entry; empty where names play no part. */
  matchedName: string
  /** For people. */
  message: string
}

/** The whole response to bind, search, compare, add, delete and modify. */
export function serializeResult({ code, matchedName, message }: LdapResult): Buffer {
  return Buffer.concat([
    ber.serializeNumber(code, ber.universal.enumerated),
    ber.serializeText(matchedName),
    ber.serializeText(message),
  ])
}

/** A referral or credentials that may follow are ignored. */
export function parseResult(content: Buffer): LdapResult | undefined {
  const values = ber.parseValues(content)
  return values && resultOf(values)
}

export function resultOf([first, second, third]: readonly ber.BerValue[]): LdapResult | undefined {
  const code = ber.parseNumber(first, ber.universal.enumerated)
  const matchedName = ber.parseText(second)
  const message = ber.parseText(third)
  if (code === undefined || matchedName === undefined || message === undefined) return undefined
  return { code, matchedName, message }
}
