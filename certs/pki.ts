import type { CertificateRecipe, KeyKind } from '../sim/vocabulary/certificate.ts'
import type { RevocationListFault } from '../sim/vocabulary/fault.ts'
import {
  authorityKinds,
  authoritySerial,
  listPath,
  listUrl,
  obtainAuthorities,
  rootListPath,
  type Authorities,
  type AuthorityKind,
} from './authorities.ts'
import { createStore } from './cache.ts'
import { pemToDer, type Credential, type Holder, type Issued, type KeyedCredential } from './credential.ts'
import {
  dated,
  listValidityAt,
  recipeOf,
  serialNumber,
  staleListValidityAt,
  validitiesAt,
  type Recipe,
  type Validity,
} from './recipes.ts'
import { createIssuance } from './issue.ts'

/** The public key infrastructure of one hierarchy of sites: a root, an issuing authority, and what it issues. */
export interface Pki {
  /** PEM. Clients and servers trust `root`. */
  authorities(): Promise<{ root: string; issuing: string }>
  /** The lists of the root and then of every authority under it, as PEM for other programs. */
  crls(): Promise<{ name: string; pem: string }[]>
  /** DER of the list published now at a path such as `/root.crl` or `/issuing.crl`; undefined if there is none. */
  publishedList(path: string, flaw?: RevocationListFault): Promise<Buffer | undefined>
  /** The next list published names the certificate. Throws a `PkiFileError` if the authority's key is not available. */
  revoke(issued: Issued): void
  webServer(holder: Holder, recipe: CertificateRecipe): Promise<Credential>
  client(holder: Holder, recipe: CertificateRecipe): Promise<Credential>
  /** The certificate that signs the policy of a primary site. */
  siteServerSigning(siteCode: string): Promise<KeyedCredential>
}

export interface PkiOptions {
  /** Name of the hierarchy, which the names of the authorities begin with. */
  name: string
  domain: string
  keys: KeyKind
  /** Start of the simulation. It stays the same: authorities renewed at midnight would part clients from servers. */
  startsAt: Date
  /**
   * Milliseconds by which the simulation's clock is ahead of the machine's. TLS libraries go by the machine's clock,
   * so certificates are dated back by as much.
   */
  ahead: () => number
  /** The simulation's time, by which lists are dated. */
  now: () => Date
  /** Directory of the cache, or false for no cache. */
  cache: string | false
  /** Base URL of the revocation lists: `http://crl.contoso.test:8080`. */
  revocationListUrl: string
  /** All holders of `revoked` certificates: even the first list has to name them. */
  revoked?: readonly Omit<Issued, 'recipe'>[]
}

/** A PKI that issues certificates and lists on demand. */
export function createPki({
  name: title,
  domain: organization,
  keys,
  startsAt,
  ahead,
  now,
  cache,
  revocationListUrl,
  revoked = [],
}: PkiOptions): Pki {
  const validities = validitiesAt(startsAt)
  const issuance = createIssuance(createStore(cache, validities.month), keys)
  const revokedSerials = new Set(revoked.map((one) => serialOf({ ...one, recipe: 'revoked' })))
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
    const named = { ...description, listUrl: listUrl(recipe.issuer, revocationListUrl) }
    const { certificate, key } = await issuance.certificate(named, issuing)
    const sent = certificate + (await sentAlong(recipe, issuing))
    switch (recipe.privateKey) {
      case 'own':
        return { certificate: sent, key }
      case 'of-another':
        return { ...(await leaf(purpose, holder, 'another-good')), certificate: sent }
      case 'none':
        return { certificate: sent }
    }
  }

  /** PEM of the authorities that a holder sends after its own certificate. */
  async function sentAlong({ sends }: Recipe, issuing: KeyedCredential): Promise<string> {
    switch (sends) {
      case 'chain':
        return issuing.certificate
      case 'superseded-chain':
        return (await authorities('superseded')).issuing.certificate
      case 'leaf':
        return ''
    }
  }

  /** PEM of the list published now. */
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
          // Configuration Manager finds the certificate by exactly this sentence.
          commonName: `The site code of this site server is ${siteCode}`,
          organization,
          hosts: [],
          usage: 'document-signing',
          validity: date(validities.current),
          serial: serialNumber('signing', siteCode),
          hash: 'SHA-256',
          keys: 'strong',
          listUrl: listUrl('trusted', revocationListUrl),
        },
        issuing,
      )
      return { certificate: certificate + issuing.certificate, key }
    },
  }
}

/** The lists of the trusted root and of every authority under it. */
const crlNames = ['root', 'issuing', 'revoked-issuing', 'expired-issuing']

const otherPurpose = { server: 'client', client: 'server' } as const

function serialOf({ purpose, fqdn, recipe }: Issued): string {
  return serialNumber(purpose, fqdn, recipe)
}
