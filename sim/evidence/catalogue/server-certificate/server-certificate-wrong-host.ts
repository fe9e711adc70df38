import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateWrongHost: CatalogueEntry = {
  id: 'server-certificate-wrong-host',
  title: "the site system's certificate is for another name",
  happens:
    'The name that the client asked for is neither the subject nor among the alternative names of the ' +
    "server's certificate. A short name, the name of a cluster or an Internet FQDN is easily forgotten " +
    'in it.',
  frequency: 'frequent',
  party: 'site system',
  remedy:
    "Issue the web server's certificate anew, with every name that clients use as subject or " +
    'alternative name.',
  look:
    'Compare the host in the URL with the names in the certificate. If they belong to another machine, ' +
    'the name leads astray.',
  ...refusedByClient({ codes: ['ERR_TLS_CERT_ALTNAME_INVALID'], alert: 'BAD_CERTIFICATE' }),
  winHttp: secureFailure('CERT_CN_INVALID'),
  clientLog: flagLine('CERT_CN_INVALID'),
  stateMessage: managementPointFailed,
  reference: 'Common native mode client -> MP error messages and what to do about them',
  confidence: 'documented',
  provocation: { systemCertificate: 'wrong-host' },
}
