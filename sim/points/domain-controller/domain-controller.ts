import type { Recorder } from '../../evidence/recorder.ts'
import { InvalidMessageError } from '../../net/framed.ts'
import type { Listener } from '../../net/listener.ts'
import { openMessageServer, type Conversation, type SawWrong } from '../../net/message-server.ts'
import { domainName } from '../../wire/ldap/published.ts'
import type { LdapEntry } from '../../wire/ldap/search.ts'
import {
  noticeOfDisconnection,
  operations,
  pagedResults,
  parseMessage,
  resultCodes,
  resultName,
  serializeExtendedResponse,
  serializeMessage,
  ldapMessageBounds,
} from '../../wire/ldap/message.ts'
import { answerRequest } from './answer-request.ts'

interface DomainControllerOptions {
  address: string
  /** LDAP has 389; 0 where the system chooses. */
  port: number
  fqdn: string
  /** `contoso.test`. */
  domain: string
  recorder: Recorder
  /** The entries of the directory now; read at each search, and indexed once for each list. */
  entries(): readonly LdapEntry[]
}

/** Longest request, in bytes. Read requests are short, and the limit bounds the work of one filter per entry. */
const longestRequest = 16 * 1024
/** All clients of a hierarchy come here first. */
const mostConnections = 8192

const good: readonly number[] = [resultCodes.success, resultCodes.compareTrue, resultCodes.compareFalse]

/** A domain controller's LDAP (RFC 4511), read-only. */
export function openDomainController(options: DomainControllerOptions): Promise<Listener> {
  const protocol = {
    stage: 'ldap',
    framing: { boundsOf: ldapMessageBounds, longest: longestRequest },
    endlessReply,
    hasReply,
    farewell: disconnection,
  } as const
  return openMessageServer({ ...options, service: 'the directory', mostConnections }, protocol, (sawWrong) =>
    conversation(options, sawWrong),
  )
}

function conversation({ fqdn, domain, entries }: DomainControllerOptions, sawWrong: SawWrong): Conversation {
  const directory = { root: rootEntry(fqdn, domain), entries }
  return {
    reply(bytes) {
      const request = parseMessage(bytes)
      if (!request || request.id === 0)
        throw new InvalidMessageError('received data that is not an LDAP message')
      if (request.operation === operations.unbindRequest) return 'end'
      // Abandon: the operation that it would stop has already been answered.
      if (request.operation === operations.abandonRequest) return []
      const answer = answerRequest(request, directory)
      if (!answer) throw new InvalidMessageError('received a message that is not an LDAP request')
      const { code, message } = answer.result
      if (!good.includes(code)) sawWrong(resultName(code), message)
      return printed(answer.responses, request.id)
    },
  }
}

const withoutReply: readonly number[] = [operations.unbindRequest, operations.abandonRequest]

function hasReply(message: Buffer): boolean {
  const request = parseMessage(message)
  return request !== undefined && !withoutReply.includes(request.operation)
}

/** Serializes responses one by one: there may be many, and the client may leave before it has read them. */
function* printed(
  responses: Iterable<Omit<Parameters<typeof serializeMessage>[0], 'id'>>,
  id: number,
): Generator<Buffer> {
  for (const response of responses) yield serializeMessage({ id, ...response })
}

/** Notice of disconnection, after a message that cannot be read (RFC 4511, 4.1.1). */
function disconnection(message: string): Buffer {
  return serializeMessage({
    id: 0,
    operation: operations.extendedResponse,
    content: serializeExtendedResponse({
      code: resultCodes.protocolError,
      matchedName: '',
      message,
      name: noticeOfDisconnection,
    }),
    controls: [],
  })
}

/** The beginning of a message of 1 MiB: its tag, its length and its first bytes. */
const endlessReply = Buffer.concat([Buffer.from('3083100000', 'hex'), Buffer.alloc(64)])

/** The server's entry about itself, at the empty name (RFC 4512, 5.1; [MS-ADTS] 3.1.1.3.2). */
function rootEntry(fqdn: string, domain: string): LdapEntry {
  const top = domainName(domain)
  return {
    name: '',
    attributes: {
      objectClass: ['top'],
      namingContexts: [top],
      defaultNamingContext: [top],
      rootDomainNamingContext: [top],
      supportedLDAPVersion: ['3'],
      supportedControl: [pagedResults],
      // The capability that marks an Active Directory.
      supportedCapabilities: ['1.2.840.113556.1.4.800'],
      dnsHostName: [fqdn],
      isSynchronized: ['TRUE'],
    },
  }
}
