import t from 'tap'
import type { Request } from '../../sim/client/transports/http.ts'
import { register } from '../../sim/client/conversations/register.ts'
import { postMessage, type Sender } from '../../sim/client/conversations/send-message.ts'
import type { SignaturePolicy } from '../../sim/model/hierarchy.ts'
import {
  serializeContentLocationRequest,
  serializeLocalSitesRequest,
  serializeStateMigrationPointRequest,
  serializeUpdateServerRequest,
} from '../../sim/wire/management-point/locations.ts'
import {
  serializeDiscoveryDataRecord,
  serializeStatusMessage,
} from '../../sim/wire/management-point/reports.ts'
import { requestPayload, serializeRequest } from '../../sim/wire/management-point/envelope.ts'
import { serializeAssignmentsRequest } from '../../sim/wire/management-point/policy-assignments.ts'
import { serializeStateMessageReport } from '../../sim/wire/state-message.ts'
import { withUnknown } from '../wire/management-point/with-unknown.ts'
import { placeIn, sayTo } from './management-point-context.ts'
import { signingIdentity } from '../../certs/issue.ts'

const location = { activeDirectorySite: 'HQ', addresses: [{ address: '10.1.2.7', subnet: '10.1.2.0' }] }
const machine = { netBiosName: 'PC', clientInstalled: true }
const stateMessage = {
  serialNumber: 1,
  topic: { id: 'T', type: 401, idType: 3 },
  state: { id: 2, criticality: 1 },
  parameters: ['p'],
}

interface Message {
  endpoint: string
  xml: string
  /** Parts of it without which it is refused. */
  required: readonly string[]
}

/** Every message but registrations, which are refused in their own way. */
const messages: readonly Message[] = [
  {
    endpoint: 'MP_PolicyManager',
    xml: serializeAssignmentsRequest({
      type: 'Full',
      policySource: 'SMS:OSL',
      clientId: 'GUID:0A',
      resource: 'Machine',
    }),
    required: ['RequestAssignments', 'RequestType', 'Identification', 'Machine', 'ClientID', 'ResourceType'],
  },
  {
    endpoint: 'MP_LocationManager',
    xml: serializeContentLocationRequest({
      package: { id: 'OSL00001', version: '1' },
      assignedSite: 'OSL',
      onInternet: false,
      protection: 'first',
      location,
    }),
    required: ['ContentLocationRequest', 'Package', ' ID', ' Version', 'SiteCode', 'ClientLocationInfo'],
  },
  {
    endpoint: 'MP_LocationManager',
    xml: serializeLocalSitesRequest({ assignedSite: 'OSL', location }),
    required: ['LocalMPLocationRequest', 'SiteCode', 'ClientLocationInfo'],
  },
  {
    endpoint: 'MP_LocationManager',
    xml: serializeUpdateServerRequest({ content: { id: '{0A}', version: 1 }, assignedSite: 'OSL', location }),
    required: ['WSUSLocationRequest', 'Content', ' ID', ' Version', 'SiteCode', 'ClientLocationInfo'],
  },
  {
    endpoint: 'MP_LocationManager',
    xml: serializeStateMigrationPointRequest({ assignedSite: 'OSL', location }),
    required: ['StateMigrationPointLocationRequest', 'SiteCode', 'ClientLocationInfo'],
  },
  {
    endpoint: 'MP_RelayEndpoint',
    xml: serializeStateMessageReport({ machine, messages: [stateMessage] }),
    required: ['ReportBody', 'StateMessage ', 'SerialNumber', 'Topic', ' Type', 'State '],
  },
  {
    endpoint: 'StatusReceiver',
    xml: serializeStatusMessage({ type: 'SMS_Generic_StatusMessage_Info', properties: [], qualifiers: [] }),
    required: ['Status ', 'Type>'],
  },
  {
    endpoint: 'MP_DdrEndpoint',
    xml: serializeDiscoveryDataRecord({
      clientId: 'GUID:0A',
      netBiosName: 'PC',
      properties: { Domain: 'C' },
    }),
    required: ['ReportHeader', 'ReportBody', 'InventoryActionID', 'ClientID'],
  },
]

const now = new Date('2007-08-22T09:30:00Z')
const pc = { name: 'PC', managementPoint: 'mp.contoso.test', now }

async function statusOf(
  { endpoint, xml }: Pick<Message, 'endpoint' | 'xml'>,
  place = placeIn('mixed'),
  sender: Sender = pc,
): Promise<number> {
  let status = 0
  const say = sayTo(place)
  await postMessage(
    endpoint,
    xml,
    sender,
  )(async (said: Request) => {
    const reply = await say(said)
    status = reply.status
    return { ...reply, status: 200, body: Buffer.alloc(0) }
  })
  return status
}

