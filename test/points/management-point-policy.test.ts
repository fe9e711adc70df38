import t from 'tap'
import { UnexpectedReplyError } from '../../sim/client/transports/http.ts'
import { register } from '../../sim/client/conversations/register.ts'
import { downloadPolicy, requestPolicyAssignments } from '../../sim/client/conversations/request-policy.ts'
import { requestOf } from '../../sim/client/conversations/send-message.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import type { RequestContext } from '../../sim/points/web-server/virtual-directory.ts'
import {
  parseAssignmentsReply,
  serializeAssignmentsRequest,
} from '../../sim/wire/management-point/policy-assignments.ts'
import { placeIn, sayTo } from './management-point-context.ts'
import { signingIdentity } from '../../certs/issue.ts'

const now = new Date('2007-08-22T09:30:00Z')
const pc = { name: 'PC', managementPoint: 'mp.contoso.test', now, clientId: 'GUID:0A' }

/** The management point, once its site's distribution point holds these packages. */
function holding(
  place: RequestContext,
  ...packages: readonly { id: string; version: number }[]
): RequestContext {
  const { hierarchy } = parseHierarchy({
    domain: 'contoso.test',
    sites: [
      {
        code: 'OSL',
        mode: 'mixed',
        systems: [
          { name: 'mp', roles: ['management-point'] },
          { name: 'dp', roles: ['standard-distribution-point'], packages: packages.map(({ id }) => id) },
        ],
      },
    ],
    packages: packages.map(({ id, version }) => ({ id, version, size: 10 })),
  })
  const [site = place.site] = hierarchy.sites
  return { ...place, hierarchy, site }
}

void t.test('a client is told what has changed since its cookie', async (t) => {
  const place = placeIn('mixed')
  const one = { id: 'OSL00001', version: 1 }
  const two = { id: 'OSL00002', version: 1 }
  let cookie: string | undefined
  /** The packages that a client learns of if its site has these ones; packages by ID and version. */
  async function told(...packages: readonly { id: string; version: number }[]): Promise<unknown> {
    const say = sayTo(holding(place, ...packages))
    const reply = await requestPolicyAssignments(pc, 'OSL', cookie)(say)
    cookie = reply.serverCookie
    const policies = await Promise.all(reply.assignments.map((assignment) => downloadPolicy(assignment)(say)))
    const about = policies.map(
      ({ className, properties: { PKG_PackageID: id = '', PKG_SourceVersion: version = '' } }) =>
        className === 'CCM_SoftwareDistribution' ? `${id}.${version}` : className,
    )
    return [reply.type, ...about]
  }
  t.strictSame(await told(one), ['Full', 'CCM_ClientAgentConfig', 'OSL00001.1'])
  t.strictSame(await told(one), ['OnUpdate'])
  t.strictSame(await told(one, two), ['OnUpdate', 'OSL00002.1'], 'a new one')
  t.strictSame(await told(one, { ...two, version: 2 }), ['OnUpdate', 'OSL00002.2'], 'a new version')
  t.strictSame(await told(one), ['Full', 'CCM_ClientAgentConfig', 'OSL00001.1'], 'one was withdrawn')
  cookie = undefined
  t.strictSame(await told(one), ['Full', 'CCM_ClientAgentConfig', 'OSL00001.1'])
  cookie = 'nobody has given it'
  t.strictSame(await told(one), ['Full', 'CCM_ClientAgentConfig', 'OSL00001.1'])
})

/** CRC-32 bit by bit (RFC 1952, section 8). */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}

void t.test('a request for validation gets it for all assignments', async (t) => {
  t.equal(crc32(Buffer.from('123456789')), 0xcbf43926, 'the usual example')
  const say = sayTo(placeIn('mixed'))
  const ask = (serverCookie?: string, validation?: 'CRC') => {
    const xml = serializeAssignmentsRequest({
      type: serverCookie === undefined ? 'Full' : 'OnUpdate',
      policySource: 'SMS:OSL',
      clientId: 'GUID:0A',
      resource: 'Machine',
      ...(serverCookie !== undefined && { serverCookie }),
      ...(validation && { validation }),
    })
    return requestOf('MP_PolicyManager', xml, pc, parseAssignmentsReply)(say)
  }
  const full = await ask(undefined, 'CRC')
  const text = full.assignments.map(({ signed }) => signed).join('')
  t.equal(full.validationData, String(crc32(Buffer.from(text, 'utf16le'))))
  const nothingNew = await ask(full.serverCookie, 'CRC')
  t.strictSame([nothingNew.assignments.length, nothingNew.validationData], [0, full.validationData])
  t.equal((await ask()).validationData, undefined)
})

void t.test('a policy is for whom the management point takes the client for', async (t) => {
  const [own, other] = await Promise.all([signingIdentity(), signingIdentity()])
  for (const [signatures, flags, expected] of [
    ['verified', 0, [200, 403, 200]],
    ['required', 2, [403, 403, 200]],
    ['ignored', 0, [200, 200, 200]],
  ] as const) {
    const say = sayTo(placeIn('mixed', { signatures }))
    const { smsId = '' } = await register({ ...pc, ...own, fqdn: 'pc.contoso.test' })(say)
    const client = { ...pc, clientId: smsId, signingKey: own.signingKey }
    const [assignment] = (await requestPolicyAssignments(client, 'OSL')(say)).assignments
    if (!assignment) throw new Error('no policy')
    t.equal(assignment.policyFlags, flags, signatures)
    const had = []
    for (const asker of [{}, { ...client, signingKey: other.signingKey }, client])
      had.push(
        await downloadPolicy(
          assignment,
          asker,
        )(say).then(
          () => 200,
          (error: unknown) => (error instanceof UnexpectedReplyError ? error.reply.status : 0),
        ),
      )
    t.strictSame(had, expected, signatures)
  }
})
