import { descend, escapeXml, readXml, xmlElement, type XmlElement } from '../xml.ts'

/** A status message ("Status" of the 2007 SDK), as a client posts it to the endpoint StatusReceiver. */
export interface StatusMessage {
  /** `SMS_Generic_StatusMessage_Info` and the like. */
  type: string
  properties: readonly NamedValue[]
  qualifiers: readonly NamedValue[]
}

export interface NamedValue {
  name: string
  value: string
}

/** undefined when the text is no status message with a type. */
export function readStatusMessage(xml: string): StatusMessage | undefined {
  const status = readXml(xml)
  const type = descend(status, 'Type')
  const named = type?.attributes.Name ?? type?.text.trim() ?? ''
  if (status?.name !== 'Status' || named === '') return undefined
  return {
    type: named,
    properties: readValues(descend(status, 'Properties'), 'Property'),
    qualifiers: readValues(descend(status, 'Qualifiers'), 'Qualifier'),
  }
}

function readValues(parent: XmlElement | undefined, child: string): NamedValue[] {
  return (parent?.children ?? [])
    .filter(({ name }) => name === child)
    .map(({ attributes: { Name = '', Value }, text }) => ({ name: Name, value: Value ?? text }))
}

export function writeStatusMessage({ type, properties, qualifiers }: StatusMessage): string {
  const values = (parent: string, child: string, named: readonly NamedValue[]) =>
    xmlElement(parent, {}, ...named.map(({ name, value }) => xmlElement(child, { Name: name, Value: value })))
  return xmlElement(
    'Status',
    // Windows 1252, English (United States).
    { SchemaVersion: '1.0', CodePage: 1252, LocaleID: 1033 },
    xmlElement('Type', {}, escapeXml(type)),
    values('Properties', 'Property', properties),
    values('Qualifiers', 'Qualifier', qualifiers),
  )
}
