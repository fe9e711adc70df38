import { get } from 'node:http'
import { lookupBy } from '../client/network.ts'

/** Who fetches, and how names are resolved there. */
export interface Fetcher {
  sourceAddress: string
  resolve(fqdn: string): string | undefined
  openPort(fqdn: string, port: number): number | undefined
  /** Milliseconds until a fetch is given up. */
  patience: number
}

/** Fetches a list by HTTP; undefined when the point has none there. Rejects when the point cannot be reached. */
export function fetchRevocationList(
  url: string,
  { sourceAddress, resolve, openPort, patience }: Fetcher,
): Promise<Buffer | undefined> {
  const { hostname, port, pathname } = new URL(url)
  return new Promise((done, failed) => {
    const request = get(
      {
        hostname,
        port: openPort(hostname, Number(port)) ?? port,
        path: pathname,
        localAddress: sourceAddress,
        lookup: lookupBy(resolve),
        agent: false,
        signal: AbortSignal.timeout(patience),
      },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', failed)
        response.on('end', () => {
          if (response.statusCode === 200) done(Buffer.concat(pieces))
          else if (response.statusCode === 404) done(undefined)
          else failed(Object.assign(new Error('no list'), { code: `HTTP ${response.statusCode}` }))
        })
      },
    )
    request.on('error', failed)
  })
}
