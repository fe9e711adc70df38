import {
  operations,
  pagedResults,
  parseBindRequest,
  parseExtendedRequest,
  parsePagedResults,
  resultCodes,
  serializeExtendedResponse,
  serializePagedResults,
  serializeResult,
  type BindRequest,
  type Control,
  type LdapMessage,
  type LdapResult,
} from '../../wire/ldap/message.ts'
import {
  parseCompareRequest,
  parseSearchRequest,
  serializeEntry,
  type LdapEntry,
} from '../../wire/ldap/search.ts'
import { parseName } from '../../wire/ldap/published.ts'
import { compileFilter, searchDirectory, type Found } from './search-directory.ts'
import { directoryOf } from './directory.ts'

/** A response message without its id, which is that of the request. */
export type Response = Omit<LdapMessage, 'id'>

interface Answer {
  responses: Iterable<Response>
  /** The result in the last response. */
  result: LdapResult
}

/** The directory that requests are looked up in. */
interface DirectorySource {
  root: LdapEntry
  entries(): readonly LdapEntry[]
}

/** Returns undefined for an operation unknown to LDAP. The caller handles unbind and abandon, which have no answer. */
export function answerRequest(request: LdapMessage, { root, entries }: DirectorySource): Answer | undefined {
  const { operation, content, controls } = request
  const response = responses.get(operation)
  if (response === undefined) return undefined
  const unknown = controls.find(({ type, critical }) => critical && !isKnown(type, operation))
  if (unknown) {
    const message = `the control ${unknown.type} is critical, and not supported for this operation`
    return single(response, refusal('unavailableCriticalExtension', message))
  }
  switch (operation) {
    case operations.bindRequest:
      return single(response, answerBind(parseBindRequest(content)))
    case operations.searchRequest:
      return answerSearch(content, controls, { root, entries })
    case operations.compareRequest:
      return single(response, answerCompare(content, entries()))
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

/** Accepts any name and password, and anonymous clients: our choice; a real domain controller checks them. */
function answerBind(request: BindRequest | undefined): LdapResult {
  if (!request) return refusal('protocolError', unreadable)
  const { version, name, authentication } = request
  if (version !== 3) return refusal('protocolError', 'this server speaks only version 3 of LDAP')
  if (authentication.kind === 'sasl') {
    return refusal(
      'authMethodNotSupported',
      `this server does not support signing in by ${authentication.mechanism}`,
    )
  }
  // Otherwise a client without the password would believe that it has signed in (RFC 4513, 5.1.2).
  if (name !== '' && authentication.password.length === 0) {
    return refusal('unwillingToPerform', 'a bind with a name needs a password')
  }
  return refusal('success', '')
}

function answerSearch(
  content: Buffer,
  controls: readonly Control[],
  { root, entries }: DirectorySource,
): Answer {
  const request = parseSearchRequest(content)
  const control = controls.find(({ type }) => type === pagedResults)
  const paged = control && parsePagedResults(control)
  if (!request || (control && !paged))
    return single(operations.searchResultDone, refusal('protocolError', unreadable))
  const found = searchDirectory(directoryOf(entries()), root, request, paged)
  return { responses: responsesOf(found), result: found.result }
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
