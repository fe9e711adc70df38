import type { RunningHierarchy } from '../../../sim/network/running-hierarchy.ts'
import type { Reply, Request } from '../../../sim/client/transports/http.ts'
import { ask, type Asked } from '../../points/raw-request.ts'

/** Sends the requests of a conversation to a site system by Node's own client. */
export function sayTo(
  running: RunningHierarchy,
  name: string,
  tls?: Asked['tls'],
): (said: Request) => Promise<Reply> {
  return async (said) => {
    const { status, headers, body } = await ask(running, name, { ...said, ...(tls && { tls }) })
    const single = Object.entries(headers).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(', ') : value,
    ])
    return { status, headers: Object.fromEntries(single) as Reply['headers'], body }
  }
}
