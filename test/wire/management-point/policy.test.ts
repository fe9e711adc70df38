import { constants, createHash, generateKeyPairSync, privateEncrypt } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  isAssignmentSigned,
  signAssignment,
} from '../../../sim/wire/management-point/assignment-signature.ts'
import {
  parseAssignmentsReply,
  parseAssignmentsRequest,
  serializeAssignment,
  serializeAssignmentsReply,
  serializeAssignmentsRequest,
  type AssignmentsReply,
  type AssignmentsRequest,
} from '../../../sim/wire/management-point/policy-assignments.ts'
import {
  parsePolicyLocation,
  policyLocation,
  parsePolicyBody,
  serializePolicyBody,
} from '../../../sim/wire/management-point/policy-body.ts'

const byHand =
  '<RequestAssignments SchemaVersion="1.00" ACK="false" RequestType="Always"><Identification><Machine>' +
  '<ClientID>GUID:0A1B</ClientID><FQDN>pc.contoso.test</FQDN><NetBIOSName>PC</NetBIOSName><SID/></Machine><User/></Identification>' +
  '<PolicySource>SMS:OSL</PolicySource><Resource ResourceType="Machine"/><ServerCookie/></RequestAssignments>'

void t.test('a request put together by hand is read', (t) => {
  t.strictSame(parseAssignmentsRequest(byHand), {
    type: 'Full',
    policySource: 'SMS:OSL',
    clientId: 'GUID:0A1B',
    netBiosName: 'PC',
    fqdn: 'pc.contoso.test',
    resource: 'Machine',
  })
  const validated = byHand.replace('ACK', 'ValidationRequest="CRC" ACK')
  t.equal(parseAssignmentsRequest(validated)?.validation, 'CRC')
  t.equal(parseAssignmentsRequest(validated.replace('CRC', 'MD5'))?.validation, undefined)
  for (const [from, to] of [
    ['RequestType', 'Type'],
    ['ClientID', 'Client'],
    ['ResourceType', 'Type'],
    ['"Machine"', '"Neither"'],
    ['RequestAssignments', 'Other'],
    ['<Machine>', '<Machine'],
  ] as const) {
    t.equal(parseAssignmentsRequest(byHand.replaceAll(from, to)), undefined, from)
  }
  t.end()
})

const text = fc.string({ minLength: 1 }).map((said) => `x${said}x`)
const resource = fc.constantFrom('Machine' as const, 'User' as const)
const type = fc.constantFrom('Full' as const, 'OnUpdate' as const)

const expression = '<Condition><Expression ExpressionType="until-true"/></Condition>'
const assignmentByHand =
  `<PolicyAssignment PolicyAssignmentID="{A1}" New='1'>${expression}\r\n<Policy PolicyID="{P1}" PolicyCategory="" PolicyVersion="2.00" ` +
  'PolicyType="Machine" PolicyFlags="16"><PolicyLocation PolicyHash=""><![CDATA[http://<mp>/SMS_MP/.sms_pol?{P1}.2_00]]></PolicyLocation>' +
  '</Policy></PolicyAssignment>'
const replyByHand = (value = '0A0B') =>
  '<ReplyAssignments SchemaVersion="1.00" ReplyType="Full" ReplyHash="x"><Identification><Machine><ClientID>GUID:0A1B</ClientID>' +
  '<NetBIOSName/><FQDN/><SID/></Machine><User/></Identification><PolicySource>SMS:OSL</PolicySource><Resource ResourceType="Machine"/>' +
  '<ServerCookie>2007-08-22 09:30</ServerCookie><ValidationData>7</ValidationData><Signature><Reference PolicyAssignmentID="{A1}"><SignatureAlgorithm AlgID="32772"/>' +
  `<SignatureValue>${value}</SignatureValue></Reference></Signature><Unknown/>${assignmentByHand}</ReplyAssignments>`

