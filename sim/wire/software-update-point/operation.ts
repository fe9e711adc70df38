import { SchemaError, sequence, type Fields, type SchemaType, type Sequence } from '../xml-schema.ts'
import { descend, escapeXml, parseXml, xmlElement, type XmlElement } from '../xml.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** A web service of an update server ([MS-WUSP] 2.1). */
export interface WebService {
  name: string
  /** The virtual directory; its pages are not case-sensitive. */
  directory: string
  path: string
  /** The XML namespace of its messages, and the start of their SOAPActions. */
  namespace: string
}

const product = 'http://www.microsoft.com/SoftwareDistribution'

export const clientWebService: WebService = {
  name: 'Client',
  directory: '/ClientWebService',
  path: '/ClientWebService/client.asmx',
  namespace: `${product}/Server/ClientWebService`,
}

export const simpleAuthWebService: WebService = {
  name: 'SimpleAuth',
  directory: '/SimpleAuthWebService',
  path: '/SimpleAuthWebService/SimpleAuth.asmx',
  namespace: `${product}/Server/SimpleAuthWebService`,
}

export const reportingWebService: WebService = {
  name: 'WebService',
  directory: '/ReportingWebService',
  path: '/ReportingWebService/ReportingWebService.asmx',
  namespace: product,
}

/** An operation of a web service: document style, literal use (WSDL 1.1, section 3). */
export interface Operation<Request, Response> {
  name: string
  service: WebService
  /** The SOAPAction, without quotation marks. */
  action: string
  request: SchemaType<Request>
  response: SchemaType<Response>
}

/** The value that was read, or the reason why the message is not valid. */
export type Parsed<Value> = { value: Value } | { wrong: string }

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

export function serializeRequest<Request>(
  { name, service, request }: Operation<Request, unknown>,
  value: Request,
): string {
  return soapEnvelope(xmlElement(name, { xmlns: service.namespace }, request.serialize(value)))
}

export function parseRequest<Request>(
  { name, request }: Operation<Request, unknown>,
  body: XmlElement,
): Parsed<Request> {
  return parse(name, request, body)
}

export function serializeResponse<Response>(
  { name, service, response }: Operation<unknown, Response>,
  value: Response,
): string {
  return soapEnvelope(xmlElement(responseName(name), { xmlns: service.namespace }, response.serialize(value)))
}

export function parseResponse<Response>(
  { name, response }: Operation<unknown, Response>,
  message: string,
): Parsed<Response> {
  const body = parseSoapBody(message)
  return body ? parse(responseName(name), response, body) : { wrong: 'it is no SOAP message' }
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
    body: serializeRequest(operation, value),
  }
}

function parse<Value>(name: string, type: SchemaType<Value>, body: XmlElement): Parsed<Value> {
  if (body.name !== name) return { wrong: `the body holds ${body.name}, not ${name}` }
  try {
    return { value: type.parse(body) }
  } catch (error) {
    if (error instanceof SchemaError) return { wrong: error.message }
    throw error
  }
}

function responseName(name: string): string {
  return `${name}Response`
}

const namespace = 'http://schemas.xmlsoap.org/soap/envelope/'

/** A message of SOAP 1.1 (section 4); `body` is XML. */
export function soapEnvelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    xmlElement('soap:Envelope', { 'xmlns:soap': namespace }, xmlElement('soap:Body', {}, body))
  )
}

/** The first element of a message's body; undefined when the text is not a SOAP 1.1 message. */
export function parseSoapBody(text: string): XmlElement | undefined {
  const envelope = parseXml(text)
  if (envelope?.name !== 'Envelope' || !Object.values(envelope.attributes).includes(namespace))
    return undefined
  return descend(envelope, 'Body')?.children[0]
}

const newerNamespace = 'http://www.w3.org/2003/05/soap-envelope'
export const newerMediaType = 'application/soap+xml'

/** Whether a message is one of SOAP 1.2, by its media type (part 2, section 7.1.4) or its envelope. */
export function isNewerSoap(mediaType: string, text: string): boolean {
  return mediaType.toLowerCase().startsWith(newerMediaType) || parseXml(text)?.namespace === newerNamespace
}

/** The fault of SOAP 1.2 by which a server says that it knows only envelopes of SOAP 1.1 (part 1, section 5.4.7). */
export function versionMismatch(reason: string): string {
  const supported = xmlElement('soap:SupportedEnvelope', {
    qname: 'older:Envelope',
    'xmlns:older': namespace,
  })
  const fault = xmlElement(
    'soap:Fault',
    {},
    xmlElement('soap:Code', {}, xmlElement('soap:Value', {}, 'soap:VersionMismatch')),
    xmlElement('soap:Reason', {}, xmlElement('soap:Text', { 'xml:lang': 'en' }, escapeXml(reason))),
  )
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    xmlElement(
      'soap:Envelope',
      { 'xmlns:soap': newerNamespace },
      xmlElement('soap:Header', {}, xmlElement('soap:Upgrade', {}, supported)),
      xmlElement('soap:Body', {}, fault),
    )
  )
}

/** The errors that an update server reports ([MS-WUSP] 2.2.2.4). */
export const errorCodes = [
  'InvalidCookie',
  'ConfigChanged',
  'RegistrationRequired',
  'ServerChanged',
  'InternalServerError',
  'CookieExpired',
  'InvalidParameters',
  'InvalidAuthorizationCookie',
  'RegistrationNotRequired',
  'ServerBusy',
  'FileLocationChanged',
] as const
export type ErrorCode = (typeof errorCodes)[number]

export interface SoapFault {
  /** For people. */
  reason: string
  /** Absent when the request did not call an operation of the service. */
  detail?: {
    errorCode: ErrorCode
    /** With InvalidParameters the parameter's name, otherwise mostly empty. */
    message: string
    /** A GUID of this one fault. */
    id: string
    /** The operation's SOAPAction. */
    method: string
  }
}

export function soapFault({ reason, detail }: SoapFault): string {
  return soapEnvelope(
    xmlElement(
      'soap:Fault',
      {},
      xmlElement('faultcode', {}, 'soap:Client'),
      xmlElement('faultstring', {}, escapeXml(reason)),
      detail
        ? xmlElement(
            'detail',
            {},
            xmlElement('ErrorCode', {}, detail.errorCode),
            xmlElement('Message', {}, escapeXml(detail.message)),
            xmlElement('ID', {}, escapeXml(detail.id)),
            // The quotation marks are the product's own (the faults in [MS-WUSP] 4).
            xmlElement('Method', {}, escapeXml(`"${detail.method}"`)),
          )
        : '',
    ),
  )
}

/** undefined when the message is not a fault. The detail is dropped when its code is not in the specification. */
export function parseSoapFault(message: string): SoapFault | undefined {
  const fault = parseSoapBody(message)
  if (fault?.name !== 'Fault') return undefined
  const text = (...path: string[]): string => descend(fault, ...path)?.text ?? ''
  const reason = text('faultstring')
  const errorCode = errorCodes.find((code) => code === text('detail', 'ErrorCode'))
  if (errorCode === undefined) return { reason }
  const method = text('detail', 'Method').replace(/^"(.*)"$/s, '$1')
  return {
    reason,
    detail: { errorCode, message: text('detail', 'Message'), id: text('detail', 'ID'), method },
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'The services of a software update point ([MS-WUSP])',
  },
]
