import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import t, { type Test } from 'tap'
import { sendStatementOfHealth } from '../../sim/client/transports/statement-of-health.ts'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openSystemHealthValidatorPoint } from '../../sim/points/system-health-validator-point/system-health-validator-point.ts'
import { signResponse } from '../../sim/wire/radius/authenticator.ts'
import {
  microsoftAttributes,
  microsoftValue,
  quarantineStateAttributes,
} from '../../sim/wire/radius/microsoft.ts'
import { attributeOf, parseRadiusPacket, type RadiusPacket } from '../../sim/wire/radius/packet.ts'
import {
  serializeHealthState,
  type ConfigurationManagerStatement,
} from '../../sim/wire/soh/configuration-manager-entry.ts'
import { parseHealthMessage, serializeHealthMessage, type HealthMessage } from '../../sim/wire/soh/message.ts'
import { serializeSystemEntry } from '../../sim/wire/soh/system-entry.ts'
import { statementMessages } from '../wire/statement-of-health-sample.ts'

const { statement } = statementMessages
const sharedSecret = 'loopback'
const machineName = 'pc.contoso.test'
const said = { machineName, configurationManager: statement }

async function openPoint(t: Test) {
  const recorder = createRecorder()
  const point = await openSystemHealthValidatorPoint({
    address: '127.0.0.1',
    port: 0,
    fqdn: 'nps.contoso.test',
    recorder,
    sharedSecret,
    reference: (siteCode) => (siteCode === 'NAT' ? statement : undefined),
    now: () => statement.generated,
  })
  t.teardown(() => point.close())
  return {
    recorder,
    connection: { address: point.address, port: point.port, timeout: 30_000, sharedSecret },
  }
}

void t.test('a client sends its statement and reads what was decided', async (t) => {
  const { connection, recorder } = await openPoint(t)
  const sent = await sendStatementOfHealth({ ...connection, sourceAddress: '127.0.0.9' }, said)
  t.match(sent, {
    end: null,
    response: { state: 'compliant', access: 'full-access', message: /own word/ },
    ends: { clientAddress: '127.0.0.9', serverAddress: '127.0.0.1', serverPort: connection.port },
  })
  if (!sent.ends) throw new Error('no socket')
  t.strictSame(
    (await recorder.settledServerView(sent.ends)).end,
    null,
    'both ends speak of the same exchange',
  )

  const stated = async (configurationManager: ConfigurationManagerStatement | undefined) =>
    (
      await sendStatementOfHealth(connection, {
        machineName,
        ...(configurationManager && { configurationManager }),
      })
    ).response
  t.match(await stated({ ...statement, policyTimeStamp: new Date(0) }), {
    state: 'non-compliant',
    access: 'quarantine',
  })
  t.match(await stated({ ...statement, siteCode: 'XXX' }), { state: { category: 'other' } })
  t.match(await stated(undefined), { state: { category: 'client-component' }, access: 'quarantine' })
})

