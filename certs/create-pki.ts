import { obtainAuthorities, type Authorities } from './authorities.ts'
import { createIssuance } from './issue/issuance.ts'
import type { KeyKind } from './keys.ts'
import type { Credential, Holder, Pki } from './pki.ts'
import { recipeOf, type CertificateRecipe } from './recipes.ts'
import { revokedSerial, type Revocation } from './issue/revocation.ts'
import { createStore } from './cache/store.ts'
import { validitiesAt } from './validity.ts'

export interface PkiOptions {
  /** The hierarchy's; the authorities are called after it. */
  name: string
  domain: string
  keys: KeyKind
  /** The simulation's clock. Read once: authorities that changed at midnight would part clients from servers. */
  now: () => Date
  /** A directory, or none. */
  cache: string | false
  /**
   * Everybody who will ever ask for the recipe `revoked`. Listeners get their revocation lists when they open, before
   * most certificates exist, and a list that grew later would not reach them.
   */
  revoked?: readonly Revocation[]
}

/** A PKI that makes what it is asked for when it is asked for it. */
export function createPki({ name, domain, keys, now, cache, revoked = [] }: PkiOptions): Pki {
  const validities = validitiesAt(now())
  const issuance = createIssuance(createStore(cache, validities.month), keys)
  const serials = new Set(revoked.map(revokedSerial))

  const authorities = (kind: 'trusted' | 'untrusted'): Promise<Authorities> =>
    obtainAuthorities(issuance, kind === 'trusted' ? name : `${name} untrusted`, domain, validities.authority)

  async function leaf(
    purpose: 'server' | 'client',
    { fqdn }: Holder,
    recipeName: CertificateRecipe,
  ): Promise<Credential> {
    const recipe = recipeOf(recipeName)
    const host = recipe.namedFor === 'holder' ? fqdn : `not-${fqdn}`
    const description = {
      commonName: host,
      organization: domain,
      hosts: [host],
      usage: recipe.usage === 'right' ? purpose : otherPurpose[purpose],
      validity: validities[recipe.validity],
      ...(recipe.revoked && { serial: announcedSerial({ purpose, fqdn }) }),
    }
    if (recipe.issuer === 'itself') return issuance.certificate(description)
    const { issuing } = await authorities(recipe.issuer)
    const alone = await issuance.certificate(description, issuing)
    return recipe.sends === 'chain' ? withChain(alone, issuing) : alone
  }

  function announcedSerial(revocation: Revocation): string {
    const serial = revokedSerial(revocation)
    if (serials.has(serial)) return serial
    const { purpose, fqdn } = revocation
    throw new Error(
      `The revoked ${purpose} certificate of ${fqdn} was not announced in createPki's "revoked"`,
    )
  }

  return {
    async authorities() {
      const { root, issuing } = await authorities('trusted')
      return { root: root.certificate, issuing: issuing.certificate }
    },
    async crls() {
      const { root, issuing } = await authorities('trusted')
      const validity = validities.current
      return Promise.all([
        issuance.revocationList({ validity, serials: [] }, root),
        issuance.revocationList({ validity, serials: [...serials].sort() }, issuing),
      ])
    },
    webServer: (holder, recipe) => leaf('server', holder, recipe),
    client: (holder, recipe) => leaf('client', holder, recipe),
    async siteServerSigning(siteCode) {
      const { issuing } = await authorities('trusted')
      const description = {
        // Configuration Manager finds the certificate by this very sentence.
        commonName: `The site code of this site server is ${siteCode}`,
        organization: domain,
        hosts: [],
        usage: 'document-signing' as const,
        validity: validities.current,
      }
      return withChain(await issuance.certificate(description, issuing), issuing)
    },
  }
}

const otherPurpose = { server: 'client', client: 'server' } as const

function withChain(leaf: Credential, issuing: Credential): Credential {
  return { certificate: leaf.certificate + issuing.certificate, key: leaf.key }
}
