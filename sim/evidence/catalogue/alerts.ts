/**
 * Node's codes for an alert that came from the other end: `alertCodes('HANDSHAKE_FAILURE')`. OpenSSL 3.0 (Node 20)
 * names it after SSL 3, OpenSSL 3.5 (Node 22 and 24) after both protocols, and some after the version that brought it.
 */
export function alertCodes(alert: string): string[] {
  return ['SSLV3', 'SSL/TLS', 'TLSV1', 'TLSV13'].map((prefix) => `ERR_SSL_${prefix}_ALERT_${alert}`)
}

/** Any alert. */
export const alertPattern = /^ERR_SSL_(?:SSLV3|SSL\/TLS|TLSV1|TLSV13)_ALERT_([A-Z_]+)$/

/** A handshake that is refused at its first message is answered by this one record and nothing else. */
export const bytesOfAnAlert = 7
