import type { CatalogueEntry, Chapter, WebServerLog } from '../catalogue-entry.ts'
import { managementPointFailed } from '../codes/client-codes.ts'
import { win32Statuses } from '../codes/win32-statuses.ts'
import { reportedByStatus } from './client-report.ts'
import { spokeHttp } from './symptoms.ts'

/** sc-win32-status in the web server's log; from memory, not from a log. */
const [accessDenied, fileNotFound] = [
  win32Statuses.ERROR_ACCESS_DENIED.code,
  win32Statuses.ERROR_FILE_NOT_FOUND.code,
]
const logonDenied = win32Statuses.SEC_E_LOGON_DENIED.code

/**
 * The web server refuses the request by status and substatus; both ends know both. `elsewhere`: the statuses by which
 * other web servers, or IIS in more or less detail, answer in the same case.
 */
function answeredWith(answer: WebServerLog, elsewhere: readonly string[] = [String(answer.status)]) {
  const { status, substatus } = answer
  const codes = [substatus === undefined ? String(status) : `${status}.${substatus}`]
  return {
    sightings: [{ client: { stage: 'http', codes }, server: { stage: 'http', codes } }],
    elsewhere: { client: [{ stage: 'http', codes: elsewhere }] },
    webServer: answer,
    ...reportedByStatus,
    reference: status === 403 ? 'HTTP 403.x-Forbidden' : 'IIS Status Codes',
    confidence: 'documented',
  } satisfies Partial<CatalogueEntry>
}

