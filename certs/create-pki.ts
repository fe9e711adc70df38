import {
  authorityKinds,
  authoritySerial,
  listPath,
  obtainAuthorities,
  rootListPath,
  type Authorities,
  type AuthorityKind,
} from './authorities.ts'
import type { CertificateRecipe, KeyKind } from '../sim/vocabulary/certificate.ts'
import type { RevocationListFault } from '../sim/vocabulary/fault.ts'
import { createStore } from './cache/store.ts'
import { createIssuance } from './issue/issuance.ts'
import { serialNumber } from './issue/serial-number.ts'
import { pemToDer } from './pem.ts'
import type { Credential, Holder, Issued, KeyedCredential, Pki } from './pki.ts'
import { recipeOf } from './recipes.ts'
import { dated, listValidityAt, staleListValidityAt, validitiesAt, type Validity } from './validity.ts'

export interface PkiOptions {
  /** The hierarchy's; the authorities are called after it. */
  name: string
  domain: string
  keys: KeyKind
  /** When the simulation began. Read once: authorities that changed at midnight would part clients from servers. */
  startsAt: Date
  /**
   * Milliseconds by which the simulation's clock is ahead of the machine's. TLS libraries go by the machine's, so
   * certificates are dated back by as much.
   */
  ahead: () => number
  /** A directory, or none. */
  cache: string | false
  /** Below which revocation lists are published: `http://crl.contoso.test:8080`. */
  revocationListUrl: string
  /** Everybody who will ask for the recipe `revoked`: a list fetched before has to name them already. */
  revoked?: readonly Omit<Issued, 'recipe'>[]
}

/** A PKI that makes what it is asked for when it is asked for it. */
export function createPki({
  name: title,
  domain: organization,
  keys,
  startsAt,
  ahead,
  cache,
  revocationListUrl,
  revoked = [],
}: PkiOptions): Pki {
  const validities = validitiesAt(startsAt)
  const issuance = createIssuance(createStore(cache, validities.month), keys)
  const revokedSerials = new Set(revoked.map((one) => serialOf({ ...one, recipe: 'revoked' })))
  const now = (): Date => new Date(Date.now() + ahead())
  const date = (validity: Validity): Validity => dated(validity, ahead())

  const authorities = (kind: AuthorityKind): Promise<Authorities> =>
    obtainAuthorities(issuance, kind, { title, organization, revocationListUrl }, validities, date)

  async function leaf(
    purpose: Issued['purpose'],
    holder: Holder,
    recipeName: CertificateRecipe,
  ): Promise<Credential> {
    const { fqdn } = holder
    const recipe = recipeOf(recipeName)
    const host = { holder: fqdn, 'somebody-else': `not-${fqdn}`, nobody: undefined }[recipe.namedFor]
    const serial = serialOf({ purpose, fqdn, recipe: recipeName })
    if (recipe.revoked && !revokedSerials.has(serial)) {
      throw new Error(
        `The revoked ${purpose} certificate of ${fqdn} was not announced in createPki's "revoked"`,
      )
    }
    const description = {
      ...(host !== undefined && { commonName: host }),
      organization,
      ...(recipe.unit !== undefined && { unit: recipe.unit }),
      hosts: host === undefined ? [] : [host],
      usage: recipe.usage === 'right' ? purpose : otherPurpose[purpose],
      validity: date(validities[recipe.validity]),
      serial,
      hash: recipe.hash,
      keys: recipe.keys,
    }
    if (recipe.issuer === 'itself') return issuance.certificate(description)
    const { issuing } = await authorities(recipe.issuer)
    const listUrl = revocationListUrl + listPath(recipe.issuer)
    const { certificate, key } = await issuance.certificate({ ...description, listUrl }, issuing)
    const sent = recipe.sends === 'chain' ? certificate + issuing.certificate : certificate
    switch (recipe.privateKey) {
      case 'own':
        return { certificate: sent, key }
      case 'of-another':
        return { ...(await leaf(purpose, holder, 'another-good')), certificate: sent }
      case 'none':
        return { certificate: sent }
    }
  }

  /** PEM of the list that is published now. */
  async function list(path: string, flaw?: RevocationListFault): Promise<string | undefined> {
    const kind = authorityKinds.find((one) => [listPath(one), rootListPath(one)].includes(path))
    if (!kind || flaw === 'list-missing') return undefined
    const { root, issuing } = await authorities(kind)
    const ofRoot = path === rootListPath(kind)
    const serials = ofRoot
      ? [authoritySerial('revoked')]
      : path === listPath('trusted')
        ? [...revokedSerials].sort()
        : []
    const validity = flaw === 'list-expired' ? staleListValidityAt(now()) : listValidityAt(now())
    const signer: KeyedCredential | undefined =
      flaw === 'list-wrongly-signed' ? (await authorities('untrusted')).issuing : undefined
    return issuance.revocationList({ validity, serials }, ofRoot ? root : issuing, signer)
  }

  return {
    async authorities() {
      const { root, issuing } = await authorities('trusted')
      return { root: root.certificate, issuing: issuing.certificate }
    },
    async crls() {
      const lists = await Promise.all(
        crlNames.map(async (name) => ({ name, pem: await list(`/${name}.crl`) })),
      )
      return lists.flatMap(({ name, pem }) => (pem === undefined ? [] : [{ name, pem }]))
    },
    async publishedList(path, flaw) {
      const pem = await list(path, flaw)
      return pem === undefined ? undefined : pemToDer(pem)
    },
    revoke: (issued) => void revokedSerials.add(serialOf(issued)),
    webServer: (holder, recipe) => leaf('server', holder, recipe),
    client: (holder, recipe) => leaf('client', holder, recipe),
    async siteServerSigning(siteCode) {
      const { issuing } = await authorities('trusted')
      const { certificate, key } = await issuance.certificate(
        {
          // Configuration Manager finds the certificate by this very sentence.
          commonName: `The site code of this site server is ${siteCode}`,
          organization,
          hosts: [],
          usage: 'document-signing',
          validity: date(validities.current),
          serial: serialNumber('signing', siteCode),
          hash: 'SHA-256',
          keys: 'strong',
          listUrl: revocationListUrl + listPath('trusted'),
        },
        issuing,
      )
      return { certificate: certificate + issuing.certificate, key }
    },
  }
}

/** The lists of every authority under the trusted root, its own first. */
const crlNames = ['root', 'issuing', 'revoked-issuing', 'expired-issuing']

const otherPurpose = { server: 'client', client: 'server' } as const

function serialOf({ purpose, fqdn, recipe }: Issued): string {
  return serialNumber(purpose, fqdn, recipe)
}
