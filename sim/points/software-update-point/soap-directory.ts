import { randomUUID } from 'node:crypto'
import { readRequest, writeResponse, type Operation } from '../../wire/software-update-point/operation.ts'
import { readSoapBody } from '../../wire/software-update-point/soap-envelope.ts'
import { soapFault, type SoapFault } from '../../wire/software-update-point/soap-fault.ts'
import type { WebService } from '../../wire/software-update-point/web-service.ts'
import { wsdl } from '../../wire/software-update-point/wsdl.ts'
import type { XmlElement } from '../../wire/xml.ts'
import { portsOf } from '../../model/ports.ts'
import {
  methodNotAllowed,
  notFound,
  xmlAnswer,
  type Answer,
  type RequestContext,
  type ReceivedRequest,
  type VirtualDirectory,
} from '../web-server/role.ts'
import { FaultError } from './fault-error.ts'

/** An operation that a service offers, and what it does. */
export interface Offered {
  operation: Operation<unknown, unknown>
  /** The response's text. Throws FaultError. */
  respond(body: XmlElement, place: RequestContext): string
}

/** `act` throws FaultError where it refuses. */
export function offer<Request, Response>(
  operation: Operation<Request, Response>,
  act: (request: Request, place: RequestContext) => Response,
): Offered {
  return {
    operation,
    respond(body, place) {
      const request = readRequest(operation, body)
      if ('wrong' in request) throw new FaultError('InvalidParameters', request.wrong)
      return writeResponse(operation, act(request.value, place))
    },
  }
}

/** The virtual directory of a web service: one page that takes SOAP by POST and shows its WSDL at `?wsdl`. */
export function soapDirectory(
  service: WebService,
  offered: readonly Offered[],
  protocol: VirtualDirectory['protocol'],
): VirtualDirectory {
  const operations = offered.map(({ operation }) => operation)
  return {
    path: service.directory,
    protocol,
    answer(request, place) {
      const { method, path, query } = request
      if (path.toLowerCase() !== service.path.toLowerCase()) return notFound()
      if (method === 'POST') return answerMessage(request, place, offered)
      if (query.toLowerCase() !== 'wsdl' || (method !== 'GET' && method !== 'HEAD'))
        return methodNotAllowed('POST')
      return xmlAnswer(wsdl(service, operations, location(request, place, protocol, service)))
    },
  }
}

async function answerMessage(
  { header, body }: ReceivedRequest,
  place: RequestContext,
  offered: readonly Offered[],
): Promise<Answer> {
  const received = await body()
  const action = header('soapaction')
    ?.trim()
    .replace(/^"(.*)"$/s, '$1')
  const called = offered.find(({ operation }) => operation.action === action)
  if (!called) return refuse({ reason: 'The server does not know the value of the HTTP header SOAPAction.' })
  if (!received) return refuse({ reason: 'The request is longer than this server reads.' })
  const message = readSoapBody(received.toString('utf8'))
  if (!message) return refuse({ reason: 'The request is no SOAP 1.1 envelope with an element in its body.' })
  try {
    return xmlAnswer(called.respond(message, place))
  } catch (error) {
    if (!(error instanceof FaultError)) throw error
    const { errorCode, message } = error
    const reason = message === '' ? errorCode : `${errorCode}: ${message}`
    return refuse({
      reason,
      detail: { errorCode, message, id: randomUUID(), method: called.operation.action },
    })
  }
}

/** SOAP 1.1, section 6.2: a fault comes with status 500. */
function refuse(fault: SoapFault): Answer {
  return { ...xmlAnswer(soapFault(fault)), status: 500 }
}

/** Where the page was asked for: its port may be another than the configured one. */
function location(
  { header }: ReceivedRequest,
  { site, system }: RequestContext,
  protocolOf: VirtualDirectory['protocol'],
  { path }: WebService,
): string {
  const protocol = system.listen.protocol ?? protocolOf(site, system)
  const asked = header('host') ?? ''
  const host = /^[\w.-]+(:\d{1,5})?$/.test(asked)
    ? asked
    : `${system.fqdn}:${portsOf(site, 'software-update-point')[protocol]}`
  return `${protocol}://${host}${path}`
}
