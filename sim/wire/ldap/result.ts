import {
  printNumber,
  printText,
  readNumber,
  readText,
  readValues,
  universal,
  type BerValue,
} from '../../encoding/ber.ts'

/** What every response but an entry says (RFC 4511, 4.1.9). */
export interface LdapResult {
  code: number
  /** The last name on the way to the entry that was found; empty where names play no part. */
  matchedName: string
  /** For people. */
  message: string
}

/** A response of nothing else: of bind, search, compare, add, delete, modify. */
export function printResult({ code, matchedName, message }: LdapResult): Buffer {
  return Buffer.concat([printNumber(code, universal.enumerated), printText(matchedName), printText(message)])
}

/** What else may follow in a response, a referral or credentials, is passed over. */
export function parseResult(content: Buffer): LdapResult | undefined {
  const values = readValues(content)
  return values && resultOf(values)
}

export function resultOf([first, second, third]: readonly BerValue[]): LdapResult | undefined {
  const code = readNumber(first, universal.enumerated)
  const matchedName = readText(second)
  const message = readText(third)
  if (code === undefined || matchedName === undefined || message === undefined) return undefined
  return { code, matchedName, message }
}
