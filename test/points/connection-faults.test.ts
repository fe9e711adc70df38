import { once } from 'node:events'
import { connect } from 'node:net'
import t, { type Test } from 'tap'
import { searchDirectory } from '../../sim/client/transports/ldap.ts'
import { readOverSmb } from '../client/read-over-smb.ts'
import type { EndEvidence } from '../../sim/evidence/end-evidence.ts'
import type { Stage } from '../../sim/vocabulary/network.ts'
import type { ConnectionEnds } from '../../sim/evidence/connection.ts'
import { diagnose } from '../../sim/evidence/diagnosis.ts'
import type { Recorder } from '../../sim/evidence/recorder.ts'
import { faults, revocationListFaults, isFaultOf, layerOf, type FaultOf } from '../../sim/vocabulary/fault.ts'
import { connectionFaults } from '../../sim/net/faults.ts'
import type { Listener } from '../../sim/net/listener.ts'
import { isPresent } from '../../sim/wire/ldap/search.ts'
import { container, contosoDirectory, openContoso } from './domain-controller-of-contoso.ts'
import { fqdn, openShare } from './opened-share.ts'

/** Both ends' evidence of a fault; `stage`: the protocol's, once the connection stands. */
interface Expected {
  client: readonly [stage: 'connect' | 'talk' | 'either', ...codes: string[]]
  server: readonly [stage: 'connect' | 'talk', code: string]
  diagnosis: string
}

const expected: Record<FaultOf<'port' | 'connection'>, Expected> = {
  'not-listening': {
    client: ['connect', 'ECONNREFUSED'],
    server: ['connect', 'NOT_LISTENING'],
    diagnosis: 'nothing-listens',
  },
  'wrong-port': {
    client: ['connect', 'ECONNREFUSED'],
    server: ['connect', 'LISTENS_ELSEWHERE'],
    diagnosis: 'listens-on-another-port',
  },
  silent: {
    client: ['talk', 'ETIMEDOUT'],
    server: ['connect', 'SENT_NOTHING'],
    diagnosis: 'server-silent',
  },
  // It may come before the client knows that the connection stands.
  reset: {
    client: ['either', 'ECONNRESET', 'EPIPE'],
    server: ['connect', 'SENT_RESET'],
    diagnosis: 'connection-reset',
  },
  closed: {
    client: ['talk', 'ECONNRESET', 'EPIPE'],
    server: ['connect', 'SENT_CLOSE'],
    diagnosis: 'connection-closed',
  },
  'silent-after-request': {
    client: ['talk', 'ETIMEDOUT'],
    server: ['talk', 'SENT_NOTHING'],
    diagnosis: 'no-answer',
  },
  'reset-after-request': {
    client: ['talk', 'ECONNRESET'],
    server: ['talk', 'SENT_RESET'],
    diagnosis: 'request-reset',
  },
  'closed-after-request': {
    client: ['talk', 'ECONNRESET'],
    server: ['talk', 'SENT_CLOSE'],
    diagnosis: 'request-closed',
  },
  'garbage-answer': {
    client: ['talk', 'INVALID_MESSAGE'],
    server: ['talk', 'SENT_GARBAGE'],
    diagnosis: 'answer-garbage',
  },
  'closed-in-conversation': {
    client: ['talk', 'ECONNRESET', 'EPIPE'],
    server: ['talk', 'CLOSED_IN_CONVERSATION'],
    diagnosis: 'closed-in-conversation',
  },
  'silent-in-answer': {
    client: ['talk', 'ETIMEDOUT'],
    server: ['talk', 'STALLED'],
    diagnosis: 'answer-stalled',
  },
  'reset-in-answer': {
    client: ['talk', 'ECONNRESET'],
    server: ['talk', 'CUT_BY_RESET'],
    diagnosis: 'answer-reset',
  },
  'reset-in-transfer': {
    client: ['talk', 'ECONNRESET'],
    server: ['talk', 'CUT_BY_RESET'],
    diagnosis: 'answer-reset',
  },
  truncated: {
    client: ['talk', 'INVALID_MESSAGE'],
    server: ['talk', 'CUT_SHORT'],
    diagnosis: 'answer-truncated',
  },
  slow: {
    client: ['talk', 'ERR_ANSWER_TOO_SLOW'],
    server: ['talk', 'TRICKLED'],
    diagnosis: 'answer-too-slow',
  },
}

/** A client's result, as far as its protocols have it in common. */
interface Found {
  ends?: ConnectionEnds
  received: number
  end: (EndEvidence & { received: number }) | null
}

interface Opened {
  protocol: 'smb' | 'ldap'
  listener: Listener
  recorder: Recorder
  /** Asks for more than one megabyte. */
  ask(timeout: number): Promise<Found>
}

