import { pages } from './pages.ts'
import type { DocumentedStatement } from './statement.ts'

/** The certificates of native mode, their revocation and their choice. */
export const certificates: readonly DocumentedStatement[] = [
  {
    says: 'A primary site server signs policy with a certificate for document signing, whose common name has the site code.',
    pages: [pages.certificateRequirements, pages.nativeModeBenefits],
    heldBy: {
      tests: {
        'test/certs/pki.test.ts': 'the signing certificate of a site server',
        'test/client/conversations/register-and-policy.test.ts':
          'a client of a native-mode site believes what its site server has signed',
      },
    },
  },
  {
    says: 'Each primary site has a signing certificate of its own.',
    pages: [pages.nativeModeSettings],
    heldBy: { tests: { 'test/certs/pki.test.ts': 'the signing certificate of a site server' } },
  },
  {
    says: 'Clients get the certificate that signs policy from the management point.',
    pages: [pages.signingCertificate],
    heldBy: {
      tests: {
        'test/wire/management-point/site-sign-cert.test.ts':
          "the site server's certificate is in hexadecimal in an element X509Certificate",
      },
    },
  },
  {
    says: 'Active Directory has the certificate that signs policy as well.',
    pages: [pages.signingCertificate],
    heldBy: { limit: 'signingInDirectory' },
  },
  {
    says: 'Warning 5112 tells for ten days that the signing certificate runs out; after a change clients fetch the new one.',
    pages: [pages.signingCertificate],
    heldBy: { limit: 'signingRenewal' },
  },
  {
    says: 'Web servers need a certificate for server authentication.',
    pages: [pages.certificateRequirements],
    heldBy: { failures: ['server-certificate-wrong-usage'] },
  },
  {
    says: 'The certificate of a web server has the name by which clients know it, and both names where it has two.',
    pages: [pages.certificateRequirements],
    heldBy: { failures: ['server-certificate-wrong-host'] },
  },
  {
    says: 'Clients, devices and boot media need a certificate for client authentication.',
    pages: [pages.certificateRequirements, pages.certificateSelection],
    heldBy: { failures: ['client-certificate-missing', 'client-certificate-wrong-usage'] },
  },
  {
    says: 'Boot media hold a certificate that all deployments may share, and trust the roots of the Site Mode tab.',
    pages: [pages.operatingSystemDeployment],
    heldBy: { limit: 'taskSequences' },
  },
  {
    says: 'A management point has a client certificate too, for the test of itself.',
    pages: [pages.siteModes],
    heldBy: { limit: 'selfTest' },
  },
  {
    says: 'Servers need no certificate towards each other; native mode does not cover their traffic.',
    pages: [pages.nativeModeBenefits],
    heldBy: { limit: 'serverTraffic' },
  },
  {
    says: 'Certificates of templates of version 3 are of no use.',
    pages: [pages.certificateRequirements],
    heldBy: { limit: 'certificateTemplates' },
  },
  {
    says: 'Fallback status points, server locator points and the roles beside the mode need no certificate.',
    pages: [pages.clientCommunication],
    heldBy: {
      rules: [
        'fallback-status-point/http-in-both-modes',
        'server-locator-point/http-in-both-modes',
        'unaffected-by-site-mode/reporting-point',
        'unaffected-by-site-mode/system-health-validator-point',
        'unaffected-by-site-mode/pxe-service-point',
      ],
    },
  },
  {
    says: 'With revocation checking on, clients check the certificates of the web servers that they reach by HTTPS.',
    pages: [pages.revocationChecking],
    heldBy: { failures: ['server-certificate-revoked', 'server-certificate-authority-revoked'] },
  },
  {
    says: 'A list that cannot be reached counts as if all certificates were revoked.',
    pages: [pages.revocationChecking],
    heldBy: { failures: ['revocation-list-unreachable'] },
  },
  {
    says: 'Revocation checking is on by default.',
    pages: [pages.operatingSystemDeployment],
    heldBy: { tests: { 'test/model/hierarchy-defaults.test.ts': 'everything not required has a default' } },
  },
  {
    says: 'Before Service Pack 2 task sequences check revocation whatever the site says.',
    pages: [pages.revocationChecking],
    heldBy: { limit: 'taskSequences' },
  },
  {
    says: 'The web server checks clients by itself, and answers 403.13 to a revoked certificate and for a list that it cannot reach.',
    pages: [pages.revocationChecking, pages.iisCertificates],
    heldBy: { failures: ['client-certificate-revoked', 'revocation-list-unreachable'] },
  },
  {
    says: 'In the log 2148081683 stands beside a list that was not reached, and 2148081680 beside a revoked certificate.',
    pages: ['KB 884115'],
    heldBy: {
      tests: {
        'test/report/logs-of-each-end.test.ts':
          'a server that cannot fetch a revocation list says so in its log, and the client does not',
      },
    },
  },
  {
    says: 'A client looks in the personal store of the computer, for a valid certificate with the right purpose.',
    pages: [pages.certificateSelection],
    heldBy: { failures: ['client-certificate-none-matching'] },
  },
  {
    says: 'A client whose only certificate is expired or of the wrong purpose takes none.',
    pages: [pages.certificateSelection],
    heldBy: { limit: 'choiceAlone' },
  },
  {
    says: 'Criteria match the whole name with its case, a part of it in any case, or an attribute by name or identifier with its case.',
    pages: [pages.certificateSelection, pages.installationProperties],
    heldBy: {
      rules: [
        'client-certificate/whole-name',
        'client-certificate/part-of-name',
        'client-certificate/attribute',
      ],
    },
  },
  {
    says: 'If several match, none is taken, and the fallback status point is told.',
    pages: [pages.certificateSelection],
    heldBy: { failures: ['client-certificate-several-matching'] },
  },
  {
    says: 'If the site lets a client choose, it takes the one valid longest, from Service Pack 1 on.',
    pages: [pages.certificateSelection, pages.tips],
    heldBy: {
      tests: {
        'test/rules/client-certificate.test.ts':
          'of several certificates none is selected, unless the site says so: then the one valid longest',
      },
    },
  },
  {
    says: 'Attributes whose values have spaces are not matched.',
    pages: ['SMS Writing Team, November 2008'],
    heldBy: {
      scenarios: {
        'two-client-certificates.yaml':
          'A criterion loses the spaces in its value, and the certificate that has them does not match',
      },
    },
  },
  {
    says: 'The client has codes of its own for an empty store, no match, several, a missing key, a missing name and unreadable criteria.',
    pages: [pages.clientCodes],
    heldBy: {
      failures: [
        'client-certificate-missing',
        'client-certificate-none-matching',
        'client-certificate-several-matching',
        'client-certificate-without-private-key',
        'client-certificate-without-subject',
        'client-certificate-criteria-unreadable',
      ],
    },
  },
  {
    says: 'A server of Windows names the roots that it trusts, by default before Server 2012.',
    pages: [pages.longIssuerList, 'KB 2802568'],
    heldBy: { limit: 'issuerList' },
  },
  {
    says: 'A list of more than 12,228 bytes (later 16 KB) is cut, and clients of the authorities that it lacks then cannot connect.',
    pages: [pages.longIssuerList],
    heldBy: { failures: ['issuer-list-incomplete'] },
  },
  {
    says: 'A client needs the root above the certificates of its site systems in the store of the computer.',
    pages: [pages.clientErrors],
    heldBy: {
      scenarios: {
        'trust-and-clock.yaml':
          'A computer in a perimeter network lacks the root that computers in the domain have',
      },
    },
  },
  {
    says: 'A client judges the dates of a certificate by its own clock.',
    pages: [pages.winHttp],
    heldBy: { failures: ['client-clock-behind', 'client-clock-ahead'] },
  },
  {
    says: 'A web server sends the authorities between its certificate and the root, and clients verify it by them.',
    pages: ['KB 954755'],
    heldBy: { failures: ['server-certificate-incomplete-chain', 'server-certificate-authority-renewed'] },
  },
  {
    says: 'An authority is renewed with its old key or with a new one; its old certificate and lists go on to exist.',
    pages: ['Certification Authority Renewal'],
    heldBy: {
      failures: ['server-certificate-authority-renewed', 'client-certificate-authority-renewed'],
    },
  },
  {
    says: 'A certificate names the list of the authority that issued it: each authority has its own.',
    pages: ['RFC 5280, section 4.2.1.13'],
    heldBy: {
      scenarios: { 'trust-and-clock.yaml': 'The same site system answers clients of the other authority' },
    },
  },
  {
    says: 'A client checks itself for native mode by one tool, and reports the result with topic 1100.',
    pages: [pages.certificateRequirements],
    heldBy: { limit: 'readiness' },
  },
  {
    says: 'A web server asks for a certificate after the request: by renegotiation, or after the handshake of TLS 1.3.',
    pages: ['dotnet/aspnetcore#41162, denoland/deno#32245, nodejs/node#36926'],
    heldBy: { limit: 'laterCertificate' },
  },
]
