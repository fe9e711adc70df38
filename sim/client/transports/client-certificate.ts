import { X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { dnsNames, extendedKeyUsage } from '../../../certs/certificate-facts.ts'
import { certificatesIn } from '../../../certs/pem.ts'
import type { Credential } from '../../../certs/pki.ts'
import { purposes } from '../../../certs/purposes.ts'
import { isWeak } from '../../../certs/recipes.ts'
import type { CertificateRecipe } from '../../model/certificate-recipe.ts'
import type { Client } from '../../model/hierarchy.ts'
import type { StoreCertificate } from '../../rules/store-certificate.ts'
import type { Surroundings } from '../network.ts'
import { examine } from '../../../certs/examine.ts'
import type { OwnCertificate } from '../../evidence/attempt.ts'
import { atSecurityLevel } from '../../../certs/security-level.ts'

/** A certificate in the store with what the TLS library needs of it. */
export interface OwnedCertificate extends StoreCertificate {
  recipe: CertificateRecipe
  credential: Credential
  /** The leaf, then what is sent along. */
  chain: readonly X509Certificate[]
  /** OpenSSL would not present it at the security level that others are held to. */
  weak: boolean
}

/** A client's certificate store, in the order of its description; opened anew when the clock was moved. */
export function createCertificateStore(
  client: Client,
  { pki, clock }: Surroundings,
): () => Promise<OwnedCertificate[]> {
  const opened = new Map<CertificateRecipe, Promise<OwnedCertificate>>()
  let openedAhead = clock.ahead()
  function open(recipe: CertificateRecipe): Promise<OwnedCertificate> {
    const known =
      opened.get(recipe) ?? pki.client(client, recipe).then((credential) => describe(recipe, credential))
    opened.set(recipe, known)
    return known
  }
  return () => {
    if (clock.ahead() !== openedAhead) opened.clear()
    openedAhead = clock.ahead()
    return Promise.all(client.certificates.map(open))
  }
}

function describe(recipe: CertificateRecipe, credential: Credential): OwnedCertificate {
  const chain = certificatesIn(credential.certificate)
  const [leaf] = chain
  if (!leaf) throw new Error(`a client's certificate of the recipe ${recipe} is empty`)
  return {
    recipe,
    credential,
    chain,
    weak: isWeak(recipe),
    subject: readSubject(leaf.subject),
    names: dnsNames(leaf),
    notBefore: new Date(leaf.validFrom),
    notAfter: new Date(leaf.validTo),
    clientAuthentication: extendedKeyUsage(leaf).includes(purposes.client),
    privateKey: credential.key !== undefined,
  }
}

/** Node writes a distinguished name as lines of `OU=Sales`, and an empty one as undefined. */
function readSubject(lines: string | undefined): { type: string; value: string }[] {
  return (lines ?? '').split('\n').flatMap((line) => {
    const [, type, value] = /^(\w+)=(.*)$/.exec(line) ?? []
    return type === undefined || value === undefined ? [] : [{ type, value }]
  })
}

/** What a client has to show when a server asks for its certificate. */
export interface Presented {
  certificate: OwnedCertificate | undefined
  /** Why there is none although there should be one: the client's own code. */
  choiceFailed?: string
}

/**
 * What an administrator finds who looks at the client's own certificate with what is on the client: its dates, its
 * purpose, who issued it, and, where the client checks revocation, what the lists say of it.
 */
export async function lookAtOwnCertificate(
  { certificate, choiceFailed }: Presented,
  checkRevocation: boolean,
  { pki, clock, revocation, describe }: Surroundings,
): Promise<OwnCertificate> {
  const [leaf] = certificate?.chain ?? []
  if (!certificate || !leaf) return { certificate: null, fault: choiceFailed ?? null }
  const facts = describe(leaf)
  const anchors = [new X509Certificate((await pki.authorities()).root)]
  const [finding] = examine(certificate.chain, { anchors, purpose: 'client', at: clock.machine() })
  const fault = finding ?? (checkRevocation ? await revocation.check(certificate.chain) : undefined)
  const ofAuthority = fault?.certificate.ca ?? false
  return { certificate: facts, fault: fault?.code ?? null, ...(ofAuthority && { ofAuthority }) }
}

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
