import t from 'tap'
import { register } from '../../sim/client/conversations/register.ts'
import { requestOf } from '../../sim/client/conversations/send-message.ts'
import { limits } from '../../sim/limits.ts'
import type { ManagementPointSettings } from '../../sim/model/hierarchy.ts'
import { createRegisteredClients } from '../../sim/points/site-database.ts'
import {
  parseRegistrationResponse,
  serializeRegistrationRequest,
  type RegistrationRequest,
} from '../../sim/wire/management-point/registration.ts'
import { withUnknown } from '../wire/management-point/with-unknown.ts'
import { placeIn, sayTo } from './management-point-context.ts'
import { signingIdentity } from '../../certs/issue.ts'

const [own, other] = await Promise.all([signingIdentity(), signingIdentity()])
const now = new Date('2007-08-22T09:30:00Z')
const pc = { name: 'PC', fqdn: 'pc.contoso.test', managementPoint: 'mp.contoso.test', now, ...own }
const smsId = 'GUID:0EAD457A-7EE3-4E90-B8BF-6144266E6823'

const request: RegistrationRequest = {
  type: 'Registration',
  timeStamp: '2007-08-22T09:30:00Z',
  smsId: '',
  agent: { type: '0', version: '4.00.6487.2000', identity: 'CCMSetup.exe' },
  signing: own.certificate,
  properties: [{ name: 'Netbios Name', value: 'PC' }],
}

/** Registers by a text of our own. */
function post(
  xml: string,
  settings: Partial<ManagementPointSettings> = {},
  place = placeIn('mixed', settings),
) {
  return requestOf('MP_ClientRegistration', xml, pc, parseRegistrationResponse)(sayTo(place))
}

void t.test('0: a client is registered at once, and once', async (t) => {
  for (const mode of ['mixed', 'native'] as const) {
    const say = sayTo(placeIn(mode))
    const { status, smsId: given = '' } = await register(pc)(say)
    t.equal(status, 0, mode)
    t.match(given, /^GUID:[-0-9A-F]{36}$/)
    t.match(await register(pc)(say), { status: 0, smsId: given })
    t.match(await register(pc, 'Confirmation')(say), { type: 'Confirmation', status: 0, smsId: given })
    t.match(await register({ ...pc, ...other, clientId: smsId })(say), { status: 0, smsId }, 'as asked for')
  }
})

void t.test('1: a registration is pending for as long as the site takes', async (t) => {
  let seconds = 0
  const place = placeIn('mixed', { registrationWait: 60_000 })
  const say = sayTo({ ...place, now: () => new Date(now.getTime() + seconds * 1000) })
  const { status, smsId: given = '' } = await register(pc)(say)
  t.equal(status, 1)
  t.match(given, /^GUID:/, 'an SMSID comes with status 1 as well')
  const states = []
  for (seconds of [0, 59, 60]) states.push(await register(pc, 'Confirmation')(say))
  t.match(states, [
    { type: 'Confirmation', status: 1, smsId: given },
    { status: 1, smsId: given },
    { status: 0, smsId: given },
  ])
  seconds = 30
  t.match(await register(pc)(say), { status: 1, smsId: given })
  seconds = 61
  t.match(await register(pc)(say), { status: 0, smsId: given }, 'who asks again does not wait anew')
})

void t.test('2: what cannot be processed is to be registered again', async (t) => {
  t.match(await register(pc, 'Confirmation')(sayTo(placeIn('mixed'))), { type: 'Confirmation', status: 2 })
  const good = serializeRegistrationRequest(request, own.signingKey)
  const without = (from: string | RegExp, to = '') => {
    const changed = good.replace(from, to)
    t.not(changed, good, String(from))
    return changed
  }
  for (const xml of [
    '',
    'no XML',
    '<Other/>',
    without('</Data>'),
    without(' RequestType="Registration"'),
    without('"Registration"', '"Removal"'),
    without(/ TimeStamp="[^"]*"/),
    without(/ SMSID="[^"]*"/),
    without(/<AgentInformation[^>]*>/),
    without(/<Certificates>.*<\/Certificates>/),
    without(/<Signing.*<\/Signing>/),
    without(/(<Signing[^>]*>)[^<]*/, '$130'),
  ]) {
    const response = await post(xml)
    t.equal(response.status, 2, xml.slice(0, 60))
    t.equal(response.smsId, undefined, 'no SMSID')
  }
})

