import type { Socket } from 'node:net'
import type { ServerSide } from '../evidence/recorder.ts'

/** The server's pen for each connection of a listener, found again by the client's address and port. */
export type OpenConnections = ReadonlyMap<string, ServerSide>

export function clientOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress}:${remotePort}`
}
