import t from 'tap'
import * as content from '../../../sim/wire/management-point/locations.ts'
import * as migration from '../../../sim/wire/management-point/locations.ts'
import * as discovery from '../../../sim/wire/management-point/reports.ts'
import * as local from '../../../sim/wire/management-point/locations.ts'
import type { LocatedSite } from '../../../sim/wire/management-point/locations.ts'
import * as header from '../../../sim/wire/management-point/message-header.ts'
import * as assignments from '../../../sim/wire/management-point/policy-assignments.ts'
import { parsePolicyBody, serializePolicyBody } from '../../../sim/wire/management-point/policy-body.ts'
import * as registration from '../../../sim/wire/management-point/registration.ts'
import * as status from '../../../sim/wire/management-point/reports.ts'
import * as update from '../../../sim/wire/management-point/locations.ts'
import { parseStateMessageReport, serializeStateMessageReport } from '../../../sim/wire/state-message.ts'
import { signingIdentity } from '../../../certs/issue.ts'
import { withUnknown } from './with-unknown.ts'

const { signingKey, certificate } = await signingIdentity()
const location = { activeDirectorySite: 'HQ', addresses: [{ address: '10.1.2.7', subnet: '10.1.2.0' }] }
const site = <Located>(record: Located): LocatedSite<Located> => ({
  siteCode: 'BGO',
  masterSiteCode: 'OSL',
  locality: 'LOCAL',
  ports: { http: 80, https: 443 },
  records: [record],
})
const values = [{ name: 'a', value: 'b' }]

/** By the message: what it says, and what is read of it once there is more in it than anybody knows. */
const messages: Readonly<Record<string, { expected: object; read(): object | undefined }>> = {}
function message<Said extends object>(
  name: string,
  said: Said,
  write: (said: Said) => string,
  read: (xml: string) => object | undefined,
  expected: object = said,
): void {
  Object.assign(messages, { [name]: { expected, read: () => read(withUnknown(write(said))) } })
}

