import type { Attempt } from '../../evidence/attempt.ts'
import { connectionKey, type ConnectionEnds } from '../../evidence/connection.ts'
import type { Traffic } from '../../evidence/traffic.ts'
import { limits } from '../../limits.ts'
import { checkGiven } from '../../model/source/options.ts'
import { packageVersion } from '../../shipped.ts'
import { fileHeader, namesBlock, packetBlock, secretsBlock } from '../../wire/pcapng/blocks.ts'
import { ipv4Bytes, udpPacket } from '../../wire/pcapng/packets.ts'
import { otherEnd, placesOf, refusedConnection, tcpFlow } from './tcp-flow.ts'

/** A pcapng file of what goes over the sockets of hierarchies, in the order in which it happens. */
export interface PacketFile {
  /** Begins with a hierarchy; `isAttempting`: whether a simulated client makes an attempt from an address. */
  follow(isAttempting: (clientAddress: string) => boolean): FollowedTraffic
  /** Writes the packets that wait for their attempt to end, without it. */
  flush(): void
}

/** The traffic of one hierarchy. */
export interface FollowedTraffic extends Traffic {
  /** The name of an address. */
  named(address: string, name: string): void
  /** A line of an NSS key log. */
  keyLog(line: Buffer): void
  /** No attempt ends any more. */
  close(): void
}

/** A connection, or what a client's UDP socket sends and receives. */
interface Exchange {
  key: string
  /** Whether its attempt is yet to end. */
  isOpen(): boolean
  comment?: string
  /** Packets that are yet to be written. */
  waiting: number
  /** There may be more packets. */
  goesOn: boolean
}

interface WaitingPacket {
  at: number
  bytes: Buffer
  exchange: Exchange
}

/** Bytes that a packet takes besides its own while it waits. */
const overhead = 256

/**
 * `write` gets whole blocks, from the head of the file on. Packets of a simulated client wait until its attempt has ended, so
 * that they can bear its id; those after them wait with them, so that the file has them in order. Throws what
 * `write` throws of the head.
 */
export function packetFile(write: (blocks: Buffer) => void): PacketFile {
  const wanted = { what: 'a function', remedy: 'give one that writes bytes' }
  checkGiven('packetFile', write, wanted, (one) => typeof one === 'function')
  const now = microsecondClock()
  const secrets: Buffer[] = []
  const names: Parameters<typeof namesBlock>[0][number][] = []
  const waiting: WaitingPacket[] = []
  let size = 0
  let connections = 0
  let turn: NodeJS.Immediate | undefined

  /** Once for all that happens in a turn of the event loop, in which the secrets for a client's first bytes become known. */
  function soon(): void {
    turn ??= setImmediate(() => {
      turn = undefined
      writeOut(mayGetComment)
    })
  }

  function mayGetComment({ exchange }: WaitingPacket): boolean {
    return exchange.comment === undefined && exchange.isOpen()
  }

  function writeOut(hasToWait: (packet: WaitingPacket) => boolean): void {
    const blocks: Buffer[] = []
    if (names.length > 0) blocks.push(namesBlock(names.splice(0)))
    if (secrets.length > 0) blocks.push(secretsBlock(Buffer.concat(secrets.splice(0))))
    let count = 0
    for (const packet of waiting) {
      if (size <= limits.heldPackets.value && hasToWait(packet)) break
      const { at, bytes, exchange } = packet
      blocks.push(packetBlock({ at, bytes, comment: exchange.comment }))
      size -= bytes.length + overhead
      exchange.waiting -= 1
      forgetIfOver(exchange)
      count += 1
    }
    waiting.splice(0, count)
    if (blocks.length > 0) write(Buffer.concat(blocks))
  }

  const exchanges = new Map<string, Exchange>()

  function forgetIfOver(exchange: Exchange): void {
    if (exchange.goesOn || exchange.waiting > 0) return
    if (exchanges.get(exchange.key) === exchange) exchanges.delete(exchange.key)
  }

  function put(exchange: Exchange, bytes: Buffer): void {
    waiting.push({ at: now(), bytes, exchange })
    exchange.waiting += 1
    size += bytes.length + overhead
    soon()
  }

  write(fileHeader(`sitemode ${packageVersion()}`))

  return {
    flush: () => writeOut(() => false),
    follow(isAttempting) {
      let isClosed = false
      /** Lets go each connection that is open. */
      const open = new Set<() => void>()

      function begin(key: string, { clientAddress }: ConnectionEnds, goesOn: boolean): Exchange {
        const isOpen = (): boolean => !isClosed && isAttempting(clientAddress)
        const exchange = { key, isOpen, waiting: 0, goesOn }
        exchanges.set(key, exchange)
        return exchange
      }

      return {
        connected(ends) {
          const exchange = begin(connectionKey(ends), ends, true)
          connections += 1
          const flow = tcpFlow(ends, firstNumber(connections), (packet) => put(exchange, packet))
          function closed(): void {
            flow.closed()
            exchange.goesOn = false
            forgetIfOver(exchange)
            open.delete(closed)
          }
          open.add(closed)
          return { ...flow, closed }
        },
        refused(ends) {
          const exchange = begin(connectionKey(ends), ends, false)
          connections += 1
          for (const packet of refusedConnection(ends, firstNumber(connections))) put(exchange, packet)
        },
        datagram(ends, from, bytes) {
          const key = senderOf(ends)
          const exchange = exchanges.get(key) ?? begin(key, ends, false)
          const places = placesOf(ends)
          put(exchange, udpPacket(places[from], places[otherEnd[from]], bytes))
        },
        belongs(ends, attempt) {
          const exchange = exchanges.get(connectionKey(ends)) ?? exchanges.get(senderOf(ends))
          if (exchange) exchange.comment = commentOf(attempt)
          soon()
        },
        named(address, name) {
          names.push({ address: ipv4Bytes(address), name })
          soon()
        },
        keyLog(line) {
          secrets.push(line)
          soon()
        },
        close() {
          isClosed = true
          // Sockets tell that they are closed after the listener that closed them.
          for (const closed of open) closed()
          writeOut(mayGetComment)
        },
      }
    },
  }
}

/** `attempt a17: client-certificate-expired`, or how it ended where nothing is wrong. */
function commentOf({ id, diagnosis, outcome }: Attempt): string {
  return `attempt ${id}: ${diagnosis ?? outcome}`
}

/** Far apart, so that no connection passes for an earlier one between the same ports. */
function firstNumber(connection: number): number {
  return Math.imul(connection, 0x9e3779b1) >>> 0
}

function senderOf({ clientAddress, clientPort }: ConnectionEnds): string {
  return `${clientAddress}:${clientPort}`
}

/** Milliseconds that the machine's clock may be off the one that never goes back, until it counts as set anew. */
const mostDrift = 100

/** As fine as the clock that never goes back, and never far from the machine's. */
function microsecondClock(): () => number {
  let ahead = performance.timeOrigin
  return () => {
    const sinceStart = performance.now()
    const wall = Date.now()
    if (Math.abs(wall - sinceStart - ahead) > mostDrift) ahead = wall - sinceStart
    return Math.round((ahead + sinceStart) * 1000)
  }
}
