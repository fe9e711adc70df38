import { catalogue, type FailureId } from '../../evidence/catalogue.ts'
import type { Client, Site, SiteSystem } from '../../model/hierarchy.ts'
import { siteSystemNamed } from '../../model/sites.ts'
import { listInWords } from '../../report/lists.ts'
import { clientsCounted } from '../../vocabulary/counted.ts'
import { pages } from '../../rules/sources.ts'
import type { Basis } from '../../vocabulary/basis.ts'
import type { CertificateRecipe } from '../../vocabulary/certificate.ts'
import { countIn, type AssignedClients } from './assigned-clients.ts'
import { answerOn, fails, holds, reasonsInWords, type ItemOfSites } from './checklist-item.ts'
import { webProtocolsOf } from './sites.ts'

/** The failure that a certificate brings about at a web server and in a client's store; null: it is accepted. */
const failuresOf: Readonly<
  Record<CertificateRecipe, { server: FailureId | null; client: FailureId | null }>
> = {
  good: { server: null, client: null },
  'another-good': { server: null, client: null },
  'attribute-with-spaces': { server: null, client: null },
  expired: { server: 'server-certificate-expired', client: 'client-certificate-expired' },
  'not-yet-valid': { server: 'server-certificate-not-yet-valid', client: 'client-certificate-not-yet-valid' },
  // Nobody looks at the name in a client's.
  'wrong-host': { server: 'server-certificate-wrong-host', client: null },
  'wrong-usage': { server: 'server-certificate-wrong-usage', client: 'client-certificate-wrong-usage' },
  'untrusted-root': { server: 'server-certificate-untrusted', client: 'client-certificate-untrusted' },
  'self-signed': { server: 'server-certificate-self-signed', client: 'client-certificate-self-signed' },
  'incomplete-chain': {
    server: 'server-certificate-incomplete-chain',
    client: 'client-certificate-incomplete-chain',
  },
  revoked: { server: 'server-certificate-revoked', client: 'client-certificate-revoked' },
  'revoked-intermediate': {
    server: 'server-certificate-authority-revoked',
    client: 'client-certificate-authority-revoked',
  },
  'expired-intermediate': {
    server: 'server-certificate-authority-expired',
    client: 'client-certificate-authority-expired',
  },
  'superseded-intermediate': {
    server: 'server-certificate-authority-renewed',
    client: 'client-certificate-authority-renewed',
  },
  'unreachable-list': { server: 'revocation-list-unreachable', client: 'revocation-list-unreachable' },
  'weak-hash': { server: 'server-certificate-weak-hash', client: 'client-certificate-weak-hash' },
  'weak-key': { server: 'server-certificate-weak-key', client: 'client-certificate-weak-key' },
  'no-private-key': {
    server: 'server-certificate-without-private-key',
    client: 'client-certificate-without-private-key',
  },
  'key-mismatch': { server: 'server-certificate-key-mismatch', client: 'client-certificate-key-mismatch' },
  'subject-without-name': {
    server: 'server-certificate-wrong-host',
    client: 'client-certificate-without-subject',
  },
}

/** Faults that a client finds only in revocation lists. */
const shownByLists: readonly FailureId[] = [
  'server-certificate-revoked',
  'server-certificate-authority-revoked',
  'revocation-list-unreachable',
]

function titleOf(failure: FailureId): string {
  return catalogue.find(({ id }) => id === failure)?.title ?? failure
}

/** The systems of a site that show clients a certificate in native mode. */
function secured({ systems }: Site): SiteSystem[] {
  return systems.filter((system) => webProtocolsOf(system, 'native').includes('https'))
}

/** What is wrong with the certificate of a web server, as its clients find. */
function serverFailure({ listen }: SiteSystem, { crlChecking }: Site): FailureId | undefined {
  const failure = failuresOf[listen.certificate ?? 'good'].server ?? undefined
  return failure && shownByLists.includes(failure) && !crlChecking ? undefined : failure
}

const signingCertificate: ItemOfSites = {
  id: 'signing-certificate',
  asks: 'The site server has a certificate for signing policy, from a root that its clients trust.',
  sources: [
    {
      says: 'The certificate by which a site server signs policy is chosen when the site goes into native mode, at each primary site.',
      pages: [pages.nativeModeSettings, pages.certificateRequirements],
    },
    {
      says: 'Clients reject policy that is signed by a certificate of a root that they do not trust.',
      pages: [pages.signingCertificate],
    },
  ],
  before: ['native'],
  of: 'primary site',
  answer({ site: { code }, clients }) {
    const answer = answerOn(clients, ({ traits }) => !traits.trustsRoot, {
      verbs: ['lacks the root', 'lack the root'],
      toDo: 'put it among the trusted roots of their computers, or they trust neither policy nor web servers',
    })
    const { holds: held, found } = answer ?? holds('The site has no clients.')
    const unknown = `Nothing here tells of the certificate itself: look for "The site code of this site server is ${code}" in the store of the site server.`
    return { holds: held, found: `${found} ${unknown}` }
  },
}

