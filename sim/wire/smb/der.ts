/** One value in DER (X.690), as far as SPNEGO needs it: its tag, what is in it, and what follows. */
export interface DerValue {
  tag: number
  content: Buffer
  rest: Buffer
}

/** undefined when the bytes do not begin with a value. */
export function readDer(bytes: Buffer): DerValue | undefined {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) return undefined
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || lengthBytes > 3 || bytes.length < 2 + lengthBytes) return undefined
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes)
  const start = 2 + lengthBytes
  if (start + length > bytes.length) return undefined
  return { tag, content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) }
}

/** All values in a row; undefined when something is left over. */
export function readDerValues(bytes: Buffer): DerValue[] | undefined {
  const values: DerValue[] = []
  for (let rest = bytes; rest.length > 0;) {
    const value = readDer(rest)
    if (!value) return undefined
    values.push(value)
    rest = value.rest
  }
  return values
}

export function printDer(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  const lengthBytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3
  const head = Buffer.alloc(2 + lengthBytes)
  head.writeUInt8(tag)
  head.writeUInt8(0x80 | lengthBytes, 1)
  head.writeUIntBE(length, 2, lengthBytes)
  return Buffer.concat([head, content])
}