void t.test('no answer, and nobody there', async (t) => {
  const { connection, recorder } = await openPoint(t)
  const stranger = await sendStatementOfHealth({ ...connection, sharedSecret: 'another', timeout: 300 }, said)
  t.match(stranger, {
    response: undefined,
    end: { stage: 'soh', code: 'ETIMEDOUT', message: 'no answer within 300 ms' },
  })
  if (!stranger.ends) throw new Error('no socket')
  t.match((await recorder.settledServerView(stranger.ends)).end, {
    stage: 'soh',
    code: 'RADIUS_NOT_AUTHENTIC',
  })

  const closed = createSocket('udp4').bind(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address()
  closed.close()
  await once(closed, 'close')
  t.match(await sendStatementOfHealth({ ...connection, port }, said), {
    response: undefined,
    end: { stage: 'connect', code: 'ECONNREFUSED' },
  })
  t.match(await sendStatementOfHealth({ ...connection, sourceAddress: '192.0.2.1' }, said), {
    ends: undefined,
    end: { stage: 'connect', code: 'EADDRNOTAVAIL' },
  })
})

type Respond = (request: RadiusPacket, statement: HealthMessage) => Buffer[]

/** A policy server that answers as a test has it. */
async function pretend(t: Test, respond: Respond) {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.teardown(() => socket.close())
  socket.on('message', (bytes: Buffer, { port, address }: RemoteInfo) => {
    const request = parseRadiusPacket(bytes)
    const statement = request && parseHealthMessage(microsoftValue(request, 55) ?? bytes)
    if (!statement) throw new Error('the client sent no statement')
    for (const answer of respond(request, statement)) socket.send(answer, port, address)
  })
  return { address: '127.0.0.1', port: socket.address().port, timeout: 30_000, sharedSecret }
}

const accept = (request: RadiusPacket, message: HealthMessage | undefined, secret = sharedSecret, code = 2) =>
  signResponse(
    {
      code,
      identifier: request.identifier,
      attributes: [
        ...quarantineStateAttributes('probation'),
        ...(message ? microsoftAttributes(55, serializeHealthMessage(message)) : []),
      ],
    },
    request,
    secret,
  )

const response = (correlationId: Buffer) => ({
  entries: [
    { systemHealthId: 0x0001_3700, attributes: serializeSystemEntry({ response: true, correlationId }) },
    { systemHealthId: 0x0001_3781, attributes: serializeHealthState('non-compliant') },
  ],
})

void t.test('answers that are not the right one', async (t) => {
  const own = ({ mode }: HealthMessage): Buffer => mode?.correlationId ?? Buffer.alloc(24)
  const ask = async (respond: Respond, more = {}) =>
    sendStatementOfHealth({ ...(await pretend(t, respond)), ...more }, said)

  t.match(await ask((request, message) => [accept(request, response(own(message)))]), {
    response: { state: 'non-compliant', access: 'probation', message: '' },
    end: null,
  })
  t.match(
    await ask((request, message) => [
      Buffer.from('garbage'),
      accept(request, response(own(message)), 'another'),
      accept({ ...request, identifier: request.identifier ^ 1 }, response(own(message))),
      accept(request, response(own(message))),
    ]),
    { end: null, response: { access: 'probation' } },
    'forged answers are passed over',
  )
  t.match(
    await ask((request, message) => [accept(request, response(own(message)), 'another')], { timeout: 300 }),
    { response: undefined, end: { stage: 'soh', code: 'RADIUS_NOT_AUTHENTIC' } },
    'none but forged ones',
  )
  t.match(await ask((request) => [accept(request, response(Buffer.alloc(24, 1)))]), {
    response: undefined,
    end: { stage: 'soh', code: 'SOH_CORRELATION_MISMATCH' },
  })
  for (const bad of [undefined, { entries: [] }]) {
    t.match(await ask((request) => [accept(request, bad)]), { end: { code: 'SOH_RESPONSE_MALFORMED' } })
  }
  t.match(await ask((request, message) => [accept(request, response(own(message)), sharedSecret, 11)]), {
    end: { code: 'SOH_RESPONSE_MALFORMED' },
  })
  t.match(await ask((request) => [accept(request, undefined, sharedSecret, 3)]), {
    end: { stage: 'soh', code: 'ACCESS_REJECT' },
  })
})

void t.test('what is lost is sent again, byte for byte', async (t) => {
  const seen: RadiusPacket[] = []
  const connection = await pretend(t, (request, message) => {
    seen.push(request)
    if (!message.mode || seen.length < 3) return []
    return [accept(request, response(message.mode.correlationId))]
  })
  const { end } = await sendStatementOfHealth({ ...connection, timeout: 600 }, said)
  t.equal(end, null)
  t.equal(seen.length, 3)
  t.strictSame(seen[1], seen[0])
  t.strictSame(seen[2], seen[0])
  const [first] = seen
  if (!first) throw new Error('nothing came')
  t.equal(attributeOf(first, 1)?.toString(), machineName, 'User-Name')
  t.strictSame(attributeOf(first, 4), Buffer.from([127, 0, 0, 1]), 'NAS-IP-Address')
})