const webServerCertificates: ItemOfSites = {
  id: 'web-server-certificates',
  asks: 'Every web server of the site has a certificate that clients accept, and accepts theirs.',
  sources: [
    {
      says: 'Management points, distribution points, software update points and state migration points have web server certificates.',
      pages: [pages.certificateRequirements, pages.siteModes],
    },
  ],
  before: ['native'],
  of: 'site',
  answer({ site }) {
    const systems = secured(site)
    if (systems.length === 0) return undefined
    const wrong = systems.flatMap((system) => {
      const failure = serverFailure(system, site)
      const { trust } = system.listen
      // The list of an authority is an item of its own.
      const found = [
        failure === 'revocation-list-unreachable' ? undefined : failure,
        // A fault of trust is called like its failure.
        trust,
      ]
      return found.flatMap((id) => (id ? [`${system.fqdn}: ${titleOf(id)}`] : []))
    })
    if (wrong.length === 0)
      return holds(`Nothing is wrong with ${listInWords(systems.map(({ fqdn }) => fqdn))}.`)
    return fails(`${wrong.join('; ')}. Bind good certificates before the switch.`)
  },
}

const revocationList: ItemOfSites = {
  id: 'revocation-list',
  asks: 'The revocation lists are where clients can fetch them, as the site has them checked.',
  sources: [
    {
      says: 'With revocation checking on, a client that cannot fetch the list connects to no system that needs a certificate.',
      pages: [pages.revocationChecking],
    },
  ],
  before: ['native'],
  of: 'site',
  answer({ site, clients }) {
    const systems = secured(site)
    if (!site.crlChecking || systems.length === 0) return undefined
    const who = clientsCounted(countIn(clients))
    const unlisted = systems.filter((system) => serverFailure(system, site) === 'revocation-list-unreachable')
    if (unlisted.length === 0)
      return holds(`The point that publishes them will be asked by HTTP by ${who} and by the web servers.`)
    const names = listInWords(unlisted.map(({ fqdn }) => fqdn))
    return fails(
      `The list for the certificate of ${names} cannot be fetched, which shuts ${who} out: publish it by HTTP, or turn ` +
        'crlChecking off.',
    )
  },
}

const certificateNames: ItemOfSites = {
  id: 'certificate-names',
  asks: 'The management points that clients were installed with have certificates for the names they were given.',
  sources: [
    {
      says: 'The certificate of a web server bears the name by which clients connect.',
      pages: [pages.certificateRequirements],
    },
  ],
  before: ['native'],
  of: 'primary site',
  answer({ hierarchy, clients }) {
    const namesOf = ({ traits }: AssignedClients): string[] =>
      [traits.managementPoint, traits.internetManagementPoint].filter((name) => name !== undefined)
    const isMisnamed = (name: string): boolean => {
      const { certificate = 'good' } = siteSystemNamed(hierarchy, name)?.system.listen ?? {}
      return failuresOf[certificate].server === 'server-certificate-wrong-host'
    }
    const named = clients.filter((one) => namesOf(one).length > 0)
    const wrong = new Set(named.flatMap(namesOf).filter(isMisnamed))
    return answerOn(named, (one) => namesOf(one).some(isMisnamed), {
      verbs: ['was given a name that the certificate lacks', 'were given a name that the certificate lacks'],
      toDo: `issue a certificate for the FQDN of ${listInWords([...wrong])}`,
    })
  },
}

const clientCertificates: ItemOfSites = {
  id: 'client-certificates',
  asks: 'Every client of the site has one certificate that its site systems accept.',
  sources: [
    {
      says: 'Every client of a native-mode site has a certificate for client authentication.',
      pages: [pages.certificateRequirements, pages.siteModes],
    },
    {
      says: 'Of several certificates that match, a client selects none unless the site lets it.',
      pages: [pages.clientCertificateSettings],
    },
  ],
  before: ['native'],
  of: 'primary site',
  answer({ site, clients }) {
    const reasonOf = ({ traits }: AssignedClients): string | undefined => whyWithout(traits, site)
    return answerOn(clients, (one) => reasonOf(one) !== undefined, {
      verbs: ['lacks one as far as is known', 'lack one as far as is known'],
      toDo: `${reasonsInWords(clients, reasonOf)}; enroll them, and look into stores with the readiness tool`,
    })
  },
}

/** Certificates that a client leaves out of its choice among several. */
const unselected: readonly CertificateRecipe[] = ['expired', 'not-yet-valid', 'wrong-usage']

/** Why a client presents no certificate that is accepted; undefined: it does. */
function whyWithout(
  { certificates, certificatesUnknown }: Pick<Client, 'certificates' | 'certificatesUnknown'>,
  { certificateSelection: { criteria, selectFirst } }: Site,
): string | undefined {
  if (certificatesUnknown) return 'nobody knows what is in the store'
  const [alone, ...others] = certificates
  if (alone === undefined) return 'the store is empty'
  const usable = others.length === 0 ? certificates : certificates.filter((one) => !unselected.includes(one))
  const [first, ...further] = usable
  if (first === undefined) return titleOf('client-certificate-none-matching')
  if (further.length > 0 && criteria === 'none' && !selectFirst)
    return titleOf('client-certificate-several-matching')
  const failure = failuresOf[usable.includes('another-good') ? 'another-good' : first].client
  return failure === null ? undefined : titleOf(failure)
}

export const ofCertificates: readonly ItemOfSites[] = [
  signingCertificate,
  webServerCertificates,
  revocationList,
  certificateNames,
  clientCertificates,
]

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'selection criteria for certificates, which the checklist before a change of modes takes to be met by the first that is usable',
  },
  {
    certainty: 'our choice',
    about:
      'the certificate by which a site server signs policy, which a hierarchy file does not describe: every site in native mode has one',
  },
]
