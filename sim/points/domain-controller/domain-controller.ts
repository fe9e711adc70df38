import type { Recorder } from '../../evidence/recorder.ts'
import { limits } from '../../limits.ts'
import type { Behaviour } from '../../net/behaviour.ts'
import { InvalidMessageError } from '../../net/framed.ts'
import type { Listener } from '../../net/listener.ts'
import { openMessageServer, type Conversation, type Serving } from '../../net/message-server.ts'
import type { Unusually } from '../../net/unusual.ts'
import { accountNames, type Account } from '../../vocabulary/computer-identity.ts'
import type { FaultOf } from '../../vocabulary/fault.ts'
import { numberOfError, type Misbehaviour } from '../../vocabulary/misbehaviour.ts'
import {
  ldapMessageBounds,
  noticeOfDisconnection,
  operations,
  pagedResults,
  parseBindRequest,
  parseExtendedRequest,
  parseMessage,
  parsePagedResults,
  resultCodes,
  resultName,
  serializeExtendedResponse,
  serializeMessage,
  serializePagedResults,
  serializeResult,
  withLongLengths,
  type BindRequest,
  type Control,
  type LdapMessage,
  type LdapResult,
} from '../../wire/ldap/message.ts'
import { parseName } from '../../wire/ldap/published.ts'
import {
  parseCompareRequest,
  parseSearchRequest,
  serializeEntry,
  type LdapEntry,
} from '../../wire/ldap/search.ts'
import { directoryOf } from './directory.ts'
import { askedOf } from './asked.ts'
import { refusalBy } from './faults.ts'
import { ownEntries } from './published-directory.ts'
import { arrangedEntries } from './unusual-entries.ts'
import { compileFilter, searchDirectory, type Found, type OwnEntries } from './search-directory.ts'

interface DomainControllerOptions {
  address: string
  /** LDAP has 389; 0 where the system chooses. */
  port: number
  fqdn: string
  /** `contoso.test`. */
  domain: string
  recorder: Recorder
  /** Absent where the server behaves as usual. */
  behaviour?: Behaviour | undefined
  /** The accounts of the domain now; anonymous clients may sign in too. */
  accounts(): readonly Account[]
  /** The entries of the directory now; read at each search, and indexed once for each list. */
  entries(): readonly LdapEntry[]
}

/** Longest request, in bytes. Read requests are short, and the limit bounds the work of one filter per entry. */
const longestRequest = limits.directoryRequest.value

const good: readonly number[] = [resultCodes.success, resultCodes.compareTrue, resultCodes.compareFalse]

/** A domain controller's LDAP (RFC 4511), read-only. */
export function openDomainController(options: DomainControllerOptions): Promise<Listener> {
  const protocol = {
    stage: 'ldap',
    layer: 'LDAP',
    framing: { boundsOf: ldapMessageBounds, longest: longestRequest },
    endlessReply,
    hasReply,
    farewell: disconnection,
  } as const
  const { fqdn, domain, accounts, entries } = options
  const directory = { own: ownEntries(fqdn, domain), entries, known: { domain, accounts } }
  return openMessageServer({ ...options, service: 'the directory' }, protocol, (serving) =>
    conversation(directory, serving),
  )
}

function conversation(
  directory: DirectorySource,
  { sawWrong, fault, behaviour }: Serving<'LDAP'>,
): Conversation {
  return {
    reply(bytes) {
      const request = parseMessage(bytes)
      if (!request || request.id === 0)
        throw new InvalidMessageError('received data that is not an LDAP message')
      if (request.operation === operations.unbindRequest) return 'end'
      // Abandon: the operation that it would stop has already been answered.
      if (request.operation === operations.abandonRequest) return []
      const refused = answerByFault(request, fault())
      const { due, unusually } =
        !refused && responses.has(request.operation)
          ? behaviour.meet(() => askedOf(request))
          : { due: undefined, unusually: behaviour.unusually }
      const answer = refused ?? answerByScript(request, due) ?? answerRequest(request, directory, unusually)
      if (!answer) throw new InvalidMessageError('received a message that is not an LDAP request')
      const { code, message } = answer.result
      if (!good.includes(code)) sawWrong(resultName(code), message)
      return printed(answer.responses, request.id, unusually?.('long-lengths') && withLongLengths)
    },
  }
}

