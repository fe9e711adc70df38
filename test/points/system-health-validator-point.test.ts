import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import t, { type Test } from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { decide, type DecisionReason } from '../../sim/points/system-health-validator-point/decide.ts'
import {
  openSystemHealthValidatorPoint,
  type SystemHealthValidatorPointOptions,
} from '../../sim/points/system-health-validator-point/system-health-validator-point.ts'
import { isAuthenticResponse, signRequest } from '../../sim/wire/radius/authenticator.ts'
import { microsoftAttributes, microsoftValue, quarantineStateOf } from '../../sim/wire/radius/microsoft.ts'
import {
  attributeOf,
  parseRadiusPacket,
  serializeRadiusPacket,
  type RadiusPacket,
} from '../../sim/wire/radius/packet.ts'
import {
  parseHealthState,
  type ConfigurationManagerStatement,
  type HealthState,
} from '../../sim/wire/soh/configuration-manager-entry.ts'
import {
  configurationManagerHealthId,
  entryOf,
  napSystemId,
  parseHealthMessage,
} from '../../sim/wire/soh/message.ts'
import { parseSystemEntry } from '../../sim/wire/soh/system-entry.ts'
import { statementMessages } from '../wire/statement-of-health-sample.ts'

const { statement, withMode, withoutMode, correlationId } = statementMessages
const policyTimeStamp = statement.policyTimeStamp
const now = new Date(statement.generated.getTime() + 60_000)
const sharedSecret = 'loopback'

void t.test('each check decides, and its neighbour does not', (t) => {
  const hour = 60 * 60 * 1000
  const older = new Date(policyTimeStamp.getTime() - 1)
  const newer = new Date(policyTimeStamp.getTime() + 1)
  const madeHoursAgo = (hours: number) => ({ generated: new Date(now.getTime() - hours * hour) })
  const failure = { category: 'client-communication', code: 0x8007_2ee7 } as const
  const ofServer = (
    category: 'other' | 'client-component' | 'server-component' | 'server-communication',
  ) => ({
    category,
    code: 0x8000_4005,
  })
  const table: [
    said: Partial<ConfigurationManagerStatement> | undefined,
    published: Date | 'unreachable' | undefined,
    state: HealthState,
    reason: DecisionReason,
  ][] = [
    [{}, policyTimeStamp, 'compliant', 'as-stated'],
    [{ outcome: 'non-compliant' }, policyTimeStamp, 'non-compliant', 'as-stated'],
    [undefined, policyTimeStamp, ofServer('client-component'), 'no-statement'],
    [madeHoursAgo(26), policyTimeStamp, 'compliant', 'as-stated'],
    [madeHoursAgo(26.001), policyTimeStamp, 'non-compliant', 'expired'],
    [madeHoursAgo(26.001), undefined, 'non-compliant', 'expired'],
    [{}, undefined, ofServer('other'), 'site-unknown'],
    [{}, 'unreachable', ofServer('server-communication'), 'reference-unreachable'],
    [{}, new Date(Number.NaN), ofServer('server-component'), 'reference-unreadable'],
    [{}, newer, 'non-compliant', 'policies-outdated'],
    [{}, older, 'compliant', 'as-stated'],
    [{ outcome: 'non-compliant' }, older, 'non-compliant', 'as-stated'],
    [{ outcome: failure }, policyTimeStamp, failure, 'client-failed'],
    [{ outcome: failure }, newer, 'non-compliant', 'policies-outdated'],
    [{ outcome: failure }, 'unreachable', failure, 'client-failed'],
    [{ outcome: failure }, new Date(Number.NaN), failure, 'client-failed'],
    [{ outcome: { ...failure, code: 5 } }, policyTimeStamp, ofServer('other'), 'failure-unknown'],
    [
      { outcome: { ...failure, category: 'server-component' } },
      policyTimeStamp,
      ofServer('other'),
      'failure-unknown',
    ],
  ]
  for (const [said, published, state, reason] of table) {
    const reference = published instanceof Date ? { policyTimeStamp: published } : published
    t.strictSame(decide(said && { ...statement, ...said }, reference, now), { state, reason }, reason)
  }
  t.end()
})

