import { X509Certificate } from 'node:crypto'
import t from 'tap'
import type { Reply, Request } from '../../../sim/client/transports/http.ts'
import {
  downloadPolicy,
  fetchSiteServerSigningCertificate,
  requestPolicyAssignments,
  UnsignedPolicyError,
} from '../../../sim/client/conversations/request-policy.ts'
import { register } from '../../../sim/client/conversations/register.ts'
import { parseEnvelope, serializeReply } from '../../../sim/wire/management-point/envelope.ts'
import { open } from '../../network/opened.ts'
import { signingIdentity } from '../../../certs/issue.ts'
import { newFolder } from '../../new-folder.ts'
import { sayTo } from './say-to.ts'

const { running, pki } = await open(
  t,
  {
    domain: 'contoso.test',
    sites: [
      {
        code: 'NAT',
        mode: 'native',
        crlChecking: false,
        systems: [
          { name: 'mp.nat', roles: ['management-point'] },
          { name: 'dp.nat', roles: ['standard-distribution-point'], packages: ['NAT00001'] },
        ],
      },
      {
        code: 'MIX',
        mode: 'mixed',
        parent: 'NAT',
        systems: [{ name: 'mp.mix', roles: ['management-point'] }],
      },
    ],
    clients: [{ name: 'PC', assignedSite: 'NAT' }],
    packages: [
      { id: 'NAT00001', version: 2, size: 10 },
      { id: 'NAT00002', size: 10 },
    ],
  },
  { cache: newFolder(t) },
)
const identity = await signingIdentity()
const now = new Date('2007-08-22T09:30:00Z')
const pc = { name: 'PC', fqdn: 'pc.contoso.test', managementPoint: 'mp.nat.contoso.test', now, ...identity }

async function toNative() {
  const [client = { name: '', fqdn: '' }] = running.hierarchy.clients
  const { certificate: cert, key } = await pki.client(client, 'good')
  const { root: ca } = await pki.authorities()
  return sayTo(running, 'mp.nat', { ca, cert, key })
}

/** The replies of a management point, with one part changed. */
const changingTo =
  (say: (said: Request) => Promise<Reply>) =>
  (from: string | RegExp, to: string) =>
  async (said: Request): Promise<Reply> => {
    const reply = await say(said)
    const envelope = parseEnvelope(reply.headers['content-type'], reply.body)
    if ('refusal' in envelope) throw new Error(envelope.refusal)
    const changed = serializeReply(envelope.header, envelope.xml.replace(from, to))
    return { ...reply, headers: { 'content-type': changed.contentType }, body: changed.bytes }
  }

void t.test('a client registers, and gets the policies of its site', async (t) => {
  const say = await toNative()
  const { smsId: clientId = '', ...rest } = await register(pc)(say)
  t.match(rest, { type: 'Registration', status: 0 })
  t.match(clientId, /^GUID:[-0-9A-F]{36}$/)
  t.match(await register({ ...pc, clientId }, 'Confirmation')(say), {
    type: 'Confirmation',
    status: 0,
    smsId: clientId,
  })
  t.equal((await register(pc)(say)).smsId, clientId, 'the same once more')

  const reply = await requestPolicyAssignments({ ...pc, clientId }, 'NAT')(say)
  t.match(reply, { type: 'Full', policySource: 'SMS:NAT', clientId, resource: 'Machine' })
  const policies = await Promise.all(reply.assignments.map((assignment) => downloadPolicy(assignment)(say)))
  t.strictSame(
    policies.map(({ className, properties }) => [className, properties]),
    [
      [
        'CCM_ClientAgentConfig',
        {
          SiteMode: 'native',
          HttpForRoaming: 'false',
          CrlChecking: 'false',
          CertificateSelectionCriteria: 'none',
          SelectFirstCertificate: 'false',
          PolicyPollingMinutes: '60',
        },
      ],
      ['CCM_SoftwareDistribution', { PKG_PackageID: 'NAT00001', PKG_SourceVersion: '2', PKG_Size: '10' }],
    ],
  )
  const nothingNew = await requestPolicyAssignments({ ...pc, clientId }, 'NAT', reply.serverCookie)(say)
  t.match(nothingNew, { type: 'OnUpdate', serverCookie: reply.serverCookie })
  t.equal(nothingNew.assignments.length, 0)
  const unknownCookie = await requestPolicyAssignments({ ...pc, clientId }, 'NAT', 'x')(say)
  t.strictSame([unknownCookie.type, unknownCookie.assignments.length], ['Full', 2])
})

