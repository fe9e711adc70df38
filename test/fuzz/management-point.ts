import { register } from '../../sim/client/conversations/register.ts'
import { locateContent } from '../../sim/client/conversations/locate.ts'
import { requestPolicyAssignments } from '../../sim/client/conversations/request-policy.ts'
import { sendStateMessages } from '../../sim/client/conversations/send-message.ts'
import { upload } from '../client/conversations/upload.ts'
import type { Conversation, Request } from '../../sim/client/transports/http.ts'
import { signingIdentity } from '../../certs/issue.ts'
import { pointTarget, type GoodRequest } from './point-target.ts'
import { sendDiscoveryDataRecord, sendStatusMessage } from '../client/conversations/send-reports.ts'

const pc = {
  name: 'PC',
  managementPoint: 'point',
  now: new Date('2007-08-22T00:00:00Z'),
  clientId: 'GUID:0A',
}
const identity = await signingIdentity(1024)
const { signingKey } = identity
const location = { addresses: [{ address: '10.1.2.7', subnet: '10.1.2.0' }] }
const message = {
  serialNumber: 1,
  topic: { id: '', type: 401, idType: 0 },
  state: { id: 1, criticality: 0 },
  parameters: [],
}

/** A client's first messages, serialized without a connection. */
async function firstOf(conversation: Conversation<unknown>): Promise<GoodRequest[]> {
  const said: Request[] = []
  const heard = conversation((first) => {
    said.push(first)
    return Promise.reject(new Error('nobody is there'))
  })
  await heard.catch(() => undefined)
  return said
}

const session = { 'BITS-Packet-Type': 'Fragment', 'BITS-Session-Id': '{0A}', 'Content-Range': 'bytes 0-3/8' }

/** Messages and uploads to a management point of a mixed-mode site. */
export const managementPoint = pointTarget('management-point', [
  { method: 'GET', path: '/SMS_MP/.sms_aut?MPLIST1' },
  ...(
    await Promise.all([
      firstOf(register({ ...pc, ...identity, fqdn: 'pc' })),
      firstOf(register({ ...pc, ...identity, fqdn: 'pc', formerKey: signingKey }, 'Confirmation')),
      firstOf(requestPolicyAssignments({ ...pc, signingKey }, 'ABC')),
      firstOf(
        locateContent(pc, {
          package: { id: 'ABC00001', version: '1' },
          assignedSite: 'ABC',
          location,
          onInternet: false,
          protection: 'first',
        }),
      ),
      firstOf(
        sendStateMessages(pc, { machine: { netBiosName: 'PC', clientInstalled: true }, messages: [message] }),
      ),
      firstOf(
        sendStatusMessage(pc, { type: 'Info', properties: [{ name: 'a', value: 'b' }], qualifiers: [] }),
      ),
      firstOf(
        sendDiscoveryDataRecord(pc, { clientId: 'GUID:0A', netBiosName: 'PC', properties: { a: 'b' } }),
      ),
      firstOf(upload('{0A}.msg', Buffer.from('upload'))),
    ])
  ).flat(),
  { method: 'BITS_POST', path: '/ccm_incoming/{0A}.msg', headers: session, body: 'abcd' },
  { method: 'GET', path: '/SMS_MP/.sms_pol?{0A}.1', headers: { Range: 'bytes=0-3' } },
  { method: 'PROPFIND', path: '/CCM_Client', headers: { Depth: '1' } },
])