async function open(t: Test, more: Partial<SystemHealthValidatorPointOptions> = {}) {
  const recorder = createRecorder()
  const point = await openSystemHealthValidatorPoint({
    address: '127.0.0.1',
    port: 0,
    fqdn: 'nps.contoso.test',
    recorder,
    sharedSecret,
    reference: (siteCode) => (siteCode === 'NAT' ? { policyTimeStamp } : undefined),
    now: () => now,
    ...more,
  })
  t.teardown(() => point.close().catch(() => undefined))
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.teardown(() => socket.close())
  const own = socket.address()
  const ends = {
    clientAddress: own.address,
    clientPort: own.port,
    serverAddress: point.address,
    serverPort: point.port,
  }
  const send = (bytes: Buffer): void => socket.send(bytes, point.port, point.address)
  const answer = async (): Promise<Buffer> => {
    const [bytes] = (await once(socket, 'message')) as [Buffer]
    return bytes
  }
  return { point, ends, recorder, send, answer }
}

let identifier = 0
function request(soh: Buffer | undefined, more: Partial<RadiusPacket> = {}): RadiusPacket {
  identifier += 1
  return {
    code: 1,
    identifier,
    authenticator: Buffer.alloc(16, identifier),
    attributes: soh ? microsoftAttributes(55, soh) : [],
    ...more,
  }
}

function read(bytes: Buffer): RadiusPacket {
  const packet = parseRadiusPacket(bytes)
  if (!packet) throw new Error('the answer is no RADIUS packet')
  return packet
}

void t.test('a statement is answered with access, a response and a sentence', async (t) => {
  const decisions: unknown[] = []
  const { ends, recorder, send, answer } = await open(t, {
    received: (said, decision) => decisions.push([said, decision]),
  })
  for (const message of [withMode, withoutMode]) {
    const asked = request(message)
    const came = answer()
    send(signRequest(asked, sharedSecret))
    const packet = read(await came)
    t.equal(packet.code, 2, 'Access-Accept')
    t.ok(isAuthenticResponse(packet, asked, sharedSecret))
    t.ok(attributeOf(packet, 80), 'with its Message-Authenticator')
    t.equal(quarantineStateOf(packet), 'full-access')
    t.match(attributeOf(packet, 18)?.toString(), "The client's own word counts")
    const response = parseHealthMessage(microsoftValue(packet, 55) ?? Buffer.alloc(0))
    if (!response) throw new Error('no response')
    t.equal(response.mode !== undefined, message === withMode, 'in the form of the statement')
    t.strictSame(parseSystemEntry(entryOf(response, napSystemId) ?? []), {
      response: true,
      correlationId,
      isolation: { state: 'not-restricted' },
    })
    t.equal(parseHealthState(entryOf(response, configurationManagerHealthId) ?? []), 'compliant')
    t.match(await recorder.settledServerView(ends), { end: null, replies: 1, clientCertificate: null })
  }
  const decision = [statement, { state: 'compliant', reason: 'as-stated' }]
  t.strictSame(decisions, [decision, decision])
})

void t.test('a noncompliant client is let in to a restricted network', async (t) => {
  const down = () => {
    throw new Error('the global catalog is down')
  }
  const failed = { category: 'server-communication', code: 0x8000_4005 }
  for (const [reference, state] of [
    [() => ({ policyTimeStamp: now }), 'non-compliant'],
    [down, failed],
  ] as const) {
    const { send, answer } = await open(t, { reference })
    const came = answer()
    send(signRequest(request(withMode), sharedSecret))
    const packet = read(await came)
    t.strictSame([packet.code, quarantineStateOf(packet)], [2, 'quarantine'])
    const response = parseHealthMessage(microsoftValue(packet, 55) ?? Buffer.alloc(0))
    const attributes = response && entryOf(response, configurationManagerHealthId)
    t.strictSame(parseHealthState(attributes ?? []), state)
    const system = response && parseSystemEntry(entryOf(response, napSystemId) ?? [])
    t.equal(system?.isolation?.state, 'restricted-access')
  }
})

