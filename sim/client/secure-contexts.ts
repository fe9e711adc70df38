import { createSecureContext, type SecureContext } from 'node:tls'
import type { CertificateRecipe } from '../model/certificate-recipe.ts'
import type { Client } from '../model/hierarchy.ts'
import type { Surroundings } from './surroundings.ts'

/** What a client brings to a handshake: whom it trusts, and the certificate it presents, if any. */
export type SecureContexts = (
  presented: CertificateRecipe | undefined,
  checkCrl: boolean,
) => Promise<SecureContext>

/** Makes each of a client's contexts once, at its first handshake: one costs about 2 ms and 30 KiB. */
export function createSecureContexts(client: Client, { hierarchy, pki }: Surroundings): SecureContexts {
  const made = new Map<string, Promise<SecureContext>>()
  const version = `TLSv${hierarchy.tls.version}` as const

  async function make(presented: CertificateRecipe | undefined, checkCrl: boolean): Promise<SecureContext> {
    const [{ root }, crls, credential] = await Promise.all([
      pki.authorities(),
      checkCrl ? pki.crls() : undefined,
      presented && pki.client(client, presented),
    ])
    return createSecureContext({
      ca: root,
      ...(crls && { crl: crls }),
      ...(credential && { cert: credential.certificate, key: credential.key }),
      minVersion: version,
      maxVersion: version,
    })
  }

  return (presented, checkCrl) => {
    const key = `${presented} ${checkCrl}`
    const context = made.get(key) ?? make(presented, checkCrl)
    made.set(key, context)
    return context
  }
}
