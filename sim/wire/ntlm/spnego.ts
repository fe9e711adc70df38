import { serializeValue, parseValue, parseValues, universal, type BerValue } from '../../encoding/ber.ts'

/** Object identifiers in hexadecimal, as encoded, without tag and length. */
export const mechanisms = {
  /** 1.3.6.1.4.1.311.2.2.10, [MS-NLMP]. */
  ntlm: '2b06010401823702020a',
} as const

const spnego = Buffer.from('2b0601050502', 'hex')

/** The state of the negotiation after an answer (RFC 4178, 4.2.2). */
export const negotiationStates = { accepted: 0, incomplete: 1, rejected: 2 } as const

/** The first offer of a negotiation, or an answer to it (RFC 4178). */
export type SpnegoToken =
  | {
      kind: 'init'
      /** The best first. */
      mechanisms: string[]
      /** The first message of the first mechanism. */
      token?: Buffer
    }
  | {
      kind: 'response'
      /** One of `negotiationStates`. */
      state?: number
      /** The mechanism that was chosen. */
      mechanism?: string
      token?: Buffer
    }

const tags = { ...universal, application: 0x60, context: 0xa0 } as const

/** A token in which a length takes four bytes is too long for any message that could carry it. */
const mostLengthBytes = 3

/** The value that the bytes begin with; undefined when there is none. */
export function parseDer(bytes: Buffer): BerValue | undefined {
  return parseValue(bytes, mostLengthBytes)
}

export function serializeSpnego(token: SpnegoToken): Buffer {
  if (token.kind === 'init') {
    const names = token.mechanisms.map((name) =>
      serializeValue(tags.objectIdentifier, Buffer.from(name, 'hex')),
    )
    const fields = [
      field(0, serializeValue(tags.sequence, ...names)),
      ...(token.token ? [field(2, serializeValue(tags.octetString, token.token))] : []),
    ]
    const init = field(0, serializeValue(tags.sequence, ...fields))
    return serializeValue(tags.application, serializeValue(tags.objectIdentifier, spnego), init)
  }
  const { state, mechanism, token: inner } = token
  const fields = [
    ...(state === undefined ? [] : [field(0, serializeValue(tags.enumerated, Buffer.from([state])))]),
    ...(mechanism === undefined
      ? []
      : [field(1, serializeValue(tags.objectIdentifier, Buffer.from(mechanism, 'hex')))]),
    ...(inner ? [field(2, serializeValue(tags.octetString, inner))] : []),
  ]
  return field(1, serializeValue(tags.sequence, ...fields))
}

function field(number: number, value: Buffer): Buffer {
  return serializeValue(tags.context + number, value)
}

/** undefined when it is neither an offer nor an answer. */
export function parseSpnego(bytes: Buffer): SpnegoToken | undefined {
  const outer = parseDer(bytes)
  if (outer?.tag === tags.context + 1) return parseResponse(outer.content)
  if (outer?.tag !== tags.application) return undefined
  const oid = parseDer(outer.content)
  if (oid?.tag !== tags.objectIdentifier || !oid.content.equals(spnego)) return undefined
  const init = parseDer(outer.content.subarray(oid.bytes.length))
  return init?.tag === tags.context ? parseInit(init.content) : undefined
}

function parseInit(bytes: Buffer): SpnegoToken | undefined {
  const fields = fieldsOf(bytes)
  const list = fields && parseDer(fields.get(0) ?? Buffer.alloc(0))
  const names = list?.tag === tags.sequence ? parseValues(list.content, mostLengthBytes) : undefined
  if (!names || names.some(({ tag }) => tag !== tags.objectIdentifier)) return undefined
  const token = valueOf(fields?.get(2), tags.octetString)
  return {
    kind: 'init',
    mechanisms: names.map(({ content }) => content.toString('hex')),
    ...(token && { token }),
  }
}

function parseResponse(bytes: Buffer): SpnegoToken | undefined {
  const fields = fieldsOf(bytes)
  if (!fields) return undefined
  const state = valueOf(fields.get(0), tags.enumerated)?.[0]
  const mechanism = valueOf(fields.get(1), tags.objectIdentifier)?.toString('hex')
  const token = valueOf(fields.get(2), tags.octetString)
  return {
    kind: 'response',
    ...(state !== undefined && { state }),
    ...(mechanism !== undefined && { mechanism }),
    ...(token && { token }),
  }
}

/** The contents of a sequence of numbered fields, by number. */
function fieldsOf(bytes: Buffer): Map<number, Buffer> | undefined {
  const sequence = parseDer(bytes)
  const values = sequence?.tag === tags.sequence ? parseValues(sequence.content, mostLengthBytes) : undefined
  return values && new Map(values.map(({ tag, content }) => [tag - tags.context, content]))
}

function valueOf(field: Buffer | undefined, tag: number): Buffer | undefined {
  const value = field && parseDer(field)
  return value?.tag === tag ? value.content : undefined
}