void t.test('a packet that is not authentic is silently discarded, and recorded', async (t) => {
  const { ends, recorder, send, answer } = await open(t)
  const unsigned = serializeRadiusPacket(request(withMode))
  const cases: [bytes: Buffer, code: string][] = [
    [Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'RADIUS_MALFORMED'],
    [Buffer.alloc(0), 'RADIUS_MALFORMED'],
    [unsigned, 'RADIUS_NOT_AUTHENTIC'],
    [signRequest(request(withMode), 'another'), 'RADIUS_NOT_AUTHENTIC'],
    [signRequest(request(withMode, { code: 4 }), sharedSecret), 'RADIUS_NOT_A_REQUEST'],
  ]
  for (const [bytes, code] of cases) {
    send(bytes)
    const { end } = await recorder.settledServerView(ends)
    t.match(end, { stage: 'soh', code, message: /^nps\.contoso\.test: silently discarded: / }, code)
  }
  const asked = request(withMode)
  const came = answer()
  send(signRequest(asked, sharedSecret))
  t.equal(read(await came).identifier, asked.identifier, 'the first answer is to the first good request')
})

void t.test('a request without a statement that can be read is rejected', async (t) => {
  const { ends, recorder, send, answer } = await open(t)
  for (const [soh, code] of [
    [undefined, 'SOH_MISSING'],
    [Buffer.from('not a statement of health'), 'SOH_MALFORMED'],
  ] as const) {
    const asked = request(soh)
    const came = answer()
    send(signRequest(asked, sharedSecret))
    const packet = read(await came)
    t.equal(packet.code, 3, 'Access-Reject')
    t.ok(isAuthenticResponse(packet, asked, sharedSecret))
    t.match(attributeOf(packet, 18)?.toString(), /^Refused: /)
    t.match((await recorder.settledServerView(ends)).end, { stage: 'soh', code })
  }
})

void t.test('a request sent again is answered the same, and decided once', async (t) => {
  let decided = 0
  const { send, answer } = await open(t, { received: () => (decided += 1) })
  const bytes = signRequest(request(withMode), sharedSecret)
  const answers: Buffer[] = []
  for (let count = 0; count < 3; count += 1) {
    const came = answer()
    send(bytes)
    answers.push(await came)
  }
  t.equal(decided, 1)
  t.strictSame(answers[1], answers[0])
  t.strictSame(answers[2], answers[0])
  for (let count = 0; count < 1024; count += 1) {
    const authenticator = Buffer.alloc(16)
    authenticator.writeUInt32BE(count + 1)
    const came = answer()
    send(signRequest(request(withMode, { identifier: count % 256, authenticator }), sharedSecret))
    await came
  }
  t.equal(decided, 1025)
  const came = answer()
  send(bytes)
  t.strictSame(await came, answers[0], 'forgotten meanwhile, and answered the same by the same clock')
  t.equal(decided, 1026, 'only so many answers are kept')
})

void t.test('a port that is taken is told, and nothing is left open', async (t) => {
  const { point } = await open(t)
  const descriptors = () => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0)
  const before = descriptors()
  await t.rejects(open(t, { port: point.port }), { code: 'EADDRINUSE' })
  t.equal(descriptors(), before)
  await point.close()
  const again = await openSystemHealthValidatorPoint({
    ...{ address: '127.0.0.1', port: point.port, fqdn: 'nps.contoso.test', recorder: createRecorder() },
    ...{ sharedSecret, reference: () => undefined, now: () => now },
  })
  t.equal(again.port, point.port, 'a port that was closed is free')
  await again.close()
})
