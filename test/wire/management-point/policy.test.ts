import fc from 'fast-check'
import t from 'tap'
import {
  readAssignmentsReply,
  readAssignmentsRequest,
  writeAssignmentsReply,
  writeAssignmentsRequest,
  type AssignmentsReply,
  type AssignmentsRequest,
} from '../../../sim/wire/management-point/policy-assignments.ts'
import {
  policyLocation,
  readPolicyBody,
  writePolicyBody,
} from '../../../sim/wire/management-point/policy-body.ts'

const byHand =
  '<RequestAssignments SchemaVersion="1.00" ACK="false" RequestType="Always"><Identification><Machine>' +
  '<ClientID>GUID:0A1B</ClientID><FQDN>pc.contoso.test</FQDN><NetBIOSName>PC</NetBIOSName><SID/></Machine><User/></Identification>' +
  '<PolicySource>SMS:OSL</PolicySource><Resource ResourceType="Machine"/><ServerCookie/></RequestAssignments>'

void t.test('a request put together by hand is read', (t) => {
  t.strictSame(readAssignmentsRequest(byHand), {
    type: 'Full',
    policySource: 'SMS:OSL',
    clientId: 'GUID:0A1B',
    netBiosName: 'PC',
    fqdn: 'pc.contoso.test',
    resource: 'Machine',
  })
  for (const [from, to] of [
    ['RequestType', 'Type'],
    ['ClientID', 'Client'],
    ['ResourceType', 'Type'],
    ['"Machine"', '"Neither"'],
    ['RequestAssignments', 'Other'],
    ['<Machine>', '<Machine'],
  ] as const) {
    t.equal(readAssignmentsRequest(byHand.replaceAll(from, to)), undefined, from)
  }
  t.end()
})

const text = fc.string({ minLength: 1 }).map((said) => `x${said}x`)
const resource = fc.constantFrom('Machine' as const, 'User' as const)
const type = fc.constantFrom('Full' as const, 'OnUpdate' as const)

void t.test('what is written is read', (t) => {
  const request: fc.Arbitrary<AssignmentsRequest> = fc.record(
    { type, policySource: text, clientId: text, netBiosName: text, fqdn: text, resource, serverCookie: text },
    { requiredKeys: ['type', 'policySource', 'clientId', 'resource'], noNullPrototype: true },
  )
  fc.assert(
    fc.property(request, (said) => t.strictSame(readAssignmentsRequest(writeAssignmentsRequest(said)), said)),
  )
  const assignment = fc.record(
    {
      id: text,
      policyId: text,
      policyVersion: text,
      policyCategory: text,
      policyType: resource,
      policyFlags: fc.nat(255),
      location: text.filter((said) => !said.includes(']]>')),
    },
    { noNullPrototype: true },
  )
  const reply: fc.Arbitrary<AssignmentsReply> = fc.record(
    {
      type,
      policySource: text,
      clientId: text,
      resource,
      serverCookie: text,
      assignments: fc.array(assignment, { maxLength: 4 }),
    },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(reply, (said) => t.strictSame(readAssignmentsReply(writeAssignmentsReply(said)), said)),
  )
  t.end()
})

void t.test('a policy is at an address of any management point', (t) => {
  const policy = { id: '{A}', version: '1.00', className: 'C', properties: { a: '1 < 2', b: '' } }
  t.equal(policyLocation(policy, false), 'http://<mp>/SMS_MP/.sms_pol?{A}.1.00')
  t.equal(policyLocation(policy, true), 'https://<mp>/SMS_MP/.sms_pol?{A}.1.00')
  const body = writePolicyBody(policy)
  t.equal(body.toString('hex', 0, 4), 'fffe3c00', 'UTF-16LE')
  t.strictSame(readPolicyBody(body), policy)
  for (const wrong of ['', '<Policy/>', '<Policy PolicyID="" PolicyVersion=""/>'])
    t.equal(readPolicyBody(Buffer.from(wrong, 'utf16le')), undefined)
  t.end()
})