/** Answers of a web server that refuse, or are not those of its role. */
export const http = {
  'unexpected-answer': {
    title: 'the site system answers, but not as its role does',
    happens:
      'The request is answered with success, and what comes is not what a site system of this role says: ' +
      'another web site has the port or the name, a proxy or a portal answers in its place, or the role is ' +
      'not installed as it should be. The web server sees nothing wrong.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Find out which web site, proxy or portal answers at this address, and let the site system answer ' +
      'itself; install the role again where its own web site sends something else.',
    look:
      'Open the URL with a browser on the client and on the site system itself: if the pages differ, ' +
      'something in between answers the client.',
    sightings: [
      {
        client: { stage: 'http', codes: ['UNEXPECTED_ANSWER'] },
        server: { stage: 'http', codes: ['SENT_ANOTHER_ANSWER'] },
      },
      { client: { stage: 'http', codes: ['UNEXPECTED_ANSWER'] }, server: null },
    ],
    // A redirect leads to another web site, a portal or another path.
    elsewhere: { client: [{ stage: 'http', codes: ['301', '302', '303', '307', '308'] }] },
    winHttp: null,
    webServer: null,
    clientLog: null,
    stateMessage: managementPointFailed,
    reference: 'IIS Status Codes',
    confidence: 'our choice',
    provocation: { fault: 'another-answer' },
  },
  'ssl-required': {
    title: 'the web server requires SSL for this virtual directory (403.4)',
    happens:
      'The client asked by HTTP for a virtual directory that is only served by HTTPS. Where SSL is ' +
      'required on the whole web site, the fallback status point is affected as well, and no client can ' +
      'report it.',
    frequency: 'frequent',
    party: 'site',
    remedy:
      'Let the client use HTTPS; or do not require SSL on virtual directories that are served by HTTP in ' +
      'either mode.',
    look: 'Read the SSL settings of this virtual directory and of the web site above it.',
    ...answeredWith({ status: 403, substatus: 4, win32: accessDenied }),
    // To a client that has come by HTTPS a bare 403 says something else.
    elsewhere: { client: [{ stage: 'http', codes: ['403'], where: spokeHttp }] },
    provocation: { protocol: 'http', refusal: ['iis'] },
  },
  'not-authorized': {
    title: 'the web server does not let this client in without a logon (401)',
    happens:
      "The virtual directory asks for Windows authentication, and the client's computer account has no " +
      'access or was not asked for.',
    frequency: 'frequent',
    party: 'site system',
    remedy:
      'Allow anonymous access to the virtual directory, or give the computer account access, as the role ' +
      'needs it.',
    look:
      'Read the authentication settings of the virtual directory, and the substatus of the 401 in the web ' +
      "server's log.",
    ...answeredWith({ status: 401, win32: accessDenied }, ['401.1', '401.2', '401.3', '401.4', '401.5']),
    provocation: { fault: '401' },
  },
  'no-account-to-sign-in': {
    title: 'the web server lets in accounts of the domain alone, and the client has none (401.2)',
    happens:
      'The virtual directory asks for Windows authentication, and the client offers no credentials that it takes: the ' +
      'computer is in a workgroup or in a domain that is not trusted, or is a mobile device.',
    frequency: 'frequent',
    party: 'site',
    remedy:
      'Give the site a Network Access Account that may read the content; for mobile devices of a mixed-mode site allow ' +
      'clients to connect anonymously to the distribution point.',
    look:
      "Read in the web server's log whether a 401.1 follows the 401.2 of this client: where none does, it has not tried to " +
      'sign in.',
    ...answeredWith({ status: 401, substatus: 2, win32: accessDenied }, ['401', '401.2']),
    reference: 'HOWTO: Diagnose 401.x HTTP errors on IIS',
    provocation: { protocol: 'http', mode: 'mixed', signsIn: 'without-account' },
  },
  'account-refused': {
    title: "the web server refuses the client's account or its password (401.1)",
    happens:
      'The client signs in, and the domain does not know the account or has another password for it. A computer whose ' +
      'account is out of step with its domain, as after a restore from an old copy, is refused like this everywhere.',
    frequency: 'occasional',
    party: 'client',
    remedy:
      'Reset the secure channel between the computer and its domain, or join it to the domain again; correct the password of ' +
      'the Network Access Account where that one is refused.',
    look: "Read cs-username and sc-win32-status in the web server's log, and test the secure channel on the client.",
    ...answeredWith({ status: 401, substatus: 1, win32: logonDenied }, ['401', '401.1']),
    reference: 'HOWTO: Diagnose 401.x HTTP errors on IIS',
    provocation: { protocol: 'http', mode: 'mixed', signsIn: 'wrong-password' },
  },
  'execute-forbidden': {
    title: 'the web server may not execute programs in this virtual directory (403.1)',
    happens: 'The request is for an ISAPI extension, which this virtual directory does not let run.',
    frequency: 'occasional',
    party: 'site system',
    remedy: 'Set the execute permissions of the virtual directory to Scripts and Executables.',
    look:
      'Read the execute permissions of the virtual directory, and whether the extension is allowed on the ' +
      'server.',
    ...answeredWith({ status: 403, substatus: 1, win32: accessDenied }),
    provocation: { fault: '403.1' },
  },
  'read-forbidden': {
    title: 'the web server may not read from this virtual directory (403.2)',
    happens: 'The file is there, but reading is switched off for the virtual directory.',
    frequency: 'occasional',
    party: 'site system',
    remedy: 'Allow Read on the virtual directory.',
    look: 'Read the access permissions of the virtual directory.',
    ...answeredWith({ status: 403, substatus: 2, win32: accessDenied }),
    provocation: { fault: '403.2' },
  },
  'write-forbidden': {
    title: 'the web server may not write to this virtual directory (403.3)',
    happens:
      'The client wants to upload, as clients of a management point do by BITS, and writing is switched ' +
      'off.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Allow Write on the virtual directory, or install the role again so that it sets its permissions ' +
      'itself.',
    look: 'Read the access permissions of the virtual directory, and whether BITS uploads are allowed on it.',
    ...answeredWith({ status: 403, substatus: 3, win32: accessDenied }),
    provocation: { fault: '403.3' },
  },
  'strong-encryption-required': {
    title: 'the web server requires 128-bit encryption (403.5)',
    happens: 'The virtual directory asks for 128-bit encryption, and the connection has less.',
    frequency: 'rare',
    party: 'client',
    remedy: 'Install strong encryption on the client, or do not require it on the virtual directory.',
    look: 'Read the SSL settings of the virtual directory, and the cipher of the connection.',
    ...answeredWith({ status: 403, substatus: 5, win32: accessDenied }),
    provocation: { fault: '403.5' },
  },
  'address-rejected': {
    title: "the web server rejects the client's IP address (403.6)",
    happens:
      "The web server has a list of addresses to which it grants or denies access, and the client's " +
      'address is denied.',
    frequency: 'occasional',
    party: 'site system',
    remedy: "Grant access to the client's address in the IP address restrictions of the web site.",
    look:
      "Compare the client's address, as the web server's log has it, with the address restrictions of the " +
      'web site.',
    ...answeredWith({ status: 403, substatus: 6, win32: accessDenied }),
    provocation: { fault: '403.6' },
  },
  'name-rejected': {
    title: "the web server rejects the client's DNS name (403.8)",
    happens:
      'The web server has a list of domain names to which it grants or denies access, and looks up the ' +
      "client's name to compare it.",
    frequency: 'rare',
    party: 'site system',
    remedy: "Grant access to the client's domain, or register the client's address in the reverse zone.",
    look:
      "Look the client's address up from the site system, and compare its name with the restrictions of " +
      'the web site.',
    ...answeredWith({ status: 403, substatus: 8, win32: accessDenied }),
    provocation: { fault: '403.8' },
  },
  'too-many-clients': {
    title: 'too many clients are connected to the web server (403.9)',
    happens:
      'The web server has reached its limit of connections, which is low on a workstation edition of ' +
      'Windows.',
    frequency: 'occasional',
    party: 'site system',
    remedy: 'Raise the limit of connections of the web site, or spread the clients over more site systems.',
    look: 'Compare the current connections of the web site with its limit.',
    // 503 where HTTP.sys counts the connections (KB 820729).
    ...answeredWith({ status: 403, substatus: 9, win32: accessDenied }, ['403', '503']),
    httpSys: ['ConnLimit'],
    provocation: { fault: '403.9' },
  },
  'mapper-denied-access': {
    title: 'the certificate mapper of the web server denies this client access (403.12)',
    happens:
      'Client certificates are mapped to accounts on this web server, and this certificate is mapped to ' +
      'no account that has access.',
    frequency: 'rare',
    party: 'site system',
    remedy:
      'Switch the mapping of client certificates off for the virtual directory, or map the certificate to ' +
      'an account.',
    look: 'Read the client certificate mappings of the web site.',
    ...answeredWith({ status: 403, substatus: 12, win32: accessDenied }),
    provocation: { fault: '403.12' },
  },
  'directory-listing-denied': {
    title: 'the web server does not list this directory (403.14)',
    happens:
      'The request is for a directory, and listing it is switched off. A distribution point without BITS ' +
      'settings answers like this.',
    frequency: 'occasional',
    party: 'site system',
    remedy: 'Switch directory browsing or WebDAV on for the virtual directory, as the role needs it.',
    look:
      'Read the directory settings of the virtual directory, and whether the distribution point is ' +
      'enabled for BITS.',
    ...answeredWith({ status: 403, substatus: 14, win32: accessDenied }),
    provocation: { fault: '403.14' },
  },
  'not-served-by-this-protocol': {
    title: 'the web server has no such virtual directory on this port (404)',
    happens:
      'The web server answers, but does not have this path: the role is not installed, or is served by ' +
      'the other protocol.',
    frequency: 'frequent',
    party: 'site system',
    remedy: 'Use the other protocol, check the path, or install the site system role.',
    look:
      "List the virtual directories of the web site, and read in the web server's log which path was " +
      'asked for.',
    ...answeredWith({ status: 404, win32: fileNotFound }, [
      '404.0',
      '404.2',
      '404.3',
      '404.7',
      '404.8',
      '404.11',
    ]),
    provocation: { fault: '404' },
  },
  'method-not-allowed': {
    title: 'the web server does not allow this HTTP method (405)',
    happens:
      'The path exists, but not for this method. A directory with WebDAV switched off refuses PROPFIND ' +
      'like this, and BITS uploads need BITS_POST.',
    frequency: 'occasional',
    party: 'site system',
    remedy: 'Switch WebDAV or the BITS server extension on, whichever the role needs.',
    look:
      "Read in the web server's log which method was refused, and which handlers the virtual directory " +
      'has.',
    ...answeredWith({ status: 405 }, ['501']),
    provocation: { fault: '405' },
  },
  'server-error': {
    title: 'the web server or the application behind it failed (500)',
    happens: 'The request has arrived, and the application could not carry it out.',
    frequency: 'frequent',
    party: 'site system',
    remedy:
      "Read the site system's component logs and application event log at this time, and fix what they " +
      'name.',
    look:
      "Read the substatus in the web server's log: 500.19 is its own configuration, other substatuses are " +
      "the application's.",
    ...answeredWith({ status: 500 }, ['500.0', '500.19', '502']),
    httpSys: ['Internal'],
    provocation: { fault: '500' },
  },
  'service-unavailable': {
    title: 'the application pool of the web server is stopped (503)',
    happens:
      'Windows accepts the connection, but the application pool behind the web site is not running. ' +
      'Windows stops a pool after several crashes.',
    frequency: 'frequent',
    party: 'site system',
    remedy: 'Start the application pool, and read in the event log why it was stopped.',
    look: 'Look at the state and the identity of the application pool.',
    ...answeredWith({ status: 503 }, ['503.2', '504']),
    httpSys: ['AppOffline', 'AppPoolTimer', 'AppShutdown', 'Disabled', 'N/A', 'QueueFull'],
    confidence: 'inferred',
    provocation: { fault: '503' },
  },
} satisfies Chapter
