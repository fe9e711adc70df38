import { descend, readXml, xmlElement, type XmlElement } from '../xml.ts'

const namespace = 'http://schemas.xmlsoap.org/soap/envelope/'

/** A message of SOAP 1.1 (section 4); `body` is XML. */
export function soapEnvelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    xmlElement('soap:Envelope', { 'xmlns:soap': namespace }, xmlElement('soap:Body', {}, body))
  )
}

/** The first element of a message's body; undefined when the text is no message of SOAP 1.1. */
export function readSoapBody(text: string): XmlElement | undefined {
  const envelope = readXml(text)
  if (envelope?.name !== 'Envelope' || !Object.values(envelope.attributes).includes(namespace))
    return undefined
  return descend(envelope, 'Body')?.children[0]
}