void t.test('a reply put together by hand is read', (t) => {
  t.strictSame(parseAssignmentsReply(replyByHand()), {
    type: 'Full',
    policySource: 'SMS:OSL',
    clientId: 'GUID:0A1B',
    resource: 'Machine',
    serverCookie: '2007-08-22 09:30',
    assignments: [
      {
        id: '{A1}',
        policyId: '{P1}',
        policyVersion: '2.00',
        policyCategory: '',
        policyType: 'Machine',
        policyFlags: 16,
        location: 'http://<mp>/SMS_MP/.sms_pol?{P1}.2_00',
        signed: assignmentByHand,
      },
    ],
    validationData: '7',
    signatures: [{ assignmentId: '{A1}', algorithm: 32772, value: '0A0B' }],
  })
  for (const [from, to] of [
    ['ReplyType', 'Type'],
    ['"Full"', '"Half"'],
    ['ResourceType', 'Type'],
    ['PolicyID=', 'ID='],
    ['PolicyVersion', 'Version'],
    ['PolicyLocation', 'Location'],
    ['"{P1}"', '""'],
    ['"2.00"', '""'],
    ['<PolicyAssignment PolicyAssignmentID', '<PolicyAssignment ID'],
    ['"16"', '"some"'],
    ['PolicyType="Machine"', 'PolicyType="Group"'],
    ['ServerCookie', 'Cookie'],
    ['<Policy P', '<Policies P'],
    ['Reference PolicyAssignmentID', 'Reference ID'],
    ['AlgID', 'ID'],
    ['"32772"', '"SHA1"'],
    ['SignatureValue', 'Value'],
    ['<PolicyAssignment ', '<PolicyAssignment '.replace('P', 'x:P')],
    ['ReplyAssignments', 'Other'],
  ] as const) {
    t.equal(parseAssignmentsReply(replyByHand().replaceAll(from, to)), undefined, from)
  }
  t.end()
})

void t.test('an assignment is signed as its text is', (t) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  // RSA PKCS #1 v1.5 of SHA-1 by its definition: the DigestInfo, padded and encrypted with the private key, reversed.
  const digest = createHash('sha1').update(Buffer.from(assignmentByHand, 'utf16le')).digest()
  const digestInfo = Buffer.concat([Buffer.from('3021300906052b0e03021a05000414', 'hex'), digest])
  const padded = privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, digestInfo)
  const read = parseAssignmentsReply(replyByHand(padded.reverse().toString('hex').toUpperCase()))
  const [assignment] = read?.assignments ?? []
  const [signature] = read?.signatures ?? []
  if (!assignment || !signature) throw new Error('no signature')
  t.equal(isAssignmentSigned(assignment.signed, signature, publicKey), true)
  t.strictSame(signAssignment({ id: '{A1}', text: assignmentByHand }, privateKey), signature)
  t.equal(isAssignmentSigned(assignment.signed.replace('{P1}', '{P2}'), signature, publicKey), false)
  const sha256 = signAssignment({ id: '{A1}', text: assignmentByHand }, privateKey, 'sha256')
  t.equal(sha256.algorithm, 32780)
  t.equal(isAssignmentSigned(assignmentByHand, sha256, publicKey), true)
  for (const wrong of [
    { ...sha256, algorithm: 32772 },
    { ...sha256, algorithm: 1 },
    { ...sha256, value: '' },
    { ...sha256, value: 'no hex' },
  ])
    t.equal(isAssignmentSigned(assignmentByHand, wrong, publicKey), false)
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const byCurve = signAssignment({ id: '', text: assignmentByHand }, ec.privateKey)
  t.equal(isAssignmentSigned(assignmentByHand, byCurve, ec.publicKey), true)
  t.equal(isAssignmentSigned(assignmentByHand, byCurve, publicKey), false)
  t.end()
})

void t.test('a serialized text parses to its original', (t) => {
  const request: fc.Arbitrary<AssignmentsRequest> = fc.record(
    {
      type,
      policySource: text,
      clientId: text,
      netBiosName: text,
      fqdn: text,
      resource,
      serverCookie: text,
      validation: fc.constant('CRC' as const),
    },
    { requiredKeys: ['type', 'policySource', 'clientId', 'resource'], noNullPrototype: true },
  )
  fc.assert(
    fc.property(request, (said) =>
      t.strictSame(parseAssignmentsRequest(serializeAssignmentsRequest(said)), said),
    ),
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
      validationData: text,
      signatures: fc.array(
        fc.record(
          {
            assignmentId: text,
            algorithm: fc.constantFrom(32772, 32780),
            value: fc.stringMatching(/^(?:[0-9A-F]{2}){1,8}$/),
          },
          { noNullPrototype: true },
        ),
        { minLength: 1, maxLength: 4 },
      ),
    },
    {
      requiredKeys: ['type', 'policySource', 'clientId', 'resource', 'serverCookie', 'assignments'],
      noNullPrototype: true,
    },
  )
  fc.assert(
    fc.property(reply, (said) => {
      const assignments = said.assignments.map((one) => ({ ...one, signed: serializeAssignment(one) }))
      t.strictSame(parseAssignmentsReply(serializeAssignmentsReply(said)), { ...said, assignments })
    }),
  )
  t.end()
})

