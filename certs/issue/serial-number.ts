import { createHash } from 'node:crypto'

/**
 * The serial number of a certificate follows from whose it is and what for. A revocation list can therefore name it
 * before it is issued, and a certificate issued anew, for another date, is still the same one to a list. Hexadecimal;
 * the first digit keeps it positive.
 */
export function serialNumber(...identity: readonly string[]): string {
  return `4${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 31)}`
}