function answerByFault({ operation }: LdapMessage, fault: FaultOf<'LDAP'> | undefined): Answer | undefined {
  const refused = fault && refusalBy(fault, operation)
  const response = responses.get(operation)
  return refused && response !== undefined
    ? single(response, refusal(refused.code, refused.message))
    : undefined
}

function answerByScript({ operation }: LdapMessage, due: Misbehaviour | undefined): Answer | undefined {
  const response = responses.get(operation)
  const code = due?.error === undefined ? undefined : numberOfError('ldap', due.error)
  return response === undefined || code === undefined
    ? undefined
    : single(response, { code, matchedName: '', message: asScripted })
}

const asScripted = 'the directory answers as it was asked to'

const withoutReply: readonly number[] = [operations.unbindRequest, operations.abandonRequest]

function hasReply(message: Buffer): boolean {
  const request = parseMessage(message)
  return request !== undefined && !withoutReply.includes(request.operation)
}

/** Serializes responses one by one: there may be many, and the client may leave before it has read them. */
function* printed(
  responses: Iterable<Omit<Parameters<typeof serializeMessage>[0], 'id'>>,
  id: number,
  inOtherForm: (message: Buffer) => Buffer = (message) => message,
): Generator<Buffer> {
  for (const response of responses) yield inOtherForm(serializeMessage({ id, ...response }))
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

/** A response message without its id, which is that of the request. */
export type Response = Omit<LdapMessage, 'id'>

interface Answer {
  responses: Iterable<Response>
  /** The result in the last response. */
  result: LdapResult
}

/** The directory that requests are looked up in. */
interface DirectorySource {
  own: OwnEntries
  entries(): readonly LdapEntry[]
  known: Accounts
}

/** Returns undefined for an operation unknown to LDAP. The caller handles unbind and abandon, which have no answer. */
export function answerRequest(
  request: LdapMessage,
  source: DirectorySource,
  unusually?: Unusually,
): Answer | undefined {
  const { operation, content, controls } = request
  const response = responses.get(operation)
  if (response === undefined) return undefined
  const unknown = controls.find(({ type, critical }) => critical && !isKnown(type, operation))
  if (unknown) {
    const message = `the control ${unknown.type} is critical, and not supported for this operation`
    return single(response, refusal('unavailableCriticalExtension', message))
  }
  switch (operation) {
    case operations.bindRequest: {
      const bind = parseBindRequest(content)
      const { code, message } = bind
        ? answerBind(bind, source.known)
        : ({ code: 'protocolError', message: unreadable } as const)
      return single(response, refusal(code, message))
    }
    case operations.searchRequest:
      return answerSearch(content, controls, source, unusually)
    case operations.compareRequest:
      return single(response, answerCompare(content, source.entries()))
    case operations.extendedRequest: {
      const name = parseExtendedRequest(content)
      const message = name === undefined ? unreadable : `the extended operation ${name} is not supported`
      return single(response, refusal('protocolError', message))
    }
    default:
      // Sites publish without LDAP: the entries come from the hierarchy's description.
      return single(response, refusal('insufficientAccessRights', 'this directory can only be read'))
  }
}

const responses = new Map<number, number>([
  [operations.bindRequest, operations.bindResponse],
  [operations.searchRequest, operations.searchResultDone],
  [operations.modifyRequest, operations.modifyResponse],
  [operations.addRequest, operations.addResponse],
  [operations.deleteRequest, operations.deleteResponse],
  [operations.modifyNameRequest, operations.modifyNameResponse],
  [operations.compareRequest, operations.compareResponse],
  [operations.extendedRequest, operations.extendedResponse],
])

const unreadable = 'the request cannot be read'

function isKnown(type: string, operation: number): boolean {
  return type === pagedResults && operation === operations.searchRequest
}

function refusal(name: keyof typeof resultCodes, message: string): LdapResult {
  return { code: resultCodes[name], matchedName: '', message }
}

function single(operation: number, result: LdapResult): Answer {
  const serialize = operation === operations.extendedResponse ? serializeExtendedResponse : serializeResult
  return { responses: [{ operation, content: serialize(result), controls: [] }], result }
}

function answerSearch(
  content: Buffer,
  controls: readonly Control[],
  { own, entries: all }: DirectorySource,
  unusually: Unusually | undefined,
): Answer {
  const request = parseSearchRequest(content)
  const control = controls.find(({ type }) => type === pagedResults)
  const paged = control && parsePagedResults(control)
  if (!request || (control && !paged))
    return single(operations.searchResultDone, refusal('protocolError', unreadable))
  const found = searchDirectory(directoryOf(all()), own, request, paged)
  const entries = unusually ? arrangedEntries(found.entries, unusually) : found.entries
  return { responses: responsesOf({ ...found, entries }), result: found.result }
}

function* responsesOf({ entries, result, page }: Found): Generator<Response> {
  for (const entry of entries) {
    yield { operation: operations.searchResultEntry, content: serializeEntry(entry), controls: [] }
  }
  yield {
    operation: operations.searchResultDone,
    content: serializeResult(result),
    controls: page ? [serializePagedResults(page, false)] : [],
  }
}

function answerCompare(content: Buffer, entries: readonly LdapEntry[]): LdapResult {
  const request = parseCompareRequest(content)
  if (!request) return refusal('protocolError', unreadable)
  const { name, attribute, value } = request
  const parts = parseName(name)
  if (!parts) return refusal('invalidDNSyntax', `"${name}" is not a distinguished name`)
  const entry = directoryOf(entries).find(parts.join(','))
  if (!entry) return refusal('noSuchObject', `no entry has the name ${name}`)
  const truth = compileFilter({ kind: 'equal', attribute, value })(entry)
  if (truth === undefined)
    return refusal('undefinedAttributeType', `${attribute} is unknown or cannot have this value`)
  return refusal(truth ? 'compareTrue' : 'compareFalse', '')
}

interface BindResult {
  code: keyof typeof resultCodes
  message: string
}

/** Who may sign in to a directory: anonymous clients, and the accounts of its domain. */
interface Accounts {
  /** `contoso.test`. */
  domain: string
  accounts(): readonly Account[]
}

/** Answers a bind (RFC 4511, 4.2), by a name and a password alone. */
function answerBind({ version, name, authentication }: BindRequest, known: Accounts): BindResult {
  if (version !== 3) return { code: 'protocolError', message: 'this server speaks only version 3 of LDAP' }
  switch (authentication.kind) {
    case 'sasl':
      return unsupported(authentication.mechanism)
    case 'other':
      // Active Directory knows some of its own ([MS-ADTS] 5.1.1.1.3).
      return unsupported(`choice ${authentication.tag & 0x1f} of authentication`)
    case 'simple':
      return answerSimple(name, authentication.password, known)
  }
}

function unsupported(way: string): BindResult {
  return { code: 'authMethodNotSupported', message: `this server does not support signing in by ${way}` }
}

function answerSimple(name: string, password: Buffer, { domain, accounts }: Accounts): BindResult {
  if (name === '' && password.length === 0) return { code: 'success', message: '' }
  // Otherwise a client without the password would believe that it has signed in (RFC 4513, 5.1.2).
  if (password.length === 0) {
    return { code: 'unwillingToPerform', message: 'a bind with a name needs a password' }
  }
  // The directory has no entry for an account, by whose name one could bind.
  const account = accounts().find((one) => isNamed(one, name, domain))
  if (account && password.equals(Buffer.from(account.password))) return { code: 'success', message: '' }
  return { code: 'invalidCredentials', message: 'no account has this name and this password' }
}

function isNamed(account: Account, name: string, domain: string): boolean {
  return Object.values<string>({ ...accountNames(account, domain) }).some(
    (known) => known.toLowerCase() === name.toLowerCase(),
  )
}
