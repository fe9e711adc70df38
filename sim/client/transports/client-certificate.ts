import type { X509Certificate } from 'node:crypto'
import { dnsNames, extendedKeyUsage } from '../../../certs/certificate-facts.ts'
import { certificatesIn } from '../../../certs/pem.ts'
import type { Credential } from '../../../certs/pki.ts'
import { purposes } from '../../../certs/purposes.ts'
import { isWeak } from '../../../certs/recipes.ts'
import type { CertificateRecipe } from '../../model/certificate-recipe.ts'
import type { Client } from '../../model/hierarchy.ts'
import type { StoreCertificate } from '../../rules/store-certificate.ts'
import type { Surroundings } from '../network.ts'

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
