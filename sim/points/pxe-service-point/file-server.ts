import type { RemoteInfo, Socket } from 'node:dgram'
import { once } from 'node:events'
import type { EndEvidence } from '../../evidence/attempt.ts'
import { errorCodes, parseTftpPacket, serializeTftpPacket } from '../../wire/tftp/packet.ts'
import { agree } from './agree.ts'
import { boundSocket, closeSocket, listen } from './bound-socket.ts'
import type { Exchange, Exchanges } from './exchanges.ts'
import { transfer, type Agreement } from './transfer.ts'

/** Of transfers at a time; whoever asks meanwhile is not answered, and will ask again. */
export const mostTransfers = 256

/** TFTP, to read only (RFC 1350), at a socket that stays the caller's. Each transfer has a socket of its own. */
export function serveFiles(
  socket: Socket,
  fileAt: (path: string) => Buffer | undefined,
  exchanges: Exchanges,
): { close(): Promise<void> } {
  const { address, port } = socket.address()
  /** What stops them, by the client's address and port; undefined while a socket is being opened. */
  const transfers = new Map<string, (() => void) | undefined>()
  const running = new Set<Promise<void>>()
  let closed = false

  listen(socket, (bytes, client) => {
    const key = `${client.address}:${client.port}`
    // A request that is sent again: its transfer goes on by itself.
    if (transfers.has(key)) return
    const request = parseTftpPacket(bytes)
    if (request?.kind === 'read' && transfers.size >= mostTransfers) return
    const exchange = exchanges.heard(client, port)
    if (request?.kind !== 'read' && request?.kind !== 'write') {
      // Not even an error in answer: two servers would send each other errors for ever.
      exchange.over(failed('TFTP_MALFORMED', `not answered: ${bytes.length} bytes came that are no request`))
      return
    }
    const refuse = (code: number, evidence: string, message: string): void => {
      exchange.over(failed(evidence, message))
      // Whoever asked from a port that is gone cannot be told.
      const error = serializeTftpPacket({ kind: 'error', code, message })
      socket.send(error, client.port, client.address, () => undefined)
    }
    if (request.kind === 'write') {
      refuse(errorCodes.accessViolation, 'TFTP_WRITE_REFUSED', 'boot files are read only')
    } else if (request.mode !== 'octet') {
      refuse(errorCodes.illegalOperation, 'TFTP_MODE_REFUSED', 'boot files are sent in octet mode only')
    } else {
      const content = fileAt(request.file)
      // The name is cut: an error is no longer than a request.
      const name = request.file.slice(0, 128)
      if (!content) refuse(errorCodes.fileNotFound, 'TFTP_FILE_NOT_FOUND', `there is no boot file ${name}`)
      else begin(key, client, exchange, content, agree(request.options, content.length))
    }
  })

  function begin(
    key: string,
    client: RemoteInfo,
    exchange: Exchange,
    content: Buffer,
    agreement: Agreement,
  ): void {
    transfers.set(key, undefined)
    const run = send(key, client, content, agreement)
      .catch((error: unknown) => failed('TFTP_NO_SOCKET', String(error)))
      .then((wrong) => {
        transfers.delete(key)
        running.delete(run)
        exchange.over(wrong)
      })
    running.add(run)
  }

  /** From a port of its own, by which the client knows the transfer (RFC 1350 section 4). */
  async function send(
    key: string,
    { address: clientAddress, port: clientPort }: RemoteInfo,
    content: Buffer,
    agreement: Agreement,
  ): Promise<EndEvidence | undefined> {
    const own = await boundSocket(address, 0)
    try {
      own.connect(clientPort, clientAddress)
      await once(own, 'connect')
      if (closed) return undefined
      const { ended, stop } = transfer(own, content, agreement)
      transfers.set(key, stop)
      return await ended
    } finally {
      own.close()
    }
  }

  return {
    async close() {
      closed = true
      for (const stop of transfers.values()) stop?.()
      await closeSocket(socket)
      await Promise.all(running)
    },
  }
}

function failed(code: string, message: string): EndEvidence {
  return { stage: 'pxe', code, message }
}