for (const message of messages) {
  const name = /^<(\w+)/.exec(message.xml)?.[1] ?? ''
  void t.test(`${message.endpoint} ${name}: more than is known is taken`, async (t) => {
    t.equal(await statusOf(message), 200)
    t.equal(await statusOf({ ...message, xml: withUnknown(message.xml) }), 200)
    t.equal(await statusOf({ ...message, endpoint: message.endpoint.toLowerCase() }), 200)
    t.equal(await statusOf({ ...message, xml: `<?xml version="1.0"?>\r\n${message.xml}` }), 200)
  })

  void t.test(`${message.endpoint} ${name}: less than is needed is refused`, async (t) => {
    for (const part of message.required) {
      const renamed = part.replace(/\w+/, (known) => `X${known}`)
      const xml = message.xml.replaceAll(part, renamed)
      t.not(xml, message.xml, part)
      t.equal(await statusOf({ ...message, xml }), 400, part)
    }
    for (const xml of ['', 'no XML', '<Other/>', message.xml.slice(0, -1), `<!DOCTYPE x>${message.xml}`])
      t.equal(await statusOf({ ...message, xml }), 400, xml.slice(0, 20))
  })
}

void t.test('an endpoint that nobody has', async (t) => {
  for (const endpoint of ['MP_Nobody', '__proto__'])
    t.equal(await statusOf({ endpoint, xml: '<a/>' }), 400, endpoint)
})

/** Statuses of a message that is unsigned, forged, genuine. */
const expected: Readonly<Record<SignaturePolicy, Readonly<Record<string, readonly number[]>>>> = {
  // Only reports have to be signed, and only in native mode ("Message Flags" of the 2007 SDK).
  verified: {
    'mixed report': [200, 400, 200],
    'native report': [400, 400, 200],
    'mixed policy': [200, 400, 200],
    'native policy': [200, 400, 200],
    'mixed location': [200, 400, 200],
    'native location': [200, 400, 200],
  },
  required: {
    'mixed report': [400, 400, 200],
    'native report': [400, 400, 200],
    'mixed policy': [400, 400, 200],
    'native policy': [400, 400, 200],
    'mixed location': [200, 400, 200],
    'native location': [200, 400, 200],
  },
  ignored: {
    'mixed report': [200, 200, 200],
    'native report': [200, 200, 200],
    'mixed policy': [200, 200, 200],
    'native policy': [200, 200, 200],
    'mixed location': [200, 200, 200],
    'native location': [200, 200, 200],
  },
}

void t.test('signatures count as the management point is told', async (t) => {
  const [own, other] = await Promise.all([signingIdentity(), signingIdentity()])
  for (const signatures of ['verified', 'required', 'ignored'] as const)
    for (const mode of ['mixed', 'native'] as const) {
      const place = placeIn(mode, { signatures })
      const registered = await register({ ...pc, fqdn: 'pc.contoso.test', ...own })(sayTo(place))
      const clientId = registered.smsId ?? ''
      for (const message of messages) {
        const kind = { MP_PolicyManager: 'policy', MP_LocationManager: 'location' }[message.endpoint]
        const statuses = [
          await statusOf(message, place, { ...pc, clientId }),
          await statusOf(message, place, { ...pc, clientId, signingKey: other.signingKey }),
          await statusOf(message, place, { ...pc, clientId, signingKey: own.signingKey }),
        ]
        const row = `${mode} ${kind ?? 'report'}`
        t.strictSame(statuses, expected[signatures][row], `${signatures}, ${row}, ${message.endpoint}`)
      }
    }
})

void t.test('lengths count where they are to', async (t) => {
  const [message = { endpoint: '', xml: '' }] = messages
  const header = {
    id: '{1}',
    endpoint: message.endpoint,
    targetAddress: '',
    targetHost: '',
    sourceHost: 'PC',
    replyCompressed: true,
  }
  const right = serializeRequest(header, message.xml)
  const wrong = serializeRequest(header, message.xml, requestPayload(`${message.xml} `))
  for (const [strictLengths, { contentType, bytes }, status] of [
    [false, right, 200],
    [true, right, 200],
    [false, wrong, 200],
    [true, wrong, 400],
  ] as const) {
    const said = {
      method: 'CCM_POST',
      path: '/ccm_system/request',
      headers: { 'Content-Type': contentType },
      body: bytes,
    }
    t.equal((await sayTo(placeIn('mixed', { strictLengths }))(said)).status, status)
  }
})
