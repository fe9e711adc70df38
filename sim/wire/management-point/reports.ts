import { cimDatetime, parseCimDatetime } from '../text.ts'
import { descend, escapeXml, parseXml, xmlElement, type XmlElement } from '../xml.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** A discovery data record (DDR), which a client posts to the endpoint MP_DdrEndpoint. */
export interface DiscoveryDataRecord {
  clientId: string
  netBiosName: string
  date?: Date
  /** Discovered properties of the computer, by name. */
  properties: Readonly<Record<string, string>>
}

/** The inventory action "Discovery" of the 2007 SDK, and the name of the attachment with its findings. */
const discoveryAction = '{00000000-0000-0000-0000-000000000003}'

/**
 * `attachment`: the report's body, which the 2007 SDK sends separately; some clients leave it in the report. undefined when
 * the text is not a client's report of the action Discovery.
 */
export function parseDiscoveryDataRecord(xml: string, attachment?: string): DiscoveryDataRecord | undefined {
  const report = parseXml(xml)
  const header = descend(report, 'ReportHeader')
  const textAt = (...path: string[]) => descend(header, ...path)?.text.trim() ?? ''
  const clientId = textAt('Identification', 'Machine', 'ClientID')
  const body = attachment === undefined ? descend(report, 'ReportBody') : parseXml(attachment)
  if (report?.name !== 'Report' || clientId === '' || body?.name !== 'ReportBody') return undefined
  if (textAt('InventoryAction', 'InventoryActionID') !== discoveryAction) return undefined
  const date = parseCimDatetime(textAt('ReportDetails', 'Date'))
  const instances = body.children.filter(({ name }) => name === 'Instance')
  const found = instances
    .flatMap(({ attributes, children }) => children.filter(({ name }) => name === attributes.Class))
    .flatMap(({ children }) => children)
  return {
    clientId,
    netBiosName: textAt('Identification', 'Machine', 'NetBIOSName'),
    ...(date && { date }),
    properties: Object.fromEntries(found.map(({ name, text }) => [name, text])),
  }
}

/** With its body inline. The class that holds the properties is our choice. */
export function serializeDiscoveryDataRecord(record: DiscoveryDataRecord): string {
  const { clientId, netBiosName, date, properties } = record
  const text = (name: string, value: string) => xmlElement(name, {}, escapeXml(value))
  const found = Object.entries(properties).map(([name, value]) => text(name, value))
  const machine = xmlElement(
    'Machine',
    {},
    text('ClientInstalled', '1'),
    text('ClientType', '1'),
    text('ClientID', clientId),
    text('NetBIOSName', netBiosName),
  )
  const details = xmlElement(
    'ReportDetails',
    {},
    text('ReportContent', 'Inventory Data'),
    text('ReportType', 'Full'),
    ...(date ? [text('Date', cimDatetime(date))] : []),
    text('Version', '1.0'),
    text('Format', '1.1'),
  )
  const action = xmlElement(
    'InventoryAction',
    { ActionType: 'Predefined' },
    text('InventoryActionID', discoveryAction),
    text('Description', 'Discovery'),
  )
  const instance = xmlElement(
    'Instance',
    { Content: 'New', Class: 'CCM_DiscoveryData', Namespace: '\\\\.\\root\\ccm\\invagt' },
    xmlElement('CCM_DiscoveryData', {}, ...found),
  )
  return xmlElement(
    'Report',
    {},
    xmlElement('ReportHeader', {}, xmlElement('Identification', {}, machine), details, action),
    xmlElement('ReportBody', {}, instance),
  )
}

/** A status message ("Status" of the 2007 SDK), as a client posts it to the endpoint StatusReceiver. */
export interface StatusMessage {
  /** For example `SMS_Generic_StatusMessage_Info`. */
  type: string
  properties: readonly NamedValue[]
  qualifiers: readonly NamedValue[]
}

interface NamedValue {
  name: string
  value: string
}

/** undefined when the text is not a status message with a type. */
export function parseStatusMessage(xml: string): StatusMessage | undefined {
  const status = parseXml(xml)
  const type = descend(status, 'Type')
  const named = type?.attributes.Name ?? type?.text.trim() ?? ''
  if (status?.name !== 'Status' || named === '') return undefined
  return {
    type: named,
    properties: parseValues(descend(status, 'Properties'), 'Property'),
    qualifiers: parseValues(descend(status, 'Qualifiers'), 'Qualifier'),
  }
}

function parseValues(parent: XmlElement | undefined, child: string): NamedValue[] {
  return (parent?.children ?? [])
    .filter(({ name }) => name === child)
    .map(({ attributes: { Name = '', Value }, text }) => ({ name: Name, value: Value ?? text }))
}

export function serializeStatusMessage({ type, properties, qualifiers }: StatusMessage): string {
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

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the class that holds the properties of a discovery data record',
  },
]