void t.test('what a management point refuses', async (t) => {
  const say = sayTo(running, 'mp.mix')
  t.match(await register(pc, 'Confirmation')(say), { status: 2 }, 'nobody knows it yet')
  const other = await signingIdentity()
  t.match(await register({ ...pc, certificate: other.certificate })(say), { status: 3 }, 'signed by another')
  t.match(await register({ ...pc, certificate: Buffer.from('no certificate') })(say), { status: 2 })
  const { smsId: clientId = '' } = await register(pc)(say)
  const taken = await register({ ...pc, ...other, clientId })(say)
  t.equal(taken.status, 0)
  t.not(taken.smsId, clientId, 'an SMSID that another has')
  const asPc = requestPolicyAssignments({ ...pc, signingKey: other.signingKey, clientId }, 'MIX')
  await t.rejects(asPc(say), /HTTP 400/, "signed with another's key")
  const { signingKey, ...unsigned } = pc
  t.ok(signingKey)
  t.equal((await requestPolicyAssignments({ ...unsigned, clientId }, 'MIX')(say)).assignments.length, 1)
})

void t.test('a client of a native-mode site believes what its site server has signed', async (t) => {
  const say = await toNative()
  const siteServerSigningCertificate = await fetchSiteServerSigningCertificate()(say)
  t.match(
    new X509Certificate(siteServerSigningCertificate).subject,
    'The site code of this site server is NAT',
  )
  const { smsId: clientId = '' } = await register(pc)(say)
  const believer = { ...pc, clientId, siteServerSigningCertificate }
  const { assignments, signatures } = await requestPolicyAssignments(believer, 'NAT')(say)
  t.equal(assignments.length, 2)
  t.strictSame(
    signatures?.map(({ assignmentId, algorithm }) => [assignmentId, algorithm]),
    assignments.map(({ id }) => [id, 32772]),
    'by SHA-1, as in 2007',
  )

  const changing = changingTo(say)
  await t.resolves(requestPolicyAssignments(believer, 'NAT')(changing('nothing', '')))
  for (const [name, from, to] of [
    ['another flag', 'PolicyFlags="0"', 'PolicyFlags="4"'],
    ['another place', '<mp>', 'evil.test'],
    ['no signatures', /<Signature>.*<\/Signature>/, ''],
    ['signed of another', /(<Reference PolicyAssignmentID=")[^"]*/, '$1{0}'],
    ['another algorithm', 'AlgID="32772"', 'AlgID="32780"'],
    ['no signature of RSA', /<SignatureValue>[^<]*/, '<SignatureValue>00'],
  ] as const)
    await t.rejects(requestPolicyAssignments(believer, 'NAT')(changing(from, to)), UnsignedPolicyError, name)
  const { certificate } = await pki.siteServerSigning('MIX')
  const another = { ...believer, siteServerSigningCertificate: new X509Certificate(certificate).raw }
  await t.rejects(requestPolicyAssignments(another, 'NAT')(say), UnsignedPolicyError, 'of another site')
})

void t.test('a mixed-mode site has nothing to sign with', async (t) => {
  const say = sayTo(running, 'mp.mix')
  await t.rejects(fetchSiteServerSigningCertificate()(say), /HTTP 404/)
  const { smsId: clientId = '' } = await register(pc)(say)
  t.equal((await requestPolicyAssignments({ ...pc, clientId }, 'MIX')(say)).signatures, undefined)
})

void t.test('a client takes no policies but its own', async (t) => {
  const say = sayTo(running, 'mp.mix')
  const { smsId: clientId = '' } = await register(pc)(say)
  const changing = changingTo(say)
  const asked = requestPolicyAssignments({ ...pc, clientId }, 'MIX')
  await t.resolves(asked(changing('nothing', '')))
  for (const [name, from, to] of [
    ['of another site', 'SMS:MIX', 'SMS:NAT'],
    ['of another client', clientId, 'GUID:00000000-0000-0000-0000-000000000000'],
    ['of a user', 'ResourceType="Machine"', 'ResourceType="User"'],
    ['one of a user', 'PolicyType="Machine"', 'PolicyType="User"'],
  ] as const)
    await t.rejects(asked(changing(from, to)), { name: 'UnexpectedReplyError' }, name)
})
