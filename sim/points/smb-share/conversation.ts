import { createHash } from 'node:crypto'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
import { InvalidMessageError } from '../../net/framed.ts'
import {
  commands,
  headerFlags,
  isRelated,
  joinCompound,
  serializeMessage,
  sign,
  splitCompound,
  statuses,
  type CompoundPart,
  type Header,
} from '../../wire/smb/header.ts'
import { serializeErrorResponse } from '../../wire/smb/body.ts'
import {
  dialects,
  isSmb1,
  multiProtocolDialects,
  parseNegotiateRequest,
  parseSmb1Negotiate,
  serializeNegotiateResponse,
  securityModes,
} from '../../wire/smb/negotiate.ts'
import { longestAnswer } from './list-directory.ts'
import { longestRead } from './open-entry.ts'
import { failure, success, type CompoundState, type Result } from './session.ts'
import type { ConnectionBehaviour } from '../../net/behaviour.ts'
import { createSessions, type Manner, type SessionResult, type SessionsOptions } from './sessions.ts'
import { offeredMechanisms } from '../windows-sign-in.ts'

/** The ids that a client may use for its next requests ([MS-SMB2] 3.3.1.1): each once, one per credit. */
interface MessageWindow {
  /** Uses an id; false if it was not granted or is already used. */
  take(messageId: bigint): boolean
  /** Grants credits, and returns how many: at least one if the client would have none otherwise. */
  grant(requested: number): number
}

/** Most credits of a client, and as many as an unusual server grants: smbclient sends three requests in a frame. */
const most = 128
const few = 4
/** Widest span between the first unused id and the last one granted. */
const widest = 2n * BigInt(most)

export function createMessageWindow(mostCredits = most): MessageWindow {
  const available = new Set<bigint>([0n])
  let next = 1n
  return {
    take: (messageId) => available.delete(messageId),
    grant(requested) {
      const [first = next] = available
      const room = Math.min(mostCredits - available.size, Number(widest - (next - first)))
      const granted = Math.max(available.size === 0 ? 1 : 0, Math.min(Math.max(requested, 1), room))
      for (let count = 0; count < granted; count += 1) available.add(next++)
      return granted
    },
  }
}

/** The protocol state of one client's connection, without its socket. */
interface ServerConversation {
  /** The response to the messages of one frame; undefined if none is due. Throws an `InvalidMessageError`. */
  answer(frame: Buffer): Buffer | undefined
  /** No frame follows. */
  ended(): void
}

interface ConversationOptions extends SessionsOptions {
  /** Receives each mistake of the client, with the status of the response. */
  sawWrong(status: string, message: string, more?: Pick<EndEvidence, 'anonymous'>): void
  /** Draws what is unusual about the connection; absent where nothing is. */
  unusually?: ConnectionBehaviour['unusually']
  /** How such a request is to be answered; `path` is what it is about. */
  manner?(command: number, path: () => string | undefined): Manner
}

interface Response {
  message: Buffer
  /** Key that signs the message; absent if it is not signed. */
  key?: Buffer
}

/** Most messages in one frame; smbclient sends up to three. */
const mostInCompound = 16

