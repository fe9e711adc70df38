import { dateOfFileTime, fileTimeOf } from './file-time.ts'

/**
 * Structures of fields at fixed offsets. A layout states each offset once, and both the parser and the serializer follow
 * from it:
 *
 *     const header = struct(8, { magic: constant(u32le(0), 0x424d53fe), length: u16le(4) })
 */
export interface Struct<Values> {
  /** Bytes of the fixed part. */
  length: number
  /** undefined for too few bytes, a constant that is not there, and a field that holds no value of its kind. */
  parse: (bytes: Buffer) => Values | undefined
  /** The fixed part, zeros where there is no field, and behind it what the fields append. */
  serialize: (values: Values) => Buffer
}

/** The bytes that hold one value, and how they hold it. */
export interface Field<Value> {
  /** Offset of the first byte behind the field. */
  end: number
  parse(bytes: Buffer): Value | undefined
  serialize(value: Value, output: Output): void
}

/** Bytes that are always the same, and no part of the values. */
export interface Constant {
  end: number
  isIn(bytes: Buffer): boolean
  put(output: Output): void
}

export interface Output {
  fixed: Buffer
  /** Puts bytes behind the fixed part and what was appended before. Returns their offset. */
  append(bytes: Buffer): number
}

export type Fields = Readonly<Record<string, Field<unknown> | Constant>>

export type Values<F extends Fields> = {
  -readonly [Name in keyof F as F[Name] extends Constant ? never : Name]: F[Name] extends Field<infer Value>
    ? Value
    : never
}

/** The values of a layout's structures. */
export type ValuesOf<Layout> = Layout extends { parse: (bytes: Buffer) => infer Parsed }
  ? Exclude<Parsed, undefined>
  : never

export function struct<F extends Fields>(length: number, fields: F): Struct<Values<F>> {
  const entries = Object.entries(fields)
  const shortest = Math.max(...entries.map(([, { end }]) => end))
  return {
    length,
    parse(bytes) {
      if (bytes.length < shortest) return undefined
      const values: Record<string, unknown> = {}
      for (const [name, field] of entries) {
        if ('isIn' in field) {
          if (!field.isIn(bytes)) return undefined
          continue
        }
        const value = field.parse(bytes)
        if (value === undefined) return undefined
        values[name] = value
      }
      return values as Values<F>
    },
    serialize(values) {
      const fixed = Buffer.alloc(length)
      const tail: Buffer[] = []
      let end = length
      function append(bytes: Buffer): number {
        tail.push(bytes)
        end += bytes.length
        return end - bytes.length
      }
      for (const [name, field] of entries) {
        if ('isIn' in field) field.put({ fixed, append })
        else field.serialize((values as Record<string, unknown>)[name], { fixed, append })
      }
      return Buffer.concat([fixed, ...tail])
    },
  }
}

function plain<Value>(
  length: number,
  parse: (bytes: Buffer, at: number) => Value,
  serialize: (bytes: Buffer, value: Value, at: number) => unknown,
): (at: number) => Field<Value> {
  return (at) => ({
    end: at + length,
    parse: (bytes) => parse(bytes, at),
    serialize: (value, { fixed }) => void serialize(fixed, value, at),
  })
}

export const u8 = plain(
  1,
  (bytes, at) => bytes.readUInt8(at),
  (bytes, value: number, at) => bytes.writeUInt8(value, at),
)
export const u16le = plain(
  2,
  (bytes, at) => bytes.readUInt16LE(at),
  (bytes, value: number, at) => bytes.writeUInt16LE(value, at),
)
export const u32le = plain(
  4,
  (bytes, at) => bytes.readUInt32LE(at),
  (bytes, value: number, at) => bytes.writeUInt32LE(value, at),
)
export const u64le = plain(
  8,
  (bytes, at) => bytes.readBigUInt64LE(at),
  (bytes, value: bigint, at) => bytes.writeBigUInt64LE(value, at),
)
export const u16be = plain(
  2,
  (bytes, at) => bytes.readUInt16BE(at),
  (bytes, value: number, at) => bytes.writeUInt16BE(value, at),
)
export const u32be = plain(
  4,
  (bytes, at) => bytes.readUInt32BE(at),
  (bytes, value: number, at) => bytes.writeUInt32BE(value, at),
)
export const u64be = plain(
  8,
  (bytes, at) => bytes.readBigUInt64BE(at),
  (bytes, value: bigint, at) => bytes.writeBigUInt64BE(value, at),
)

export function bytesAt(at: number, length: number): Field<Buffer> {
  return {
    end: at + length,
    parse: (bytes) => bytes.subarray(at, at + length),
    serialize: (value, { fixed }) => void value.copy(fixed, at),
  }
}

/** A field whose values the program holds in another form than the wire does. */
export function converted<Written, Value>(
  field: Field<Written>,
  parse: (written: Written) => Value | undefined,
  serialize: (value: Value) => Written,
): Field<Value> {
  return {
    end: field.end,
    parse(bytes) {
      const written = field.parse(bytes)
      return written === undefined ? undefined : parse(written)
    },
    serialize: (value, output) => field.serialize(serialize(value), output),
  }
}

/** Little-endian UTF-16 without a byte order mark. Half a character is no text. */
export function utf16(field: Field<Buffer>): Field<string> {
  return converted(
    field,
    (bytes) => (bytes.length % 2 === 0 ? bytes.toString('utf16le') : undefined),
    (text) => Buffer.from(text, 'utf16le'),
  )
}

/** A little-endian FILETIME, the byte order of Windows' own protocols. */
export function fileTimeLe(at: number): Field<Date> {
  return converted(u64le(at), dateOfFileTime, fileTimeOf)
}

/** A FILETIME in network byte order. */
export function fileTimeBe(at: number): Field<Date> {
  return converted(u64be(at), dateOfFileTime, fileTimeOf)
}

/** A structure within another. */
export function nested<Value>(at: number, { length, parse, serialize }: Struct<Value>): Field<Value> {
  return {
    end: at + length,
    parse: (bytes) => parse(bytes.subarray(at)),
    serialize: (value, { fixed }) => void serialize(value).copy(fixed, at),
  }
}

/** A fixed value: bytes that lack it are not such a structure. */
export function constant<Value extends number | bigint | Buffer>(
  field: Field<Value>,
  value: Value,
): Constant {
  return {
    ...preset(field, value),
    isIn(bytes) {
      const found = field.parse(bytes)
      return Buffer.isBuffer(found) && Buffer.isBuffer(value) ? found.equals(value) : found === value
    },
  }
}

/** A value that is written each time, and ignored when it is read. */
export function preset<Value>(field: Field<Value>, value: Value): Constant {
  return { end: field.end, isIn: () => true, put: (output) => field.serialize(value, output) }
}
