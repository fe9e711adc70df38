import {
  printBytes,
  printNumber,
  printText,
  printValue,
  readBytes,
  readInside,
  readNumber,
  readText,
  readValues,
  type BerValue,
} from '../../encoding/ber.ts'

/** RFC 4511, 4.2. */
export interface BindRequest {
  /** 3. */
  version: number
  /** The name of an entry; empty for nobody. */
  name: string
  /** What a SASL mechanism says itself is passed over: none is spoken here. */
  authentication: { kind: 'simple'; password: Buffer } | { kind: 'sasl'; mechanism: string }
}

const tags = { simple: 0x80, sasl: 0xa3 } as const

export function printBindRequest({ version, name, authentication }: BindRequest): Buffer {
  const credentials =
    authentication.kind === 'simple'
      ? printBytes(authentication.password, tags.simple)
      : printValue(tags.sasl, printText(authentication.mechanism))
  return Buffer.concat([printNumber(version), printText(name), credentials])
}

export function parseBindRequest(content: Buffer): BindRequest | undefined {
  const [first, second, third, ...more] = readValues(content) ?? []
  const version = readNumber(first)
  const name = readText(second)
  const authentication = readAuthentication(third)
  if (version === undefined || name === undefined || !authentication || more.length > 0) return undefined
  return { version, name, authentication }
}

function readAuthentication(value: BerValue | undefined): BindRequest['authentication'] | undefined {
  const password = readBytes(value, tags.simple)
  if (password) return { kind: 'simple', password }
  const [first] = readInside(value, tags.sasl) ?? []
  const mechanism = readText(first)
  return mechanism === undefined ? undefined : { kind: 'sasl', mechanism }
}
