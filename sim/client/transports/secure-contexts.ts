import { createSecureContext, type SecureContext } from 'node:tls'
import { atSecurityLevel } from '../../../certs/security-level.ts'
import type { OwnedCertificate } from './client-certificate.ts'
import type { Surroundings } from '../network.ts'

/**
 * What a client brings to a handshake: whom it trusts, and the certificate it presents, if any. Rejects with OpenSSL's
 * error when it cannot present this one (its key belongs to another).
 */
export type SecureContexts = (presented: OwnedCertificate | undefined) => Promise<SecureContext>

/** Makes each of a client's contexts once, at its first handshake: one costs about 2 ms and 30 KiB. */
export function createSecureContexts({ hierarchy, pki }: Surroundings): SecureContexts {
  const made = new Map<string, Promise<SecureContext>>()
  const version = `TLSv${hierarchy.tls.version}` as const

  async function make(presented: OwnedCertificate | undefined): Promise<SecureContext> {
    const { root } = await pki.authorities()
    return createSecureContext({
      ca: root,
      ...(presented && { cert: presented.credential.certificate, key: presented.credential.key }),
      ciphers: atSecurityLevel('DEFAULT', presented?.weak ?? false),
      minVersion: version,
      maxVersion: version,
    })
  }

  return (presented) => {
    const key = presented?.credential.certificate ?? ''
    const context = made.get(key) ?? make(presented)
    made.set(key, context)
    return context
  }
}
