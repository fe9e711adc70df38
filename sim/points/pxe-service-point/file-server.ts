import { once } from 'node:events'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
import type { ConnectionEnds } from '../../evidence/connection.ts'
import { limits } from '../../limits.ts'
import type { Listener } from '../../net/listener.ts'
import { bindUdp, openUdpServer, type UdpServerOptions } from '../../net/udp-server.ts'
import { errorCodes, parseTftpPacket, serializeTftpPacket } from '../../wire/tftp/packet.ts'
import type { BootFault } from './boot-faults.ts'
import { agree, transfer, type Agreement } from './transfer.ts'
import type { Exchange, Exchanges } from './exchanges.ts'

/** Simultaneous transfers; further requests are ignored, and clients repeat them. */
export const mostTransfers = limits.bootTransfers.value

/** Read-only TFTP (RFC 1350). Each transfer has a socket of its own. */
export async function openFileServer(
  options: UdpServerOptions,
  fileAt: (path: string) => Buffer | undefined,
  exchanges: Exchanges,
  fault: () => BootFault,
): Promise<Listener> {
  /** Functions that stop each transfer, by the client's address and port; undefined while its socket opens. */
  const transfers = new Map<string, (() => void) | undefined>()
  const running = new Set<Promise<void>>()
  let closed = false

  const listener = await openUdpServer(options, (bytes, ends, reply) => {
    const key = `${ends.clientAddress}:${ends.clientPort}`
    // Ignore a repeated request: its transfer is in progress.
    if (transfers.has(key)) return
    const request = parseTftpPacket(bytes)
    if (request?.kind === 'read' && transfers.size >= mostTransfers) return
    const exchange = exchanges.received(ends)
    if (request?.kind !== 'read' && request?.kind !== 'write') {
      // Send no error either, or two servers could send each other errors for ever.
      exchange.end(
        failed('TFTP_MALFORMED', `not answered: received ${bytes.length} bytes that are not a request`),
      )
      return
    }
    const refuse = (code: number, evidence: string, message: string): void => {
      exchange.replied()
      exchange.end(failed(evidence, message))
      reply(serializeTftpPacket({ kind: 'error', code, message }))
    }
    const { opening, hidesFiles } = fault()
    if (opening?.error !== undefined) {
      refuse(opening.error, opening.code, opening.message)
    } else if (opening) {
      exchange.end(opening)
    } else if (request.kind === 'write') {
      refuse(errorCodes.accessViolation, 'TFTP_WRITE_REFUSED', 'boot files are read-only')
    } else if (request.mode !== 'octet') {
      refuse(errorCodes.illegalOperation, 'TFTP_MODE_REFUSED', 'boot files are sent in octet mode only')
    } else {
      const content = hidesFiles ? undefined : fileAt(request.file)
      // Cut the name, so that the error is no longer than a request.
      const name = request.file.slice(0, 128)
      if (!content) refuse(errorCodes.fileNotFound, 'TFTP_FILE_NOT_FOUND', `there is no boot file ${name}`)
      else begin(key, ends, exchange, content, agree(request.options, content.length))
    }
  })

  function begin(
    key: string,
    ends: ConnectionEnds,
    exchange: Exchange,
    content: Buffer,
    agreement: Agreement,
  ): void {
    transfers.set(key, undefined)
    const run = send(key, ends, content, agreement, exchange.replied)
      .catch((error: unknown) => {
        exchange.failed(error)
        return failed('TFTP_NO_SOCKET', String(error))
      })
      .then((wrong) => {
        transfers.delete(key)
        running.delete(run)
        exchange.end(wrong)
      })
    running.add(run)
  }

  /** From a port of its own, by which the client knows the transfer (RFC 1350 section 4). */
  async function send(
    key: string,
    { clientAddress, clientPort, serverAddress }: ConnectionEnds,
    content: Buffer,
    agreement: Agreement,
    whole: () => void,
  ): Promise<EndEvidence | undefined> {
    const own = await bindUdp(serverAddress, 0)
    try {
      own.connect(clientPort, clientAddress)
      await once(own, 'connect')
      if (closed) return undefined
      const { stalls = false } = fault()
      const { ended, stop } = transfer(own, content, { ...agreement, stalls }, whole)
      transfers.set(key, stop)
      return await ended
    } finally {
      own.close()
    }
  }

  return {
    ...listener,
    async close() {
      closed = true
      for (const stop of transfers.values()) stop?.()
      await listener.close()
      await Promise.all(running)
    },
  }
}

function failed(code: string, message: string): EndEvidence {
  return { stage: 'pxe', code, message }
}