void t.test('3: what its client has not signed is rejected, as strictly as is asked for', async (t) => {
  const genuine = serializeRegistrationRequest(request, own.signingKey)
  const sha256 = serializeRegistrationRequest(
    { ...request, hashAlgorithm: '1.2.840.113549.1.1.11' },
    own.signingKey,
  )
  const unknown = serializeRegistrationRequest({ ...request, hashAlgorithm: '1.2.3' }, own.signingKey)
  const forged = serializeRegistrationRequest(request, other.signingKey)
  const unsigned = genuine.replace(/<Signature>.*<\/Signature>/, '')
  const inFull = genuine.replace('<ClientRegistrationRequest', '<ClientRegistrationRequest New="1"')
  const statuses = async (signatures: ManagementPointSettings['signatures']) => {
    const responses = []
    for (const xml of [genuine, inFull, sha256, unsigned, unknown, forged])
      responses.push((await post(xml, { signatures })).status)
    return responses
  }
  t.strictSame(await statuses('verified'), [0, 0, 0, 0, 3, 3])
  t.strictSame(await statuses('required'), [0, 0, 0, 3, 3, 3])
  t.strictSame(await statuses('ignored'), [0, 0, 0, 0, 0, 0])
  const { status, smsId: none } = await post(forged)
  t.strictSame([status, none], [3, undefined], 'no SMSID')
  t.equal((await post(withUnknown(genuine))).status, 3, 'more than was signed')
  t.equal((await post(withUnknown(genuine), { signatures: 'ignored' })).status, 0)
})

void t.test('a hint lets a client keep its SMSID with another certificate, in native mode', async (t) => {
  const renewed = { ...pc, ...other, clientId: smsId }
  for (const [mode, formerKey, kept] of [
    ['native', own.signingKey, true],
    ['native', other.signingKey, false],
    ['native', undefined, false],
    ['mixed', own.signingKey, false],
  ] as const) {
    const say = sayTo(placeIn(mode))
    t.match(await register({ ...pc, clientId: smsId })(say), { status: 0, smsId })
    const response = await register({ ...renewed, ...(formerKey && { formerKey }) })(say)
    t.equal(response.status, 0, 'otherwise it is a registration like any other')
    t.equal(response.smsId === smsId, kept, `${mode}, ${kept ? 'kept' : 'another'}`)
    const before = await register(pc, 'Confirmation')(say)
    t.equal(before.status, kept ? 2 : 0, 'the former certificate')
  }
})

void t.test('a proxy signs for a client that it registers', async (t) => {
  const place = placeIn('mixed')
  const { smsId: proxy = '' } = await register({ ...pc, ...other })(sayTo(place))
  const by = (key: typeof own.signingKey, signer: string) =>
    post(serializeRegistrationRequest(request, key, signer), {}, place)
  t.equal((await by(other.signingKey, 'GUID:0A')).status, 3, 'nobody knows that proxy')
  t.equal((await by(own.signingKey, proxy)).status, 3, 'not signed by the proxy')
  t.equal((await by(other.signingKey, proxy)).status, 0)
})

void t.test('a site forgets the oldest of too many clients', (t) => {
  const clients = createRegisteredClients()
  const most = limits.registeredClients.value
  const numbered = (number: number) => ({
    ...{ smsId: `GUID:${number}`, signing: Buffer.from(`${number}`), netBiosName: 'PC' },
    ...{ agentVersion: '4.00.6487.2000', registeredAt: now, approved: true },
  })
  for (let number = 0; number <= most; number += 1) clients.add(numbered(number))
  t.equal(clients.all.length, most)
  t.equal(clients.withId('GUID:0'), undefined, 'the oldest')
  t.equal(clients.withCertificate(Buffer.from('0')), undefined)
  t.equal(clients.withId('GUID:1')?.smsId, 'GUID:1')
  t.end()
})
