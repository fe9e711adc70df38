import { ask, UnexpectedReplyError, type Conversation } from '../../../sim/client/transports/http.ts'
import {
  incomingDirectory,
  uploadProtocol,
  serializeFragmentRange,
  type PacketType,
} from '../../../sim/wire/management-point/bits-upload.ts'

const longestFragment = 256 * 1024

/** Uploads a file to a management point by BITS, in fragments. */
export function upload(name: string, bytes: Buffer): Conversation {
  return async (say) => {
    const packet = (type: PacketType, headers: Record<string, string>, body?: Buffer) =>
      ask(say, {
        method: 'BITS_POST',
        path: `${incomingDirectory}/${encodeURIComponent(name)}`,
        headers: { 'BITS-Packet-Type': type, 'Content-Length': String(body?.length ?? 0), ...headers },
        ...(body && { body }),
      })
    const created = await packet('Create-Session', { 'BITS-Supported-Protocols': uploadProtocol })
    const id = created.headers['bits-session-id']
    if (id === undefined) throw new UnexpectedReplyError(created, 'the upload was given no session')
    const session = { 'BITS-Session-Id': id }
    for (let first = 0; first < bytes.length;) {
      const fragment = bytes.subarray(first, first + longestFragment)
      const range = serializeFragmentRange({ first, total: bytes.length }, fragment.length)
      const reply = await packet('Fragment', { ...session, 'Content-Range': range }, fragment)
      const next = Number(reply.headers['bits-received-content-range'])
      // Or it would send the same again and again.
      if (!(next > first && next <= bytes.length))
        throw new UnexpectedReplyError(reply, 'a fragment of the upload was not taken')
      first = next
    }
    await packet('Close-Session', session)
  }
}
