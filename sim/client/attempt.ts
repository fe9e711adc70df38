import type { Attempt } from '../evidence/attempt.ts'
import type { BelievedMode, ClientEvidence, EndEvidence, TlsEvidence } from '../evidence/end-evidence.ts'
import { lackOfDescriptors } from '../descriptors.ts'
import type { ConnectionEnds, ConnectionTimes } from '../evidence/connection.ts'
import { diagnose } from '../evidence/diagnosis.ts'
import { machineFaultsFromNow, type ConnectionSeen, type Recorder } from '../evidence/recorder.ts'
import type { ServerView } from '../evidence/server-view.ts'
import { contradictionOf, otherProgram, type Testimony } from '../evidence/witness.ts'
import { countTime, longestWait } from '../net/other-end.ts'
import { isDatagramProtocol } from '../vocabulary/network.ts'
import type { Rule } from '../rules/rule.ts'
import type { ClientContext } from './context.ts'
import type { Exchange, Transport } from './transports/transport.ts'

/** The target of an attempt and the reason for it, whatever its outcome. */
interface AttemptSubject extends Pick<Attempt, 'role' | 'relation' | 'site' | 'system' | 'told'> {
  /** The rule that led to the attempt, or withheld it. */
  rule: Rule
  /** By default false. */
  forced?: boolean
  /** Id of the attempt that this one follows up; by default null. */
  after?: string | null
}

interface TriedSubject extends AttemptSubject {
  system: string
  /** The mode of the system's site as the client knew it, where the client would have acted otherwise in the other mode. */
  believed?: BelievedMode | undefined
}

export interface Attempted<Result> {
  attempt: Attempt
  /** The transport's result. A failed attempt may have part of it, or none. */
  result: Result | undefined
}

/** Runs a transport, judges the client's word by what the server saw of the connection, and records the attempt. */
export async function attempt<Result>(
  context: ClientContext,
  subject: TriedSubject,
  transport: Transport<Result>,
): Promise<Attempted<Result>> {
  const { recorder, sourceAddress } = context.network
  const recorded = recorder.begins(sourceAddress)
  try {
    return await attemptOnce(context, subject, transport)
  } finally {
    recorded()
  }
}

async function attemptOnce<Result>(
  context: ClientContext,
  { believed, ...subject }: TriedSubject,
  { protocol, port, run }: Transport<Result>,
): Promise<Attempted<Result>> {
  const { recorder, clock, timeout, refuses } = context.network
  const { mode, httpForRoaming, assigned } = context
  const sslSettings = { mode, httpForRoaming, crlChecking: assigned?.crlChecking ?? false }
  const { portChanges } = recorder
  const machineFault = machineFaultsFromNow(recorder)
  const startedAt = clock.moment()
  const { result, end, ...outcome } = await run()
  const {
    ends = null,
    times = neverConnected,
    exchanges = [],
    received,
    presented = null,
    examineOwn,
  } = outcome
  const refused = refuses(subject.system, port)
  // What is the machine's fault says nothing of the system: there is no such attempt.
  const throwMachineFault = (): void => {
    const fault = machineFault()
    if (!fault) return
    if (ends) recorder.disregard({ protocol, ends })
    throw fault
  }
  if (end && !refused) noteMachineFault(end, ends, context, subject.system)
  throwMachineFault()
  const changed = recorder.portChanges !== portChanges
  const state = portState(refused, changed)
  const isSure = state === 'open' && !isDatagramProtocol(protocol)
  const limit = isSure ? longestWait : timeout
  const [view, own] = await Promise.all([
    state === 'replaced' || !ends
      ? null
      : end
        ? waitForView(recorder, ends, limit)
        : recorder.serverView(ends),
    end && examineOwn ? examineOwn() : null,
  ])
  throwMachineFault()
  // A socket that is not connected takes a closed port for silence.
  const isUnheard = isDatagramProtocol(protocol) && received === 0 && !view?.listener
  const isKnown = state === 'replaced' || end?.stage === 'connect' || isUnheard
  const modes = differingModes(context, subject.system, believed)
  const client_end = end && { ...end, own, ...modes?.client }
  const atServer = view?.end ?? (isKnown ? refused : null)
  const server_end = atServer && { ...atServer, ...modes?.server }
  const { url, status, substatus, durationMs } = outcome
  const said: Said = {
    ...{ protocol, url, status, substatus, client_end, server_end, startedAt, durationMs },
    outcome: end ? 'failed' : 'answered',
    diagnosis: client_end && diagnose(client_end, server_end),
    tls: tlsEvidence(outcome, view),
  }
  const contradiction = contradictionOf(
    { ...said, system: subject.system, ends, received, presented },
    { view, port: state, stray: undefined },
  )
  const seen = { ends, times, exchanges, server: view && withoutEnd(view), sslSettings }
  return { attempt: record(context, subject, said, contradiction, seen), result }
}

