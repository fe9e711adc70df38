import type { LookupProtocol, Protocol } from '../vocabulary/network.ts'
import type { ClientEvidence, TlsEvidence } from './end-evidence.ts'
import type { ServerView } from './server-view.ts'

/**
 * How far a connection can get, in this order. `bytes`: the server has sent something. `hello`: it has chosen a version of
 * TLS and a cipher suite. `flight`: it has shown its certificate, and the client is to go on. `handshake`: this end's part
 * of the handshake is over. `answer`: a reply has begun. Without TLS, `bytes` is followed by `answer`.
 */
export const milestones = ['nothing', 'connected', 'bytes', 'hello', 'flight', 'handshake', 'answer'] as const

/** How far a connection can get, in this order. */
export type Milestone = (typeof milestones)[number]

/** What one end knows of how far a connection got before it failed. */
export interface Reached {
  /** It certainly got so far. */
  atLeast: Milestone
  /** It certainly got no farther. */
  atMost: Milestone
  /** Whether TLS is spoken. */
  secure: boolean
  /** The version of a completed handshake: `TLSv1.3`. */
  version?: string
  /** What the server's first bytes are; absent where it sent none, or nobody looked at them. */
  firstBytes?: 'tls' | 'http' | 'other'
  /** Whether the server asked for the client's certificate; absent where that is not known. */
  certificateAsked?: boolean
}

/**
 * The part of a connection's life in which a failure can break it off; without a limit, from the beginning or to the end.
 * `certificateAsked`: only a server that has asked for the client's certificate fails like this.
 */
export interface Span {
  /** It has got at least so far. */
  from?: Milestone
  /** It has got no farther. */
  to?: Milestone
  /** Only where the server has asked for the client's certificate. */
  certificateAsked?: true
}

/** A connection that got further, or not so far, cannot have failed like this. */
export function isRuledOut(span: Span | undefined, reached: Reached): boolean {
  if (!span) return false
  const { from = 'nothing', to = 'answer' } = span
  return (
    place(reached.atMost) < place(from) ||
    place(reached.atLeast) > place(to) ||
    (ofTls.has(from) && !reached.secure) ||
    (span.certificateAsked === true && reached.certificateAsked === false)
  )
}

/** What a client's evidence shows by itself; `tls`: of its completed handshake. */
export function reachedByClient(
  client: ClientEvidence,
  tls: Pick<TlsEvidence, 'version'> | null = null,
): Reached {
  const { firstBytes } = client
  return {
    ...boundsOf(client, tls !== null),
    ...(tls && { version: tls.version }),
    ...(firstBytes && { firstBytes }),
  }
}

function boundsOf(
  { stage, code, received, answering, own }: ClientEvidence,
  shook: boolean,
): Pick<Reached, 'atLeast' | 'atMost' | 'secure'> {
  const begun = received > 0 ? 'bytes' : undefined
  switch (stage) {
    case 'resolve':
      return { atLeast: 'nothing', atMost: 'nothing', secure: own !== null }
    case 'connect':
      return { atLeast: 'nothing', atMost: 'connected', secure: own !== null }
    case 'tls':
      // A client that cannot use its own certificate does not connect.
      return { atLeast: shook ? 'handshake' : (begun ?? 'nothing'), atMost: 'handshake', secure: true }
    case 'http': {
      const replied = answering === true || /^\d/.test(code)
      const silent = own !== null ? 'handshake' : (begun ?? 'connected')
      return { atLeast: replied ? 'answer' : silent, atMost: 'answer', secure: own !== null }
    }
    case 'smb':
    case 'ldap':
    case 'dns':
    case 'wins':
    case 'pxe':
    case 'soh':
      return { atLeast: begun ?? 'connected', atMost: 'answer', secure: false }
  }
  return stage satisfies never
}

/** What a server's view shows. */
export function reachedByServer(
  { handshake, clientCertificate, replies }: Pick<ServerView, 'handshake' | 'clientCertificate' | 'replies'>,
  protocol: Protocol | LookupProtocol,
): Reached {
  const secure = protocol === 'https'
  const version = handshake?.version ?? null
  const isOver = clientCertificate !== null
  const shaken = isOver ? 'handshake' : version !== null ? 'hello' : 'connected'
  return {
    atLeast: replies > 0 ? 'answer' : shaken,
    atMost: secure && version === null ? 'bytes' : 'answer',
    secure,
    ...(version !== null && isOver && { version }),
  }
}

const ofTls: ReadonlySet<Milestone> = new Set(['hello', 'flight', 'handshake'])

function place(milestone: Milestone): number {
  return milestones.indexOf(milestone)
}
