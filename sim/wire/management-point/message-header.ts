import { descend, escapeXml, parseXml, xmlElement, type XmlElement } from '../xml.ts'

/**
 * The header of a message to or from a management point. Not documented; the shape is what public clients of the
 * protocol send and accept.
 */
export interface MessageHeader {
  /** `{GUID}`. */
  id: string
  /** In a reply: the id of the request. */
  correlationId?: string
  /** `MP_LocationManager`, whatever the case. */
  endpoint: string
  /** `mp:MP_LocationManager`; of a reply, where the request wanted it. */
  targetAddress: string
  targetHost: string
  sourceHost: string
  /** `GUID:...`; absent until the client is registered. */
  sourceId?: string
  replyTo?: string
  /** `2007-08-22T09:30:00Z`. */
  sentTime?: string
  /** Bytes of the body once inflated, as the header has them. */
  bodyLength: number
  /** Whether the body is compressed with zlib, and whether the reply may be. */
  compressed: boolean
  replyCompressed: boolean
  /** The properties by which the client proves its identity, by name. */
  authentication?: Readonly<Record<string, string>>
}

const noCorrelation = '{00000000-0000-0000-0000-000000000000}'

/** undefined when the text is not a header, or lacks the endpoint or the length, which every message needs. */
export function parseMessageHeader(xml: string): MessageHeader | undefined {
  const message = parseXml(xml)
  if (message?.name !== 'Msg') return undefined
  const targetAddress = textOf(message, 'TargetAddress') ?? ''
  const endpoint = textOf(message, 'TargetEndpoint') ?? targetAddress.replace(/^mp:/i, '')
  const length = descend(message, 'Body')?.attributes.Length ?? ''
  if (endpoint === '' || !/^\d{1,10}$/.test(length)) return undefined
  const hooks = descend(message, 'Hooks')?.children ?? []
  const hook = (name: string) => hooks.find(({ attributes }) => attributes.Name?.toLowerCase() === name)
  const correlationId = textOf(message, 'CorrelationID')
  const authentication = hook('clientauth')
  return {
    id: textOf(message, 'ID') ?? '',
    ...(correlationId !== undefined && correlationId !== noCorrelation && { correlationId }),
    endpoint,
    targetAddress,
    targetHost: textOf(message, 'TargetHost') ?? '',
    sourceHost: textOf(message, 'SourceHost') ?? '',
    ...present('sourceId', textOf(message, 'SourceID')),
    ...present('replyTo', textOf(message, 'ReplyTo')),
    ...present('sentTime', textOf(message, 'SentTime')),
    bodyLength: Number(length),
    compressed: hook('zlib-compress') !== undefined,
    replyCompressed: message.attributes.ReplyCompression?.toLowerCase() === 'zlib',
    ...(authentication && { authentication: propertiesOf(authentication) }),
  }
}

function present<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, string>)
}

function propertiesOf(hook: XmlElement): Record<string, string> {
  return Object.fromEntries(
    hook.children
      .filter(({ name }) => name === 'Property')
      .map(({ attributes, text }) => [attributes.Name ?? '', text.trim()]),
  )
}

/** undefined for an element that is absent or empty. */
function textOf(message: XmlElement, name: string): string | undefined {
  const text = descend(message, name)?.text.trim()
  return text === '' ? undefined : text
}

export function serializeMessageHeader(header: MessageHeader): string {
  const { authentication, compressed, sourceId, replyTo, sentTime } = header
  return xmlElement(
    'Msg',
    { ReplyCompression: header.replyCompressed ? 'zlib' : undefined, SchemaVersion: '1.1' },
    xmlElement('Body', { Type: 'ByteRange', Length: header.bodyLength, Offset: 0 }),
    textElement('CorrelationID', header.correlationId ?? noCorrelation),
    xmlElement(
      'Hooks',
      {},
      authentication ? serializeAuthentication(authentication) : '',
      compressed ? xmlElement('Hook3', { Name: 'zlib-compress' }) : '',
    ),
    textElement('ID', header.id),
    xmlElement('Payload', { Type: 'inline' }),
    textElement('Priority', '0'),
    textElement('Protocol', 'http'),
    textElement('ReplyMode', 'Sync'),
    textElement('ReplyTo', replyTo),
    textElement('SentTime', sentTime),
    textElement('SourceID', sourceId),
    textElement('SourceHost', header.sourceHost),
    textElement('TargetAddress', header.targetAddress),
    textElement('TargetEndpoint', header.endpoint),
    textElement('TargetHost', header.targetHost),
    // Milliseconds.
    textElement('Timeout', '60000'),
  )
}

function serializeAuthentication(properties: Readonly<Record<string, string>>): string {
  const written = Object.entries(properties).map(([name, value]) =>
    xmlElement('Property', { Name: name }, escapeXml(value)),
  )
  return xmlElement('Hook2', { Name: 'clientauth' }, ...written)
}

function textElement(name: string, text: string | undefined): string {
  return text === undefined ? '' : xmlElement(name, {}, escapeXml(text))
}
