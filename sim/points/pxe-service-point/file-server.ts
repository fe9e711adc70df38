import { once } from 'node:events'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
import type { ConnectionEnds } from '../../evidence/connection.ts'
import { limits } from '../../limits.ts'
import type { Behaviour } from '../../net/behaviour.ts'
import { asUsual, createDatagramAnswers } from '../../net/datagram-answers.ts'
import type { Met } from '../../net/scripts.ts'
import type { Listener } from '../../net/listener.ts'
import { mailBanner } from '../../net/faults.ts'
import { bindUdp, openUdpServer, type UdpServerOptions } from '../../net/udp-server.ts'
import { numberOfError, type AskedRequest } from '../../vocabulary/misbehaviour.ts'
import { tftpErrors } from '../../vocabulary/error-codes.ts'
import { parseTftpPacket, serializeTftpPacket, type TftpOptions } from '../../wire/tftp/packet.ts'
import type { BootFault } from './boot-faults.ts'
import { agree, transfer, type Manner } from './transfer.ts'
import type { Exchange, Exchanges } from './exchanges.ts'

/** Simultaneous transfers; further requests are ignored, and clients repeat them. */
export const mostTransfers = limits.bootTransfers.value

/** What an error says that a script asks for. */
const asAsked = 'the server was asked to refuse the file'

/** A client that has requested a file. */
interface Requesting {
  /** Its address and port. */
  key: string
  ends: ConnectionEnds
  exchange: Exchange
  reply(bytes: Buffer): void
}

/** Read-only TFTP (RFC 1350). Each transfer has a socket of its own. */
export async function openFileServer(
  { behaviour, ...options }: UdpServerOptions & { behaviour?: Behaviour | undefined },
  fileAt: (path: string) => Buffer | undefined,
  exchanges: Exchanges,
  fault: () => BootFault,
): Promise<Listener> {
  /** Functions that stop each transfer, by the client's address and port; undefined while its socket opens. */
  const transfers = new Map<string, (() => void) | undefined>()
  const running = new Set<Promise<void>>()
  const answers = createDatagramAnswers({ fqdn: options.fqdn, protocol: 'tftp', behaviour })
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
    const { opening, hidesFiles, stalls = false } = fault()
    if (opening?.error !== undefined) {
      refuse(opening.error, opening.code, opening.message)
    } else if (opening) {
      exchange.end(opening)
    } else if (request.kind === 'write') {
      refuse(tftpErrors.accessViolation, 'TFTP_WRITE_REFUSED', 'boot files are read-only')
    } else if (request.mode !== 'octet') {
      refuse(tftpErrors.illegalOperation, 'TFTP_MODE_REFUSED', 'boot files are sent in octet mode only')
    } else {
      const content = hidesFiles ? undefined : fileAt(request.file)
      // Cut the name, so that the error is no longer than a request.
      const name = request.file.slice(0, 128)
      if (!content) {
        refuse(tftpErrors.fileNotFound, 'TFTP_FILE_NOT_FOUND', `there is no boot file ${name}`)
        return
      }
      const asked = (): AskedRequest => ({ path: `/${request.file.replaceAll('\\', '/')}` })
      const met = stalls ? asUsual : answers.meet(asked, ends.clientAddress, exchange)
      // Repeated while it waits, it is one in progress.
      transfers.set(key, undefined)
      answers.whenDue(met, () => {
        transfers.delete(key)
        answer(met, { content, options: request.options }, { key, ends, exchange, reply })
      })
    }
  })

  /** As it is scripted for the request, or by a transfer. */
  function answer(
    { due, unusually }: Met,
    { content, options }: { content: Buffer; options: TftpOptions },
    client: Requesting,
  ): void {
    const { exchange, reply } = client
    const { error, fault: spoilt } = due ?? {}
    const number = error === undefined ? undefined : numberOfError('tftp', error)
    if (number !== undefined) {
      exchange.replied()
      exchange.end()
      reply(serializeTftpPacket({ kind: 'error', code: number, message: asAsked }))
    } else if (spoilt === 'silent-after-request') {
      // The client may ask again.
      exchange.waits()
    } else if (spoilt === 'garbage-answer') {
      exchange.waits()
      reply(Buffer.from(mailBanner))
    } else {
      const agreement = agree(options, content.length, unusually)
      // A block that is not whole ends the transfer (RFC 1350 section 6).
      const isCut = spoilt === 'truncated'
      const sent = isCut ? content.subarray(0, Math.min(content.length, agreement.blockSize) / 2) : content
      begin(client, sent, {
        ...agreement,
        stalls: spoilt === 'silent-in-answer',
        isRepeated: unusually?.('repeated-answer') !== undefined,
      })
    }
  }

  function begin({ key, ends, exchange }: Requesting, content: Buffer, manner: Manner): void {
    transfers.set(key, undefined)
    const run = send(key, ends, content, manner, exchange.replied)
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
    requested: ConnectionEnds,
    content: Buffer,
    manner: Manner,
    whole: () => void,
  ): Promise<EndEvidence | undefined> {
    const { clientAddress, clientPort, serverAddress } = requested
    const own = await bindUdp(serverAddress, 0)
    try {
      own.connect(clientPort, clientAddress)
      await once(own, 'connect')
      if (closed) return undefined
      const stalls = manner.stalls || fault().stalls === true
      const { traffic } = options.recorder
      const ends = { ...requested, serverPort: own.address().port }
      own.on('message', (bytes) => traffic?.datagram(ends, 'client', bytes))
      const sends = (bytes: Buffer): void => traffic?.datagram(ends, 'server', bytes)
      const { ended, stop } = transfer(own, content, { ...manner, stalls }, { whole, sends })
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
      answers.close()
      for (const stop of transfers.values()) stop?.()
      await listener.close()
      await Promise.all(running)
    },
  }
}

function failed(code: string, message: string): EndEvidence {
  return { stage: 'pxe', code, message }
}
