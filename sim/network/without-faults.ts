import type { OpenPort } from '../points/point.ts'
import type { SystemListener } from './open-system.ts'

/** A port that is no web server's. The faults are those of web servers and their connections. */
export function withoutFaults({ address, port, configuredPort, url, close }: OpenPort): SystemListener {
  return {
    ...{ address, port, configuredPort, url, close },
    break: () => Promise.reject(new RangeError(`${url} is no web server's, and cannot break`)),
    repair: () => Promise.resolve(),
    refuses: () => null,
    ready: () => Promise.resolve(),
    renew: () => undefined,
  }
}
