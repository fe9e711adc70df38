import { randomUUID } from 'node:crypto'
import { portsOf } from '../../model/sites.ts'
import {
  isNewerSoap,
  newerMediaType,
  parseRequest,
  parseSoapBody,
  soapFault,
  serializeResponse,
  versionMismatch,
  type ErrorCode,
  type Operation,
  type SoapFault,
  type WebService,
} from '../../wire/software-update-point/operation.ts'
import { wsdl } from '../../wire/software-update-point/wsdl.ts'
import type { XmlElement } from '../../wire/xml.ts'
import {
  methodNotAllowed,
  notFound,
  xmlAnswer,
  type Answer,
  type ReceivedRequest,
  type RequestContext,
  type VirtualDirectory,
} from '../web-server/virtual-directory.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** Why an operation is refused ([MS-WUSP] 2.2.2.4); the message names the parameter that is wrong. */
export class SoapFaultError extends Error {
  override readonly name = 'SoapFaultError'
  readonly errorCode: ErrorCode

  constructor(errorCode: ErrorCode, message = '') {
    super(message)
    this.errorCode = errorCode
  }
}

/** An operation of a service, with its implementation. */
export interface Offered {
  operation: Operation<unknown, unknown>
  /** The response's text. Rejects with a SoapFaultError. */
  respond(body: XmlElement, context: RequestContext): Promise<string>
}

/** `act` throws SoapFaultError where it refuses. */
export function offer<Request, Response>(
  operation: Operation<Request, Response>,
  act: (request: Request, context: RequestContext) => Response | Promise<Response>,
): Offered {
  return {
    operation,
    async respond(body, context) {
      const request = parseRequest(operation, body)
      if ('wrong' in request) throw new SoapFaultError('InvalidParameters', request.wrong)
      return serializeResponse(operation, await act(request.value, context))
    },
  }
}

/** The virtual directory of a web service: one page that accepts SOAP by POST and shows its WSDL at `?wsdl`. */
export function soapDirectory(
  service: WebService,
  offered: readonly Offered[],
  protocol: VirtualDirectory['protocol'],
): VirtualDirectory {
  const operations = offered.map(({ operation }) => operation)
  return {
    path: service.directory,
    protocol,
    answer(request, context) {
      const { method, path, query } = request
      if (path.toLowerCase() !== service.path.toLowerCase()) return notFound()
      if (method === 'POST') return answerMessage(request, context, offered)
      if (query.toLowerCase() !== 'wsdl' || (method !== 'GET' && method !== 'HEAD'))
        return methodNotAllowed('POST')
      return xmlAnswer(wsdl(service, operations, location(request, context, service)))
    },
  }
}

async function answerMessage(
  { header, body }: ReceivedRequest,
  context: RequestContext,
  offered: readonly Offered[],
): Promise<Answer> {
  const received = await body()
  if (isNewerSoap(header('content-type') ?? '', received?.toString('utf8') ?? '')) return refuseNewer()
  const action = header('soapaction')
    ?.trim()
    .replace(/^"(.*)"$/s, '$1')
  const called = offered.find(({ operation }) => operation.action === action)
  if (!called) return refuse({ reason: 'The server does not know the value of the HTTP header SOAPAction.' })
  if (!received) return refuse({ reason: 'The request is too long.' })
  const message = parseSoapBody(received.toString('utf8'))
  if (!message)
    return refuse({ reason: 'The request is not a SOAP 1.1 envelope with an element in its body.' })
  try {
    return xmlAnswer(await called.respond(message, context))
  } catch (error) {
    if (!(error instanceof SoapFaultError)) throw error
    const { errorCode, message } = error
    const reason = message === '' ? errorCode : `${errorCode}: ${message}`
    return refuse({
      reason,
      detail: { errorCode, message, id: randomUUID(), method: called.operation.action },
    })
  }
}

/**
 * All messages in [MS-WUSP] 4 are of SOAP 1.1; a service that knows nothing else is our choice. This fault comes with status
 * 500 (SOAP 1.2, part 2, section 7.5.2.2).
 */
function refuseNewer(): Answer {
  const body = versionMismatch('This service knows only SOAP 1.1.')
  return { status: 500, headers: { 'Content-Type': newerMediaType }, body }
}

/** SOAP 1.1, section 6.2: a fault comes with status 500. */
function refuse(fault: SoapFault): Answer {
  return { ...xmlAnswer(soapFault(fault)), status: 500 }
}

/** The address that the page was requested at: its port may differ from the configured one. */
function location(
  { header, protocol }: ReceivedRequest,
  { site, system }: RequestContext,
  { path }: WebService,
): string {
  const requested = header('host') ?? ''
  const host = /^[\w.-]+(:\d{1,5})?$/.test(requested)
    ? requested
    : `${system.fqdn}:${portsOf(site, 'software-update-point')[protocol]}`
  return `${protocol}://${host}${path}`
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the refusal of SOAP 1.2, by its own fault for a version that the service does not know',
  },
]
