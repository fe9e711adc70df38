import { descend, escapeXml, xmlElement } from '../xml.ts'
import { readSoapBody, soapEnvelope } from './soap-envelope.ts'

/** What an update server may find wrong ([MS-WUSP] 2.2.2.4). */
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
  /** Absent where no operation of the service was called at all. */
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

/** undefined when the message is no fault. A code that the specification does not know counts as no detail. */
export function readSoapFault(message: string): SoapFault | undefined {
  const fault = readSoapBody(message)
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
