import type { SiteSystemRole } from '../../sim/vocabulary/site-system-role.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import type { FuzzTarget } from './fuzz-target.ts'

export interface GoodRequest {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
}

/** A site system of one role, in mixed mode; the first of the requests is answered with 200 whatever came before. */
export function pointTarget(
  role: SiteSystemRole,
  requests: readonly [GoodRequest, ...GoodRequest[]],
): FuzzTarget {
  return {
    name: role,
    async open() {
      const { hierarchy } = parseHierarchy({
        sites: [
          {
            code: 'ABC',
            mode: 'mixed',
            boundaries: [{ subnet: '10.1.0.0/16' }],
            systems: [{ name: 'point', roles: [role] }],
          },
        ],
      })
      const running = await openHierarchy(hierarchy, { addresses: 'shared', cache: false })
      const url = running.systems[0]?.urls[0] ?? ''
      return { port: Number(new URL(url).port), transport: 'tcp', close: () => running.close() }
    },
    samples: () => requests.map(rawRequest),
    async stillAnswers(port) {
      const [{ method, path, headers, body }] = requests
      const { status } = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        ...(headers && { headers }),
        ...(body !== undefined && { body: new Uint8Array(Buffer.from(body)) }),
      })
      return status === 200
    },
  }
}

function rawRequest({ method, path, headers = {}, body = '' }: GoodRequest): Buffer {
  const bytes = Buffer.from(body)
  const lines = Object.entries({ Host: 'point', ...headers, 'Content-Length': bytes.length })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n`), bytes])
}
