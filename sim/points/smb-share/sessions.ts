import { commands, headerFlags, isSignedWith, type CompoundPart, type Header } from '../../wire/smb/header.ts'
import { isEmptyBody, serializeEmptyBody } from '../../wire/smb/body.ts'
import { securityModes } from '../../wire/smb/negotiate.ts'
import { answerRequest } from './answer-request.ts'
import { pathAsked } from './asked.ts'
import {
  failure,
  most,
  success,
  type CompoundState,
  type Result,
  type Session,
  type Share,
} from './session.ts'
import type { Unusually } from '../../net/unusual.ts'
import type { Account } from '../../vocabulary/computer-identity.ts'
import { signIn } from '../windows-sign-in.ts'
import {
  parseSessionSetupRequest,
  serializeSessionSetupResponse,
  sessionFlags,
} from '../../wire/smb/session.ts'

/** The sessions of one connection. */
interface Sessions {
  answer(header: Header, message: Buffer, compound: CompoundState, manner: Manner): SessionResult
  /** The path that a request is about, as scripts name it. */
  pathAsked(request: CompoundPart, compound: CompoundState): string | undefined
}

export interface SessionResult extends Result {
  sessionId: bigint
  /** Key that signs the response. */
  key?: Buffer
}

export interface SessionsOptions {
  fqdn: string
  shares: readonly Share[]
  /** The accounts that may sign in; anonymous clients may as well. */
  accounts(): readonly Account[]
  /** There are more connections than the system accepts: this one may not sign in. */
  full?: boolean
}

/** How a share is to answer one request. */
export interface Manner {
  /** The response, whatever the request asks for. */
  refused?: Result | undefined
  /** Draws what is unusual about the answer; absent where nothing is. */
  unusually?: Unusually | undefined
}

export function createSessions({ fqdn, shares, accounts, full = false }: SessionsOptions): Sessions {
  const sessions = new Map<bigint, Session>()
  let lastId = 0

  function setUp(header: Header, message: Buffer): SessionResult {
    const request = parseSessionSetupRequest(message)
    const session = header.sessionId === 0n ? newSession() : sessions.get(header.sessionId)
    const refuse = (result: Result): SessionResult => {
      if (session) sessions.delete(session.id)
      return { ...result, sessionId: header.sessionId }
    }
    if (!request) return refuse(failure('STATUS_INVALID_PARAMETER', 'a request that cannot be read'))
    if (header.sessionId !== 0n && !session) return refuse(failure('STATUS_USER_SESSION_DELETED'))
    if (!session) return refuse(failure('STATUS_INSUFFICIENT_RESOURCES'))
    if (full) return refuse(failure('STATUS_REQUEST_NOT_ACCEPTED', 'the system accepts no more connections'))
    const { challenge } = session
    const step = signIn(request.securityToken, { fqdn, accounts, challenge })
    if (step.outcome === 'refused') return refuse(failure('STATUS_LOGON_FAILURE', step.wrong))
    const { id: sessionId } = session
    if (step.outcome === 'challenge') {
      session.challenge = step.challenge
      const body = serializeSessionSetupResponse({ flags: 0, securityToken: step.token })
      return { status: 'STATUS_MORE_PROCESSING_REQUIRED', body, sessionId }
    }
    const { as, token } = step
    const key = as === 'anonymous' ? undefined : as.key
    const flags = as === 'anonymous' ? sessionFlags.anonymous : 0
    session.state = 'signed-in'
    // A challenge is valid once.
    session.challenge = Buffer.alloc(0)
    session.signed = key !== undefined && (request.securityMode & securityModes.signingRequired) !== 0
    if (key) session.key = key
    else delete session.key
    const result = success(serializeSessionSetupResponse({ flags, securityToken: token }))
    return { ...result, sessionId, ...(key && { key }) }
  }

  function newSession(): Session | undefined {
    if (sessions.size >= most.sessions) return undefined
    const session: Session = {
      id: BigInt(++lastId),
      state: 'challenged',
      challenge: Buffer.alloc(0),
      signed: false,
      trees: new Map(),
      opens: new Map(),
    }
    sessions.set(session.id, session)
    return session
  }

  return {
    pathAsked: (request, compound) => pathAsked(sessions.get(request.header.sessionId), request, compound),
    answer(header, message, compound, { refused, unusually }) {
      const { sessionId } = header
      if (header.command === commands.sessionSetup)
        return refused ? { ...refused, sessionId } : setUp(header, message)
      const session = sessions.get(sessionId)
      if (session?.state !== 'signed-in') {
        // ECHO needs no session.
        const isEcho = header.command === commands.echo && sessionId === 0n && isEmptyBody(message)
        return isEcho
          ? { ...success(serializeEmptyBody()), sessionId }
          : { ...failure('STATUS_USER_SESSION_DELETED'), sessionId }
      }
      const { key } = session
      const isSigned = (header.flags & headerFlags.signed) !== 0
      if (key && isSigned ? !isSignedWith(message, key) : session.signed) {
        return { ...failure('STATUS_ACCESS_DENIED', 'a request is not signed as its session is'), sessionId }
      }
      const signing = key && isSigned && { key }
      if (header.command === commands.logoff && isEmptyBody(message)) {
        sessions.delete(sessionId)
        return { ...success(serializeEmptyBody()), sessionId, ...signing }
      }
      const result =
        refused ??
        answerRequest({ session, shares, header, message, compound, unusually, newId: () => ++lastId })
      return { ...result, sessionId, ...signing }
    },
  }
}
