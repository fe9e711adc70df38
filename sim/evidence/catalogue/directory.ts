import type { CatalogueEntry, Chapter } from '../catalogue-entry.ts'
import { reportedByNothing } from './client-report.ts'

/** The directory refuses a request by a result of LDAP, which both ends know. */
function refusedBy(...codes: readonly string[]) {
  return {
    sightings: [{ client: { stage: 'ldap', codes }, server: { stage: 'ldap', codes } }],
    ...reportedByNothing,
    reference: 'RFC 4511, appendix A, LDAP result codes',
    confidence: 'documented',
  } satisfies Partial<CatalogueEntry>
}

/** Refusals by Active Directory, in which clients look for their site and their management point. */
export const directory = {
  'directory-bind-refused': {
    title: 'the directory does not accept the credentials of the client',
    happens:
      'The domain controller refuses the sign-in of the computer: its account is disabled or deleted, or the ' +
      'password of the computer is no longer that of its account. The client cannot read what sites publish.',
    frequency: 'occasional',
    party: 'client',
    remedy:
      'Enable the computer account, or reset it and let the computer join its domain again; until then name ' +
      'a server locator point or a management point at installation.',
    look: 'Test the secure channel of the computer (nltest /sc_verify), and read its account in the directory.',
    ...refusedBy(
      'invalidCredentials',
      'inappropriateAuthentication',
      'authMethodNotSupported',
      'strongerAuthRequired',
      'confidentialityRequired',
    ),
    provocation: { protocol: 'ldap', fault: 'bind-refused' },
  },
  'directory-search-refused': {
    title: 'the directory does not let the client search',
    happens:
      'The connection stands, and the search is refused: the client has not signed in as a member of the ' +
      'forest, as a computer in a workgroup or of another forest has not, or its account may not read.',
    frequency: 'frequent',
    party: 'client',
    remedy:
      'Give a client outside the forest a server locator point, DNS or WINS to find its site by, or let the ' +
      'computer join the domain.',
    look:
      'Search the System Management container from the client under its own account (ldp.exe): if a member ' +
      'of the domain finds the entries, the account decides.',
    ...refusedBy('operationsError', 'insufficientAccessRights', 'unwillingToPerform'),
    provocation: { protocol: 'ldap', fault: 'search-refused' },
  },
  'directory-container-missing': {
    title: 'the directory has no container in which sites publish themselves',
    happens:
      'The search is answered with "no such object": nobody has created the System Management container, or ' +
      'it is in another domain than the one that the client searches.',
    frequency: 'occasional',
    party: 'site',
    remedy:
      'Create the System Management container below System, give the site server Full Control of it and all ' +
      'below it, and let the site publish again.',
    look:
      'Open CN=System Management,CN=System of the domain with ADSI Edit, and read hman.log and sitecomp.log ' +
      'for the access that is missing.',
    ...refusedBy('noSuchObject', 'invalidDNSyntax'),
    provocation: { protocol: 'ldap', fault: 'container-missing' },
  },
  'directory-busy': {
    title: 'the domain controller is too busy to answer, or is shutting down',
    happens:
      'The domain controller says that it is busy, unavailable, or at a limit of its own. Another one may ' +
      'answer at the same moment.',
    frequency: 'rare',
    party: 'site system',
    remedy:
      'Look at the load of the domain controller, and at the limits of its LDAP policy (ntdsutil); the ' +
      'client asks again by itself.',
    look: 'Send the same search to another domain controller: if that one answers, this one is overloaded.',
    ...refusedBy('busy', 'unavailable', 'timeLimitExceeded', 'sizeLimitExceeded', 'adminLimitExceeded'),
    provocation: { protocol: 'ldap', fault: 'directory-busy' },
  },
} satisfies Chapter
