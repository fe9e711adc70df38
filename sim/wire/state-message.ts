import { cimDatetime, parseCimDatetime } from './text.ts'
import { descend, escapeXml, parseXml, xmlElement, type XmlElement } from './xml.ts'
import type { Basis } from '../vocabulary/basis.ts'

/**
 * The topic types of state messages, by number: those of 2007 ("Topic", cc144915; "SMS_StateInformation Server WMI
 * Class", cc144885) and, from 800 on, those that clients send to a fallback status point, which only the later
 * versions' list ("State messages in Configuration Manager") numbers.
 */
export const stateMessageTopics: Readonly<Record<number, string>> = {
  100: 'state migration',
  200: 'Network Access Protection',
  300: 'assignment compliance',
  301: 'assignment enforcement',
  302: 'assignment evaluation',
  400: 'software update detection',
  401: 'compliance',
  402: 'software updates installation',
  403: 'desired configuration management scan status',
  // cc144915 calls it "State System timing message", cc144885 "Software update detection".
  500: 'software update detection (state system timing)',
  501: 'software update scan status',
  600: 'PXE',
  700: 'client status by a fallback status point',
  800: 'client deployment',
  1000: "client's communication with its management point",
  1001: "client's certificate",
  1100: 'native mode readiness',
}

/**
 * State messages in their report, as clients post it to a management point or a fallback status point
 * ("Configuration Manager State Message XML", cc143783).
 */
export interface StateMessageReport {
  machine: ReportingMachine
  /** When the report was made. */
  date?: Date
  /** One or more. */
  messages: readonly StateMessage[]
}

export interface ReportingMachine {
  netBiosName: string
  /** Whether the client software is installed. */
  clientInstalled: boolean
  /** `GUID:...`; absent while the client has none. */
  clientId?: string
  /** `4.00.6487.2000`. */
  clientVersion?: string
}

/** "StateMessage", cc145491. */
export interface StateMessage {
  /** When the state changed; absent when that is unreadable. */
  time?: Date
  /** Counts the messages that the client has sent since it was installed. */
  serialNumber: number
  topic: { id: string; type: number; idType: number }
  state: { id: number; criticality: number }
  details?: string
  /** The parameters that came with it, in their order. */
  parameters: readonly string[]
}

/** undefined when the text is not a report with state messages. */
export function parseStateMessageReport(xml: string): StateMessageReport | undefined {
  const report = parseXml(xml)
  if (report?.name !== 'Report') return undefined
  const machine = descend(report, 'ReportHeader', 'Identification', 'Machine')
  const written = descend(report, 'ReportBody')?.children.filter(({ name }) => name === 'StateMessage') ?? []
  const messages = written.map(parseStateMessage).filter((message) => message !== undefined)
  // One unreadable message makes the report unreadable: otherwise it would be lost unnoticed.
  if (messages.length === 0 || messages.length < written.length) return undefined
  const date = parseCimDatetime(textAt(report, 'ReportHeader', 'ReportDetails', 'Date'))
  return { machine: parseMachine(machine), ...(date && { date }), messages }
}

function parseMachine(machine: XmlElement | undefined): ReportingMachine {
  const clientId = textAt(machine, 'ClientID')
  const clientVersion = textAt(machine, 'ClientVersion')
  return {
    netBiosName: textAt(machine, 'NetBIOSName'),
    clientInstalled: textAt(machine, 'ClientInstalled') === '1',
    ...(clientId !== '' && { clientId }),
    ...(clientVersion !== '' && { clientVersion }),
  }
}

function parseStateMessage(message: XmlElement): StateMessage | undefined {
  const topic = descend(message, 'Topic')?.attributes
  const state = descend(message, 'State')?.attributes
  const serialNumber = parseNumber(message.attributes.SerialNumber)
  const type = parseNumber(topic?.Type)
  const id = parseNumber(state?.ID)
  if (serialNumber === undefined || type === undefined || id === undefined) return undefined
  const time = parseCimDatetime(message.attributes.MessageTime ?? '')
  const details = descend(message, 'StateDetails')?.text
  const parameters = descend(message, 'UserParameters')?.children.filter(({ name }) => name === 'Param') ?? []
  return {
    ...(time && { time }),
    serialNumber,
    topic: { id: topic?.ID ?? '', type, idType: parseNumber(topic?.IDType) ?? 0 },
    state: { id, criticality: parseNumber(state?.Criticality) ?? 0 },
    ...(details !== undefined && { details }),
    parameters: parameters.map(({ text }) => text),
  }
}

function textAt(element: XmlElement | undefined, ...path: readonly string[]): string {
  return descend(element, ...path)?.text.trim() ?? ''
}

function parseNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined
}

export function serializeStateMessageReport({ machine, date, messages }: StateMessageReport): string {
  return xmlElement(
    'Report',
    {},
    xmlElement(
      'ReportHeader',
      {},
      xmlElement('Identification', {}, serializeMachine(machine)),
      xmlElement(
        'ReportDetails',
        {},
        textElement('ReportContent', 'State Message Data'),
        textElement('ReportType', 'Full'),
        textElement('Date', date && cimDatetime(date)),
        textElement('Version', '1.0'),
        textElement('Format', '1.0'),
      ),
    ),
    xmlElement('ReportBody', {}, ...messages.map(serializeStateMessage)),
  )
}

function serializeMachine({
  netBiosName,
  clientInstalled,
  clientId,
  clientVersion,
}: ReportingMachine): string {
  return xmlElement(
    'Machine',
    {},
    textElement('ClientInstalled', clientInstalled ? '1' : '0'),
    textElement('ClientType', '1'),
    textElement('ClientID', clientId),
    textElement('ClientVersion', clientVersion),
    textElement('NetBIOSName', netBiosName),
    textElement('CodePage', '437'),
    textElement('SystemDefaultLCID', '1033'),
  )
}

function serializeStateMessage({
  time,
  serialNumber,
  topic,
  state,
  details,
  parameters,
}: StateMessage): string {
  return xmlElement(
    'StateMessage',
    { MessageTime: time && cimDatetime(time), SerialNumber: serialNumber },
    xmlElement('Topic', { ID: topic.id, Type: topic.type, IDType: topic.idType }),
    xmlElement('State', { ID: state.id, Criticality: state.criticality }),
    ...(details === undefined ? [] : [xmlElement('StateDetails', { Type: 1 }, escapeXml(details))]),
    xmlElement(
      'UserParameters',
      { Flags: 0, Count: parameters.length },
      ...parameters.map((parameter) => textElement('Param', parameter)),
    ),
  )
}

function textElement(name: string, text: string | undefined): string {
  return text === undefined ? '' : xmlElement(name, {}, escapeXml(text))
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'State messages (cc144885 and other public sources)',
  },
]
