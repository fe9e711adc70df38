/** The types of TLS records (RFC 8446, section 5.1). */
export const record = { changeCipherSpec: 20, alert: 21, data: 23 } as const

/** The types of messages of the handshake (RFC 8446, section 4) that tell something here. */
export const message = {
  clientHello: 1,
  serverHello: 2,
  certificate: 11,
  certificateRequest: 13,
  finished: 20,
} as const

/** `TLSv1.2`, as Node writes it. */
export function versionInWords(version: number): string {
  return version === 0x0300 ? 'SSLv3' : `TLSv1.${(version & 0xff) - 1}`
}
