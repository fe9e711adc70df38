import { struct, u32le, type Field, type Fields, type Values } from '../../encoding/struct.ts'
import { headerLength } from './header.ts'

/** Parses a message of one command, header included, and serializes its body. */
export interface MessageBody<Message> {
  /** undefined when the message has no such body. */
  parse: (message: Buffer) => Message | undefined
  serialize: (message: Message) => Buffer
}

/**
 * A body begins with its structure size. The size is odd where a part of variable length follows the fixed part: it
 * counts one byte of it, so at least one byte has to follow ([MS-SMB2] 2.2).
 */
export function messageBody<F extends Fields>(structureSize: number, fields: F): MessageBody<Values<F>> {
  const fixedLength = structureSize & ~1
  const layout = struct(fixedLength, fields)
  return {
    parse(message) {
      const body = message.subarray(headerLength)
      return body.length >= fixedLength && body.readUInt16LE() === structureSize
        ? layout.parse(body)
        : undefined
    },
    serialize(values) {
      const body = layout.serialize(values)
      body.writeUInt16LE(structureSize)
      return body.length < structureSize ? Buffer.concat([body, Buffer.alloc(1)]) : body
    },
  }
}

/** A part of variable length. Its offset counts from the start of the header. */
export function part(offset: Field<number>, length: Field<number>): Field<Buffer> {
  return {
    end: Math.max(offset.end, length.end),
    parse(body) {
      const [start, size] = [(offset.parse(body) ?? 0) - headerLength, length.parse(body) ?? 0]
      if (size === 0) return Buffer.alloc(0)
      return start < 0 || start + size > body.length ? undefined : body.subarray(start, start + size)
    },
    serialize(bytes, output) {
      offset.serialize(headerLength + output.append(bytes), output)
      length.serialize(bytes.length, output)
    },
  }
}

const emptyBody = messageBody(4, {})

/** Requests and responses of LOGOFF, TREE_DISCONNECT and ECHO hold their size alone ([MS-SMB2] 2.2.7, 2.2.11, 2.2.28). */
export function serializeEmptyBody(): Buffer {
  return emptyBody.serialize({})
}

export function isEmptyBody(message: Buffer): boolean {
  return emptyBody.parse(message) !== undefined
}

/** Bytes that stand right behind the fixed part. */
function behind(length: Field<number>): Field<Buffer> {
  return {
    end: length.end,
    parse: (body) => body.subarray(length.end, length.end + (length.parse(body) ?? 0)),
    serialize(bytes, output) {
      output.append(bytes)
      length.serialize(bytes.length, output)
    },
  }
}

const errorResponse = messageBody(9, { data: behind(u32le(4)) })
export const parseErrorResponse = errorResponse.parse

/** [MS-SMB2] 2.2.2: the status stands in the header, and what else there is to say of the failure in `data`. */
export function serializeErrorResponse(data = Buffer.alloc(0)): Buffer {
  return errorResponse.serialize({ data })
}