async function openSmb(t: Test): Promise<Opened> {
  const packages = [{ id: 'PKG00001', version: 1, size: 3 * 1024 * 1024 }]
  const { server, recorder } = await openShare(t, { packages: () => packages })
  const target = { fqdn, address: '127.0.0.1', port: server.port, sourceAddress: '127.0.0.1' }
  const file = { share: 'SMSPKGC$', path: 'PKG00001\\PKG00001.bin' }
  const ask = (timeout: number) => readOverSmb({ ...target, timeout }, file)
  return { protocol: 'smb', listener: server, recorder, ask }
}

/** Two pages of entries, of which the first carries more than one megabyte. */
async function openLdap(t: Test): Promise<Opened> {
  const text = 'x'.repeat(1200)
  const entries = Array.from({ length: 1200 }, (_, index) => ({
    name: `CN=entry ${index},${container}`,
    attributes: { objectClass: ['top', text] },
  }))
  const { server, recorder, target } = await openContoso(t, () => [...contosoDirectory, ...entries])
  const search = { base: container, filter: isPresent('objectClass'), scope: 'one' as const }
  const ask = (timeout: number) => searchDirectory({ ...target, sourceAddress: '127.0.0.1', timeout }, search)
  return { protocol: 'ldap', listener: server, recorder, ask }
}

/** Milliseconds of silence that a client bears: long enough that no busy machine is taken for a silent server. */
const short = 1000
/** Milliseconds that no fault here makes a client wait. */
const long = 60_000

for (const open of [openSmb, openLdap]) {
  void t.test(open.name, async (t) => {
    const { protocol, listener, recorder, ask } = await open(t)
    const whole = await ask(long)
    t.match(whole, { end: null }, 'whole')
    t.ok(whole.received > 1024 * 1024)
    for (const fault of Object.keys(connectionFaults).filter(isConnectionFault)) {
      const { client, server, diagnosis } = expected[fault]
      await listener.break(fault)
      const waits = client.includes('ETIMEDOUT') || client.includes('ERR_ANSWER_TOO_SLOW')
      const { end, ends, received } = await ask(waits ? short : long)
      if (!end) throw new Error(`${fault}: the client saw nothing wrong`)
      const [stage, ...codes] = client
      const stages: readonly Stage[] = {
        connect: ['connect' as const],
        talk: [protocol],
        either: ['connect' as const, protocol],
      }[stage]
      t.ok(stages.includes(end.stage), `${fault}: ${end.stage} at the client`)
      t.ok(codes.includes(end.code), `${fault}: ${end.code} at the client`)
      const seen = (ends && (await recorder.settledServerView(ends)).end) ?? listener.refuses()
      t.match(
        seen,
        { stage: server[0] === 'talk' ? protocol : server[0], code: server[1] },
        `${fault}: server`,
      )
      t.equal(diagnose({ ...end, own: null }, seen), diagnosis, `${fault}: diagnosis`)
      t.equal(received, end.received)
      if (fault === 'reset-in-transfer') t.ok(received > 1024 * 1024, 'after the first megabyte')
      await listener.repair()
      t.match(await ask(long), { end: null }, `${fault}: repaired`)
    }
  })

  void t.test(`${open.name}: faults of other layers are refused`, async (t) => {
    const { protocol, listener, ask } = await open(t)
    for (const fault of [...faults, ...revocationListFaults]) {
      if (isFaultOf(fault, 'port', 'connection')) continue
      const own = { smb: 'SMB', ldap: 'LDAP' } as const
      if (isFaultOf(fault, own[protocol])) continue
      const why = isFaultOf(fault, 'name', 'revocation list')
        ? 'no listener of a site system has this fault'
        : new RegExp(
            `^port \\d+ speaks ${protocol.toUpperCase()}, and ${fault} is a fault of ${layerOf(fault)}$`,
          )
      await t.rejects(listener.break(fault), { name: 'RangeError', message: why }, fault)
    }
    t.match(await ask(long), { end: null }, 'and nothing has broken')
  })

  void t.test(`${open.name}: a network that went in mid-transfer does not come back by itself`, async (t) => {
    const { listener, ask } = await open(t)
    await listener.break('reset-in-transfer')
    t.equal((await ask(long)).end?.code, 'ECONNRESET')
    t.match(await ask(long), { received: 0, end: { code: /^(ECONNRESET|EPIPE)$/ } })
  })

  void t.test(`${open.name}: closes although a fault holds connections`, async (t) => {
    const { listener } = await open(t)
    await listener.break('silent')
    const socket = connect({ host: '127.0.0.1', port: listener.port })
    await once(socket, 'connect')
    const gone = once(socket, 'close')
    await listener.close()
    await gone
  })
}

function isConnectionFault(fault: string): fault is FaultOf<'port' | 'connection'> {
  return Object.hasOwn(connectionFaults, fault)
}
