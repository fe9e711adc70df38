import { xmlElement, type XmlElement } from '../xml.ts'
import { SchemaError, sequence, type Fields, type SchemaType, type Sequence } from './schema-type.ts'
import { readSoapBody, soapEnvelope } from './soap-envelope.ts'
import type { WebService } from './web-service.ts'

/** An operation of a web service: document style, literal use (WSDL 1.1, section 3). */
export interface Operation<Request, Response> {
  name: string
  service: WebService
  /** The SOAPAction, without quotation marks. */
  action: string
  request: SchemaType<Request>
  response: SchemaType<Response>
}

/** What was read; or, in words, why it is no such message. */
export type Read<Value> = { value: Value } | { wrong: string }

export function operation<const Request extends Fields, const Response extends Fields>(
  service: WebService,
  name: string,
  request: Request,
  response: Response,
): Operation<Sequence<Request>, Sequence<Response>> {
  return {
    name,
    service,
    action: `${service.namespace}/${name}`,
    request: sequence(name, request),
    response: sequence(responseName(name), response),
  }
}

export function writeRequest<Request>(
  { name, service, request }: Operation<Request, unknown>,
  value: Request,
): string {
  return soapEnvelope(xmlElement(name, { xmlns: service.namespace }, request.write(value)))
}

export function readRequest<Request>(
  { name, request }: Operation<Request, unknown>,
  body: XmlElement,
): Read<Request> {
  return read(name, request, body)
}

export function writeResponse<Response>(
  { name, service, response }: Operation<unknown, Response>,
  value: Response,
): string {
  return soapEnvelope(xmlElement(responseName(name), { xmlns: service.namespace }, response.write(value)))
}

export function readResponse<Response>(
  { name, response }: Operation<unknown, Response>,
  message: string,
): Read<Response> {
  const body = readSoapBody(message)
  return body ? read(responseName(name), response, body) : { wrong: 'it is no SOAP message' }
}

/** One request as it goes over HTTP. */
export function soapRequest<Request>(
  operation: Operation<Request, unknown>,
  value: Request,
): { method: 'POST'; path: string; headers: Record<string, string>; body: string } {
  return {
    method: 'POST',
    path: operation.service.path,
    headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: `"${operation.action}"` },
    body: writeRequest(operation, value),
  }
}

function read<Value>(name: string, type: SchemaType<Value>, body: XmlElement): Read<Value> {
  if (body.name !== name) return { wrong: `the body holds ${body.name}, not ${name}` }
  try {
    return { value: type.read(body) }
  } catch (error) {
    if (error instanceof SchemaError) return { wrong: error.message }
    throw error
  }
}

function responseName(name: string): string {
  return `${name}Response`
}
