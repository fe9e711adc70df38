/**
 * OpenSSL's level of 112 bits: no SHA-1 signatures, no RSA keys below 2048 bits, whatever this version of Node would
 * take. Whoever presents a weak certificate has to go below it.
 */
const securityLevel = 2

/** A list of ciphers at the level that everybody is held to but who presents a weak certificate. */
export function atSecurityLevel(ciphers: string, weak: boolean): string {
  return `${ciphers}:@SECLEVEL=${weak ? 0 : securityLevel}`
}
