import type { ClientEvidence } from '../end-evidence.ts'
import type { CatalogueEntry, Chapter } from '../catalogue-entry.ts'
import { win32Statuses } from '../codes/win32-statuses.ts'
import { reportedByFlag } from './client-report.ts'
import { cutOffCodes, presentedCertificate } from './symptoms.ts'

/**
 * A revocation list cannot be used, and the end that checks first refuses the other, as if its certificate were
 * revoked: the client, the server, or both.
 */
function listCannotBeUsed(...codes: readonly string[]) {
  const server = { stage: 'tls', codes } as const
  return {
    sightings: [
      { client: { stage: 'tls', codes }, server: null },
      { client: { stage: 'tls', codes }, server },
      {
        refusal: 'handshake',
        client: { stage: ['tls', 'http'], codes: cutOffCodes, where: presentedCertificate },
        server,
      },
      { refusal: 'iis', client: { stage: 'http', codes: ['403.13'], where: presentedCertificate }, server },
    ],
    // nginx answers 400.
    elsewhere: { client: [{ stage: 'http', codes: ['400'], where: presentedCertificate }] },
    // A client that checks revocation has asked for the lists of its own chain as well.
    suspicion: ({ own }: ClientEvidence) => (codes.includes(own?.fault ?? '') ? 'likely' : 'unlikely'),
    suspicionAtServer: () => undefined,
    ...reportedByFlag('CERT_REV_FAILED'),
    webServer: { status: 403, substatus: 13, win32: win32Statuses.CRYPT_E_REVOCATION_OFFLINE.code },
    reference:
      'Determine If You Need to Enable Certificate Revocation Checking (CRL) On Clients (Native Mode)',
  } satisfies Partial<CatalogueEntry>
}

/** Revocation lists that cannot be fetched or cannot be trusted. */
export const revocationList = {
  'revocation-list-unreachable': {
    title: 'the revocation list cannot be fetched',
    happens:
      'The end that checks revocation cannot reach the server that publishes the list, and treats every ' +
      'certificate of the chain as revoked. A list that is published in Active Directory alone is out of ' +
      'reach for workgroup and Internet clients.',
    frequency: 'frequent',
    party: 'certification authority',
    remedy:
      'Publish the revocation list where every client and site system can reach it, or switch CRL ' +
      'checking off on clients.',
    look:
      "Fetch the URL in the certificate's CRL distribution point from the client and from the site " +
      'system.',
    ...listCannotBeUsed('UNABLE_TO_GET_CRL'),
    confidence: 'documented',
    provocation: { revocationListFault: 'not-listening', refusal: ['handshake', 'iis'] },
  },
  'revocation-list-missing': {
    title: 'there is no revocation list where the certificate says that it is',
    happens:
      'The server that publishes revocation lists answers, but does not have this one. The end that ' +
      'checks revocation treats every certificate of the chain as revoked.',
    frequency: 'occasional',
    party: 'certification authority',
    remedy: 'Publish the revocation list at the URL that is written in the certificates.',
    look:
      "Open the URL in the certificate's CRL distribution point with a browser, and read the answer's " +
      'status.',
    ...listCannotBeUsed('CRL_NOT_FOUND'),
    confidence: 'inferred',
    provocation: { revocationListFault: 'list-missing', refusal: ['handshake', 'iis'] },
  },
  'revocation-list-expired': {
    title: 'the revocation list is out of date',
    happens:
      'The list was fetched, but its next update is past, or its first day is still to come. It proves ' +
      'nothing any more, and the end that checks revocation treats every certificate of the chain as ' +
      'revoked.',
    frequency: 'occasional',
    party: 'certification authority',
    remedy:
      'Publish a new revocation list, and see to it that the authority does so before each next update.',
    look:
      'Read This Update and Next Update in the list, and compare them with the clock of the machine that ' +
      'checks.',
    ...listCannotBeUsed('CRL_HAS_EXPIRED', 'CRL_NOT_YET_VALID'),
    confidence: 'inferred',
    provocation: { revocationListFault: 'list-expired', refusal: ['handshake', 'iis'] },
  },
  'revocation-list-wrongly-signed': {
    title: 'the revocation list is not signed by the authority that it is for',
    happens:
      "The list was fetched, but its signature does not match the authority's key. It may be another " +
      "authority's list, or an old list from before the key was renewed.",
    frequency: 'rare',
    party: 'certification authority',
    remedy:
      'Publish the list that the authority itself has signed, and remove the one that stands in its ' +
      'place.',
    look:
      'Compare the authority key identifier of the list with the subject key identifier of the issuing ' +
      'authority.',
    ...listCannotBeUsed('CRL_SIGNATURE_FAILURE'),
    confidence: 'inferred',
    provocation: { revocationListFault: 'list-wrongly-signed', refusal: ['handshake', 'iis'] },
  },
} satisfies Chapter