/** The machine may have kept the client from connecting, or the listener from accepting. */
function noteMachineFault(
  end: EndEvidence,
  ends: ConnectionEnds | null,
  { client, network: { recorder } }: ClientContext,
  system: string,
): void {
  recorder.failedAtOwnEnd(`${client.name} cannot connect to ${system}`, end)
  if (!ends || recorder.serverView(ends).listener) return
  recorder.failedAtOwnEnd(`${system} cannot accept the connection of ${client.name}`, lackOfDescriptors())
}

/** What each end says of the mode of the system's site, where they do not say the same. */
function differingModes(
  { network }: ClientContext,
  system: string,
  believed: BelievedMode | undefined,
): { client: Pick<ClientEvidence, 'believed'>; server: Pick<EndEvidence, 'siteMode'> } | undefined {
  const siteMode = believed && network.siteModeOf(system)
  return siteMode && siteMode.mode !== believed.mode
    ? { client: { believed }, server: { siteMode } }
    : undefined
}

function portState(refused: EndEvidence | null, changed: boolean): Testimony['port'] {
  if (refused?.code === otherProgram) return 'replaced'
  if (changed) return 'changing'
  return refused ? 'closed' : 'open'
}

/** Records that the client's rules forbid an attempt by this protocol: no socket is opened, and no listener hears of it. */
export async function withhold(
  context: ClientContext,
  subject: AttemptSubject,
  protocol: Attempt['protocol'],
): Promise<Attempted<never>> {
  const { recorder, clock, sourceAddress } = context.network
  const said: Said = { protocol, ...nothingSaid, startedAt: clock.moment() }
  // Lets a listener accept what was sent to it.
  await new Promise(setImmediate)
  const [stray] = recorder.strays(sourceAddress)
  const claim = { ...said, system: subject.system, ends: null, received: 0, presented: null }
  const contradiction = contradictionOf(claim, { view: null, port: 'open', stray })
  return { attempt: record(context, subject, said, contradiction), result: undefined }
}

/** The client's word on an attempt, with the failure that the server saw. */
type Said = Omit<Attempt, 'id' | 'client' | 'clientMode' | 'contradiction' | 'why' | keyof AttemptSubject>

const nothingSaid = {
  url: null,
  outcome: 'withheld',
  status: null,
  substatus: null,
  client_end: null,
  server_end: null,
  diagnosis: null,
  tls: null,
  durationMs: 0,
} as const satisfies Partial<Said>

/** The only place that builds an attempt. A contradicted one has no diagnosis: nobody knows what happened. */
function record(
  { client, mode, network }: ClientContext,
  { rule, forced = false, after = null, ...subject }: AttemptSubject,
  said: Said,
  contradiction: string | null,
  seen?: ConnectionSeen,
): Attempt {
  // The recording has the site that the system really belongs to, whatever the client was told.
  const site = (subject.system === null ? null : network.siteOf(subject.system)) ?? subject.site
  const judged =
    contradiction === null ? said : { ...said, outcome: 'contradicted' as const, diagnosis: null }
  const known = { client: client.name, clientMode: mode, forced, ...subject, site, ...judged, contradiction }
  return network.recorder.add({ ...known, why: rule.sentence, rule: rule.id, after }, seen)
}

const neverConnected: ConnectionTimes = { connectMs: null, tlsMs: null }

function tlsEvidence(
  { secure }: Pick<Exchange<unknown>, 'secure'>,
  server: ServerView | null,
): TlsEvidence | null {
  return secure ? { ...secure, clientCertificate: server?.clientCertificate === 'verified' } : null
}

/** Failure and handshake have places of their own in the attempt. A copy, since the server goes on writing. */
function withoutEnd(view: ServerView): NonNullable<ConnectionSeen['server']> {
  const { listener, replies, status, substatus, spoilt, clientCertificate, unusual } = view
  return { listener, replies, status, substatus, spoilt, clientCertificate, ...(unusual && { unusual }) }
}

/**
 * The server's view of a connection that has failed, which the server may not have written yet. An open port accepts every
 * connection, and sees it close, however long that takes on this machine. Where a port has closed, and of datagrams, nothing
 * is certain: those are waited for this many milliseconds.
 */
async function waitForView(recorder: Recorder, ends: ConnectionEnds, limit: number): Promise<ServerView> {
  let stop = (): void => undefined
  const givenUp = new Promise<ServerView>((resolve) => {
    stop = countTime(limit, () => resolve(recorder.serverView(ends)))
  })
  const view = await Promise.race([recorder.settledServerView(ends), givenUp])
  stop()
  return view
}
