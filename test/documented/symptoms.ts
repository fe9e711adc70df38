import { pages } from './pages.ts'
import type { DocumentedStatement } from './statement.ts'

/** What clients and web servers report, and the pitfalls that documentation and blogs return to. */
export const symptoms: readonly DocumentedStatement[] = [
  {
    says: 'No answer in time is 12002.',
    pages: [pages.winHttp],
    heldBy: { failures: ['server-silent', 'no-answer'] },
  },
  {
    says: 'A name that does not resolve is 12007.',
    pages: [pages.winHttp],
    heldBy: { failures: ['name-not-resolved'] },
  },
  {
    says: 'A port where nobody listens is 12029.',
    pages: [pages.winHttp],
    heldBy: { failures: ['nothing-listens'] },
  },
  {
    says: 'A connection that is reset or closed is 12030.',
    pages: [pages.winHttp],
    heldBy: { failures: ['connection-reset', 'connection-closed', 'handshake-reset', 'handshake-closed'] },
  },
  {
    says: "A server's certificate out of its dates is 12037.",
    pages: [pages.winHttp],
    heldBy: { failures: ['server-certificate-expired', 'server-certificate-not-yet-valid'] },
  },
  {
    says: 'Another name in it is 12038.',
    pages: [pages.winHttp],
    heldBy: { failures: ['server-certificate-wrong-host'] },
  },
  {
    says: 'A server that wants a certificate and gets none is 12044.',
    pages: [pages.winHttp],
    heldBy: { failures: ['client-certificate-missing'] },
  },
  {
    says: 'A root that is not trusted is 12045.',
    pages: [pages.winHttp],
    heldBy: { failures: ['server-certificate-untrusted', 'server-certificate-self-signed'] },
  },
  {
    says: 'A revocation list that cannot be had is 12057.',
    pages: [pages.winHttp],
    heldBy: { failures: ['revocation-list-unreachable'] },
  },
  {
    says: 'A reply that cannot be read is 12152.',
    pages: [pages.winHttp],
    heldBy: { failures: ['answer-garbage'] },
  },
  {
    says: 'An error of the secure channel is 12157.',
    pages: [pages.winHttp],
    heldBy: { failures: ['tls-version-not-shared', 'cipher-not-shared'] },
  },
  {
    says: 'A revoked certificate of a server is 12170, a wrong purpose 12179.',
    pages: [pages.winHttp],
    heldBy: { failures: ['server-certificate-revoked', 'server-certificate-wrong-usage'] },
  },
  {
    says: "A client's missing private key is 12185, one that cannot be read 12186.",
    pages: [pages.winHttp],
    heldBy: {
      tests: {
        'test/evidence/logged.test.ts':
          'a client that was asked in vain for a certificate knows what was wanted',
        'test/evidence/pasted.test.ts': 'a code has every cause that it can have',
      },
    },
  },
  {
    says: 'Clients log 12175, with flags for its reasons beside it.',
    pages: [pages.clientErrors, pages.winHttp],
    heldBy: {
      tests: {
        'test/evidence/explanation.test.ts': 'a code of WinHTTP can be written in many ways',
        'test/evidence/pasted.test.ts': "the product's own lines of a failure lead back to it",
      },
    },
  },
  {
    says: 'Plain HTTP to a directory that requires SSL is 403.4, a weak cipher 403.5.',
    pages: [pages.iisStatuses],
    heldBy: { failures: ['ssl-required', 'strong-encryption-required'] },
  },
  {
    says: 'A missing client certificate is 403.7.',
    pages: [pages.iisCertificates],
    heldBy: { failures: ['client-certificate-missing'] },
  },
  {
    says: 'The certificate mapper denies with 403.12.',
    pages: [pages.iisStatuses],
    heldBy: { failures: ['mapper-denied-access'] },
  },
  {
    says: 'An untrusted client certificate is 403.16, one out of its dates 403.17.',
    pages: [pages.iisCertificates],
    heldBy: { failures: ['client-certificate-untrusted', 'client-certificate-expired'] },
  },
  {
    says: 'A certificate that is not self-signed among the trusted roots of a server brings 403.16 to all.',
    pages: ['KB 2802568'],
    heldBy: { failures: ['root-store-mixed'] },
  },
  {
    says: 'Where the server sends a list besides, it is 403.7: the list lacks the root of the clients.',
    pages: ['KB 2802568'],
    heldBy: { failures: ['issuer-list-incomplete'] },
  },
  {
    says: 'Refused sign-in is 401, with a substatus for its reason.',
    pages: [pages.iisStatuses],
    heldBy: { failures: ['not-authorized'] },
  },
  {
    says: '404, 500 and 503 have substatuses of their own, by the version of the web server.',
    pages: [pages.iisStatuses],
    heldBy: { failures: ['not-served-by-this-protocol', 'server-error', 'service-unavailable'] },
  },
  {
    says: 'A failure below HTTP leaves no line in the log of a web server.',
    pages: [pages.iisCertificates],
    heldBy: {
      tests: {
        'test/witness/logs.test.ts':
          'a failed handshake leaves no line in a web server’s log; a refusal by status does',
        'test/report/logs-of-each-end.test.ts':
          'a web server logs what the catalogue says, and nothing of a failure below it',
      },
    },
  },
  {
    says: 'Clients log in the records of CMTrace.',
    pages: [pages.clientLogs],
    heldBy: { tests: { 'test/logs/read-log.test.ts': "an entry of CMTrace's" } },
  },
  {
    says: 'CcmExec.log has the URL, the port, the options, the code and its name of a failure.',
    pages: [pages.clientLogs],
    heldBy: {
      tests: {
        'test/evidence/pasted.test.ts': "the product's own lines of a failure lead back to it",
        'test/evidence/logged.test.ts': 'whatever a client sees of a failure, its log leads to it',
      },
    },
  },
  {
    says: 'Other lines of the logs.',
    pages: [pages.clientLogs],
    heldBy: { limit: 'choiceLogs' },
  },
  {
    says: 'A client raises an event in WMI, and a management point logs a test of itself.',
    pages: [pages.clientLogs],
    heldBy: { limit: 'selfTest' },
  },
  {
    says: 'A management point is tested by its list and by its certificate; in native mode with a client certificate.',
    pages: [pages.troubleshootingManagementPoints],
    heldBy: {
      tests: {
        'test/points/roles.test.ts': 'a native management point gives out the certificate that it shows',
      },
    },
  },
  {
    says: 'The log of a web server is in the W3C format, with substatus and Win32 status.',
    pages: [pages.iisStatuses],
    heldBy: { tests: { 'test/witness/logs.test.ts': 'lnav and goaccess read the logs of the web servers' } },
  },
  {
    says: 'Pitfall: a server locator point, native-mode clients, and no option.',
    pages: [pages.whetherServerLocatorPoint, pages.specifyingServerLocatorPoint],
    heldBy: { scenarios: { 'native-client-and-server-locator-point.yaml': 'With the option it does' } },
  },
  {
    says: 'Pitfall: a revocation list that clients or servers do not reach.',
    pages: [pages.tips, pages.revocationChecking],
    heldBy: {
      scenarios: {
        'revocation-list-that-cannot-be-used.yaml':
          'A revocation list that nobody can reach shuts every native-mode client out',
      },
    },
  },
  {
    says: 'Pitfall: two client certificates, or criteria with spaces.',
    pages: [pages.certificateSelection],
    heldBy: {
      scenarios: { 'two-client-certificates.yaml': 'Of two of which one has expired there is one to choose' },
    },
  },
  {
    says: 'Pitfall: the name is not in the certificate.',
    pages: [pages.clientErrors],
    heldBy: {
      scenarios: {
        'name-not-in-the-certificate.yaml':
          'A management point whose name is not in its certificate is refused by every client',
      },
    },
  },
  {
    says: 'Pitfall: a root or an intermediate authority is missing.',
    pages: [pages.clientErrors, pages.iisCertificates],
    heldBy: {
      scenarios: {
        'root-or-intermediate-missing.yaml': 'A root or an intermediate authority that one end does not have',
      },
    },
  },
  {
    says: 'Pitfall: SSL is required on the whole web site.',
    pages: [pages.fallbackStatusPoints],
    heldBy: {
      scenarios: {
        'ssl-required-on-the-whole-web-site.yaml': 'Somebody requires SSL on the web site of each of these',
      },
    },
  },
  {
    says: 'Pitfall: neighbours of different modes.',
    pages: [pages.clientCommunication, pages.complexRoaming],
    heldBy: {
      scenarios: {
        'mixed-and-native-neighbours.yaml': 'With the option the neighbour is asked, and has not got it',
      },
    },
  },
  {
    says: 'Pitfall: everything is protected.',
    pages: [pages.protectingDistributionPoints],
    heldBy: {
      scenarios: {
        'protected-everywhere-and-in-no-boundary.yaml':
          'That concerns nobody outside the protected boundaries',
      },
    },
  },
  {
    says: 'Pitfall: the order of the switch, and clients that never hear of it.',
    pages: [pages.migration, pages.monitoringSiteMode],
    heldBy: { scenarios: { 'switch-order-and-stragglers.yaml': 'Without Active Directory it never does' } },
  },
  {
    says: 'Pitfall: an installation that contradicts itself.',
    pages: [pages.serverLocatorPoints, pages.tips],
    heldBy: {
      scenarios: {
        'contradictory-installation.yaml':
          'To find its site by itself, and told of an Internet-based management point',
      },
    },
  },
]