message(
  'header',
  {
    id: '{1}',
    endpoint: 'StatusReceiver',
    targetAddress: 'mp:StatusReceiver',
    targetHost: 'mp',
    sourceHost: 'PC',
    sourceId: 'GUID:0A',
    bodyLength: 2,
    compressed: true,
    replyCompressed: true,
    authentication: { PublicKey: '06' },
  },
  header.serializeMessageHeader,
  header.parseMessageHeader,
)
message(
  'registration',
  {
    type: 'Registration' as const,
    timeStamp: '2007-08-22T09:30:00Z',
    smsId: 'GUID:0A',
    agent: { type: '0', version: '4.00.6487.2000', identity: 'CCMSetup.exe' },
    signing: certificate,
    properties: values,
    hint: 'ABCD',
  },
  (said) => registration.serializeRegistrationRequest(said, signingKey),
  registration.parseRegistrationRequest,
)
message(
  'response to a registration',
  { type: 'Registration' as const, timeStamp: '2007-08-22T09:30:00Z', status: 1 as const, smsId: 'GUID:0A' },
  registration.serializeRegistrationResponse,
  registration.parseRegistrationResponse,
)
message(
  'request for assignments',
  {
    type: 'OnUpdate' as const,
    policySource: 'SMS:OSL',
    clientId: 'GUID:0A',
    netBiosName: 'PC',
    fqdn: 'pc.contoso.test',
    resource: 'Machine' as const,
    serverCookie: 'C',
  },
  assignments.serializeAssignmentsRequest,
  assignments.parseAssignmentsRequest,
)
message(
  'assignments',
  {
    type: 'Full' as const,
    policySource: 'SMS:OSL',
    clientId: 'GUID:0A',
    resource: 'Machine' as const,
    serverCookie: 'C',
    signatures: [{ assignmentId: '{A}', algorithm: 32772, value: 'AB' }],
    assignments: [
      {
        id: '{A}',
        policyId: '{P}',
        policyVersion: '1.00',
        policyCategory: '',
        policyType: 'Machine' as const,
        policyFlags: 16,
        location: 'http://<mp>/SMS_MP/.sms_pol?{P}.1.00',
      },
    ],
  },
  assignments.serializeAssignmentsReply,
  assignments.parseAssignmentsReply,
)
message(
  'policy',
  { id: '{P}', version: '1.00', className: 'C', properties: { a: 'b' } },
  (said) => serializePolicyBody(said).toString('utf16le'),
  (xml) => parsePolicyBody(Buffer.from(xml, 'utf16le')),
)
message(
  'request for content',
  {
    package: { id: 'OSL00001', version: '1' },
    assignedSite: 'OSL',
    location,
    onInternet: false,
    protection: 'only' as const,
  },
  content.serializeContentLocationRequest,
  content.parseContentLocationRequest,
)
message(
  'content',
  [
    site({
      smbPath: '\\\\DP\\SMSPKGC$\\OSL00001\\',
      url: 'http://dp/SMS_DP_SMSPKGC$/OSL00001/',
      activeDirectorySite: 'HQ',
      subnets: ['10.1.2.0'],
      serverName: 'DP',
      type: 'SERVER' as const,
      version: '6487',
      ssl: true,
    }),
  ],
  content.serializeContentLocationReply,
  content.parseContentLocationReply,
)
message(
  'request for the sites around',
  { assignedSite: 'OSL', location },
  local.serializeLocalSitesRequest,
  local.parseLocalSitesRequest,
)
message(
  'sites around',
  [{ siteCode: 'BGO', masterSiteCode: 'OSL', locality: 'REMOTE' as const }],
  local.serializeLocalSitesReply,
  local.parseLocalSitesReply,
)
message(
  'request for an update server',
  { content: { id: '{0A}', version: 1 }, assignedSite: 'OSL', location },
  update.serializeUpdateServerRequest,
  update.parseUpdateServerRequest,
)
message(
  'update servers',
  [site({ url: 'http://sup:8530', serverName: 'SUP', version: 1 })],
  update.serializeUpdateServerReply,
  update.parseUpdateServerReply,
)
message(
  'request for a state migration point',
  { assignedSite: 'OSL', location },
  migration.serializeStateMigrationPointRequest,
  migration.parseStateMigrationPointRequest,
)
message(
  'state migration points',
  [site({ url: 'http://smp/SMSSMP/smp.dll' })],
  migration.serializeStateMigrationPointReply,
  migration.parseStateMigrationPointReply,
)
message(
  'status message',
  { type: 'SMS_Generic_StatusMessage_Info', properties: values, qualifiers: values },
  status.serializeStatusMessage,
  status.parseStatusMessage,
)
message(
  'discovery data record',
  { clientId: 'GUID:0A', netBiosName: 'PC', properties: { Domain: 'CONTOSO' } },
  discovery.serializeDiscoveryDataRecord,
  discovery.parseDiscoveryDataRecord,
  // The elements found have names of their own.
  { clientId: 'GUID:0A', netBiosName: 'PC', properties: { Domain: 'CONTOSO', Unknown: '' } },
)
message(
  'state messages',
  {
    machine: { netBiosName: 'PC', clientInstalled: true },
    messages: [
      {
        serialNumber: 1,
        topic: { id: 'T', type: 401, idType: 3 },
        state: { id: 2, criticality: 1 },
        details: 'd',
        parameters: ['p'],
      },
    ],
  },
  serializeStateMessageReport,
  parseStateMessageReport,
)

/** Without the very texts that signatures are about, in which all of it stands. */
function plain(read: object | undefined): unknown {
  const left = (key: string, value: unknown) => (/^sign(?:ed|ature)$/.test(key) ? undefined : value)
  return JSON.parse(JSON.stringify(read ?? null, left))
}

for (const [name, { expected, read }] of Object.entries(messages))
  void t.test(`${name}: unknown attributes and elements are ignored`, (t) => {
    t.strictSame(plain(read()), plain(expected))
    t.end()
  })
