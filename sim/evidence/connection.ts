/** Both ends of a TCP connection know this much of it, and nothing else is the same for both. */
export interface ConnectionEnds {
  clientAddress: string
  clientPort: number
  serverAddress: string
  serverPort: number
}

export function connectionKey(ends: ConnectionEnds): string {
  return `${ends.clientAddress}:${ends.clientPort}>${ends.serverAddress}:${ends.serverPort}`
}
