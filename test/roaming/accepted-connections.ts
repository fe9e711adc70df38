import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import type { RunningHierarchy } from '../../sim/index.ts'

/** Connections that the site systems of a hierarchy have accepted, as Node itself counts them. */
export interface AcceptedConnections extends Disposable {
  /** Connections since the last call, by FQDN. */
  since(): ReadonlyMap<string, number>
}

export function countAcceptedConnections(running: RunningHierarchy): AcceptedConnections {
  let places: `${string}:${string}`[] = []
  const count = (message: unknown): void => {
    const { localAddress, localPort } = (message as { socket: Socket }).socket
    places.push(`${localAddress}:${localPort}`)
  }
  subscribe('net.server.socket', count)
  return {
    since() {
      // Ports change when a site goes over into the other mode.
      const owners = new Map(
        running.systems.flatMap(({ fqdn, address, urls }) =>
          urls.map((url) => [`${address}:${new URL(url).port}`, fqdn] as const),
        ),
      )
      const accepted = new Map<string, number>()
      for (const place of places) {
        const fqdn = owners.get(place)
        if (fqdn !== undefined) accepted.set(fqdn, (accepted.get(fqdn) ?? 0) + 1)
      }
      places = []
      return accepted
    },
    [Symbol.dispose]: () => void unsubscribe('net.server.socket', count),
  }
}