void t.test('the address of a policy is read, or not at all', (t) => {
  t.strictSame(parsePolicyLocation('HTTP://<MP>:8080/x?y'), {
    protocol: 'http',
    host: undefined,
    port: 8080,
    path: '/x?y',
  })
  t.strictSame(parsePolicyLocation('https://mp.contoso.test:444/SMS_MP/.sms_pol?{A}.1'), {
    protocol: 'https',
    host: 'mp.contoso.test',
    port: 444,
    path: '/SMS_MP/.sms_pol?{A}.1',
  })
  const malformed = [
    '',
    '/SMS_MP/.sms_pol?{A}.1',
    'http://<mp>',
    'http://<mp>:8080',
    'http://<mp>?x',
    'http://<mp>:0/x',
    'http://<mp>:65536/x',
    'http://<mp>:/x',
    'http://<mp>:port/x',
    'http://<slp>/x',
    'http://<mp>.contoso.test/x',
    'http://user@<mp>/x',
    'ftp://<mp>/x',
    'http:/<mp>/x',
    'http://<mp>/x#y',
    'http://<mp>/x y',
    'http://<mp>/x\r\nHost: y',
    ' http://<mp>/x',
    'http://<mp>/\u00e9',
    'http:///x',
    `http://<mp>/${'x'.repeat(3000)}`,
  ]
  for (const location of malformed) t.equal(parsePolicyLocation(location), undefined, location.slice(0, 80))
  t.end()
})

void t.test('a policy is at an address of any management point', (t) => {
  const policy = { id: '{A}', version: '1.00', className: 'C', properties: { a: '1 < 2', b: '' } }
  t.equal(policyLocation(policy, false), 'http://<mp>/SMS_MP/.sms_pol?{A}.1.00')
  t.equal(policyLocation(policy, true), 'https://<mp>/SMS_MP/.sms_pol?{A}.1.00')
  const path = '/SMS_MP/.sms_pol?{A}.1.00'
  const anywhere = { host: undefined, port: undefined, path }
  t.strictSame(parsePolicyLocation(policyLocation(policy, false)), { protocol: 'http', ...anywhere })
  t.strictSame(parsePolicyLocation(policyLocation(policy, true)), { protocol: 'https', ...anywhere })
  const body = serializePolicyBody(policy)
  t.equal(body.toString('hex', 0, 4), 'fffe3c00', 'UTF-16LE')
  t.strictSame(parsePolicyBody(body), policy)
  const unlike = fc.record(
    {
      id: text,
      version: text,
      className: text,
      properties: fc.dictionary(text, fc.string(), { maxKeys: 4, noNullPrototype: true }),
    },
    { noNullPrototype: true },
  )
  fc.assert(fc.property(unlike, (said) => t.strictSame(parsePolicyBody(serializePolicyBody(said)), said)))
  const byHand =
    '<?xml version="1.0" ?><Policy PolicyType="Machine" PolicyID="{A}" PolicyVersion="1.00" SchemaVersion="1.00" New="1"><PolicyRule ' +
    'PolicyRuleID="{R}"><PolicyAction PolicyActionType="WMI-XML"><instance class="C" new="1"><property name="a" type="8">' +
    '<value>1 &lt; 2</value></property>\r\n<property name="b" type="8"><value></value></property><other/></instance></PolicyAction>' +
    '</PolicyRule></Policy>'
  t.strictSame(parsePolicyBody(Buffer.from(`\ufeff${byHand}`, 'utf16le')), policy)
  for (const [from, to] of [
    ['PolicyID', 'ID'],
    ['"{A}"', '""'],
    ['PolicyVersion="1.00"', 'PolicyVersion=""'],
    ['class="C"', ''],
    ['name="a"', ''],
    ['<instance', '<other'],
  ] as const)
    t.equal(parsePolicyBody(Buffer.from(byHand.replace(from, to), 'utf16le')), undefined, `${from} to ${to}`)
  for (const wrong of ['', '<Policy/>', '<Policy PolicyID="" PolicyVersion=""/>'])
    t.equal(parsePolicyBody(Buffer.from(wrong, 'utf16le')), undefined)
  t.end()
})