export function createConversation(options: ConversationOptions): ServerConversation {
  const { fqdn, sawWrong, unusually, manner = (): Manner => ({ unusually }) } = options
  const sessions = createSessions(options)
  const window = createMessageWindow(unusually?.('few-credits') ? few : most)
  let negotiated = false
  /** A sign-in that was refused counts only if the client leaves it at that: it may have another account. */
  let standing: Pick<Result, 'status' | 'wrong'> | undefined

  function negotiate(message: Buffer): Result {
    const request = parseNegotiateRequest(message)
    if (!request) return failure('STATUS_INVALID_PARAMETER', 'a NEGOTIATE that cannot be read')
    if (!request.dialects.includes(dialects.smb202)) {
      return failure('STATUS_NOT_SUPPORTED', 'the client does not offer the 2.0.2 dialect of SMB')
    }
    negotiated = true
    return success(negotiateResponse(fqdn, dialects.smb202))
  }

  /** [MS-SMB2] 3.3.5.3: the answer is in SMB2, with the dialect, or with a request to negotiate again in SMB2. */
  function negotiateSmb1(message: Buffer): Buffer {
    const { refused } = manner(commands.negotiate, () => undefined)
    if (refused) return responseTo(firstHeader, refused).message
    const offered = parseSmb1Negotiate(message)
    if (negotiated || !window.take(0n)) throw new InvalidMessageError('a second SMB1 NEGOTIATE')
    if (offered?.includes(multiProtocolDialects.smb202)) {
      negotiated = true
      return responseTo(firstHeader, success(negotiateResponse(fqdn, dialects.smb202))).message
    }
    if (!offered?.includes(multiProtocolDialects.anySmb2)) {
      throw new InvalidMessageError('the client speaks only SMB1, and this server only SMB2')
    }
    return responseTo(firstHeader, success(negotiateResponse(fqdn, dialects.anySmb2))).message
  }

  function responseTo(
    header: Header,
    result: Result & Partial<SessionResult>,
    treeId: number | null = null,
  ): Response {
    const { status, body = serializeErrorResponse(), sessionId = 0n, key, wrong, anonymous } = result
    if (header.command === commands.sessionSetup) standing = { status, ...(wrong !== undefined && { wrong }) }
    else if (wrong !== undefined) sawWrong(String(status), wrong, { ...(anonymous && { anonymous }) })
    const message = serializeMessage(
      {
        command: header.command,
        status: typeof status === 'number' ? status : statuses[status],
        credits: window.grant(header.credits),
        flags: headerFlags.response | (header.flags & headerFlags.related),
        nextCommand: 0,
        messageId: header.messageId,
        treeId: treeId ?? 0,
        sessionId,
        signature: Buffer.alloc(16),
      },
      body,
    )
    return { message, ...(key && { key }) }
  }

  function answerOne({ header, bytes }: CompoundPart, compound: CompoundState): Response {
    const asked = manner(header.command, () => sessions.pathAsked({ header, bytes }, compound))
    const { refused } = asked
    if (header.command === commands.negotiate) {
      if (negotiated) throw new InvalidMessageError('a second NEGOTIATE')
      return responseTo(header, refused ?? negotiate(bytes))
    }
    if (!negotiated) throw new InvalidMessageError('the first request is not a NEGOTIATE')
    if (refused && header.command === commands.create) compound.file = refused.status
    return responseTo(header, sessions.answer(header, bytes, compound, asked), compound.treeId)
  }

  return {
    answer(frame) {
      if (isSmb1(frame)) return negotiateSmb1(frame)
      const parts = splitCompound(frame)
      if (!parts || parts.length > mostInCompound)
        throw new InvalidMessageError('received data that is not an SMB2 message')
      const [first] = parts
      const isRelatedToNothing = first !== undefined && isRelated(first.header)
      const responses: Response[] = []
      let compound: CompoundState = { treeId: 0, file: null }
      let sessionId = 0n
      for (const { header, bytes } of parts) {
        // CANCEL has no response, and carries the id of the request that it cancels.
        if (header.command === commands.cancel) continue
        if ((header.flags & headerFlags.response) !== 0)
          throw new InvalidMessageError('a response, not a request')
        if (!window.take(header.messageId)) {
          throw new InvalidMessageError(`message ${header.messageId} has no credit, or is repeated`)
        }
        if (isRelatedToNothing) {
          responses.push(responseTo(header, relatedToNothing))
          continue
        }
        if (!isRelated(header)) {
          compound = { treeId: header.treeId, file: null }
          sessionId = header.sessionId
        }
        responses.push(answerOne({ header: { ...header, sessionId }, bytes }, compound))
      }
      return responses.length === 0 ? undefined : joinResponses(responses)
    },
    ended() {
      if (standing?.wrong !== undefined) sawWrong(String(standing.status), standing.wrong)
    },
  }
}

/** [MS-SMB2] 3.3.5.2.7.2: a chain that begins like this fails as a whole. */
const relatedToNothing = failure(
  'STATUS_INVALID_PARAMETER',
  'the first request of a compound claims to be related to one before it',
)

/** Signs after padding, since the signature covers the padding. */
function joinResponses(responses: readonly Response[]): Buffer {
  const joined = joinCompound(responses.map(({ message }) => message))
  splitCompound(joined)?.forEach(({ bytes }, index) => {
    const key = responses[index]?.key
    if (key) sign(bytes, key)
  })
  return joined
}

const firstHeader: Header = {
  command: commands.negotiate,
  status: 0,
  credits: 1,
  flags: 0,
  nextCommand: 0,
  messageId: 0n,
  treeId: 0,
  sessionId: 0n,
  signature: Buffer.alloc(16),
}

function negotiateResponse(fqdn: string, dialect: number): Buffer {
  return serializeNegotiateResponse({
    securityMode: securityModes.signingEnabled,
    dialect,
    serverGuid: createHash('sha256').update(fqdn).digest().subarray(0, 16),
    maxTransactSize: longestAnswer,
    maxReadSize: longestRead,
    maxWriteSize: longestRead,
    systemTime: new Date(),
    securityToken: offeredMechanisms(),
  })
}
