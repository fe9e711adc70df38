import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Reply, Request } from '../../sim/client/transports/http.ts'
import type { ManagementPointSettings } from '../../sim/model/hierarchy.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { managementPoint } from '../../sim/points/management-point/management-point.ts'
import { createSiteDatabase } from '../../sim/points/site-database.ts'
import type { RequestContext } from '../../sim/points/web-server/virtual-directory.ts'

/** A management point without sockets, whose site's database can be looked into. */
export function placeIn(
  mode: 'mixed' | 'native',
  settings: Partial<ManagementPointSettings> = {},
): RequestContext {
  const { hierarchy } = parseHierarchy({
    domain: 'contoso.test',
    sites: [{ code: 'OSL', mode, systems: [{ name: 'mp', roles: ['management-point'] }] }],
  })
  const [site] = hierarchy.sites
  const [system] = site?.systems ?? []
  if (!site || !system) throw new Error('no site')
  return {
    hierarchy,
    site,
    system: { ...system, managementPoint: { ...system.managementPoint, ...settings } },
    database: createSiteDatabase(),
    accounts: () => [],
    now: () => new Date('2007-08-22T09:30:00Z'),
    certificate: () => Promise.resolve(Buffer.alloc(0)),
    siteServerSigning: () => Promise.resolve(undefined),
  }
}

/** Passes the requests of a conversation to it without a connection. */
export function sayTo(place: RequestContext): (said: Request) => Promise<Reply> {
  return async ({ method, path: target, headers = {}, body = '' }) => {
    const [path = '', query = ''] = target.split('?')
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    const directory = managementPoint
      .directories(place.site, place.system)
      .find((candidate) => path.startsWith(candidate.path))
    const answer = await directory?.answer(
      {
        method,
        protocol: 'http',
        path,
        query,
        header: (name) => own[name.toLowerCase()],
        body: () => Promise.resolve(Buffer.from(body)),
      },
      place,
    )
    if (!answer || 'reason' in answer)
      return { status: answer?.status ?? 404, headers: {}, body: Buffer.alloc(0) }
    const written = Object.entries(answer.headers ?? {}).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ])
    return {
      status: answer.status,
      headers: Object.fromEntries(written) as Record<string, string>,
      body: await bytesOf(answer.body),
    }
  }
}

async function bytesOf(body: string | Buffer | Readable = ''): Promise<Buffer> {
  return body instanceof Readable ? buffer(body) : Buffer.from(body)
}
