import type { End, LogLine } from '../logs/statement.ts'
import { judge, type Judged } from './candidates.ts'
import type { LoggedCode, LoggedFailure } from './failure.ts'
import type { JoinedRequest } from './join-ends.ts'
import { protocolOf, type Told } from './occurrence.ts'

/** Clients of one failure that are named. */
const namedClients = 10

interface Group {
  first: JoinedRequest
  count: number
  fromMs: number | null
  toMs: number | null
  zoneKnown: boolean
  clients: Set<string>
}

/** The same failure of many clients, at many times, is told once; the most frequent first. */
export function groupFailures(requests: readonly JoinedRequest[]): LoggedFailure[] {
  const keys = new Map<Told, string>()
  const groups = new Map<string, Group>()
  for (const request of requests) {
    const { client, server, serverIsSilent, ambiguous } = request
    const key = [client, server].map((one) => (one ? keyFor(one.told, keys) : '')).join('\n\n')
    add(groups, `${key}${serverIsSilent}${ambiguous}`, request)
  }
  return [...groups.values()]
    .sort((one, other) => other.count - one.count || (one.fromMs ?? 0) - (other.fromMs ?? 0))
    .map(failureOf)
}

function add(groups: Map<string, Group>, key: string, request: JoinedRequest): void {
  const group = groups.get(key) ?? {
    first: request,
    count: 0,
    fromMs: null,
    toMs: null,
    zoneKnown: true,
    clients: new Set(),
  }
  const at = request.client?.at ?? request.server?.at ?? null
  if (at) {
    group.fromMs = Math.min(group.fromMs ?? at.ms, at.ms)
    group.toMs = Math.max(group.toMs ?? at.ms, at.ms)
    group.zoneKnown &&= at.zoneKnown
  }
  group.count++
  group.clients.add(clientOf(request))
  groups.set(key, group)
}

/** The client by the best name that the logs have for it: its own, its address, or the folder of its logs. */
function clientOf({ client, server }: JoinedRequest): string {
  const folder = client?.told.machine.replace(/^.*[/\\]/, '') ?? ''
  return client?.client ?? (folder === '' ? (server?.client ?? '') : folder)
}

/** Failures of one host, in one virtual directory, with the same codes at the same ends are the same. */
function keyFor(told: Told, keys: Map<Told, string>): string {
  const known = keys.get(told)
  if (known !== undefined) return known
  const { end, url, hosts, port, path, status, substatus, win32 } = told
  const { codes, seen, ownFault, diagnosis } = told
  const meanings = codes.flatMap(({ readings }) => readings.map(({ kind, code }) => `${kind} ${code}`))
  const [directory] = /^\/[^/]*/.exec(path?.toLowerCase() ?? '') ?? ['']
  const distinct = [...new Set(meanings)].sort()
  const key = [
    ...[end, protocolOf(url), hosts, port, directory, status, substatus, win32, ...distinct, ...diagnosis],
    ...[seen?.stage, seen && seen.received > 0, seen?.message, ownFault?.fault],
  ].join('\n')
  keys.set(told, key)
  return key
}

function failureOf({ first, count, fromMs, toMs, zoneKnown, clients }: Group): LoggedFailure {
  const { client, server, serverIsSilent, ambiguous } = first
  const told = [client, server].flatMap((one) => (one ? [one.told] : []))
  const { candidates, certain }: Judged = judge({
    client: client?.told ?? null,
    server: server?.told ?? null,
    serverIsSilent,
  })
  return {
    count,
    first: timeText(fromMs, zoneKnown),
    last: timeText(toMs, zoneKnown),
    url: told.find(({ url }) => url !== null)?.url ?? null,
    hosts: [...new Set(told.flatMap(({ hosts }) => hosts))],
    port: told.find(({ port }) => port !== null)?.port ?? null,
    path: told.find(({ path }) => path !== null)?.path ?? null,
    clients: [...clients].filter((name) => name !== '').slice(0, namedClients),
    clientCount: clients.size,
    ends: endsOf(told),
    serverIsSilent,
    ambiguous,
    lines: [client, server].flatMap((one): readonly LogLine[] => one?.lines ?? []),
    codes: told.flatMap(codesOf),
    candidates,
    certain: certain && !ambiguous,
  }
}

function endsOf(told: readonly Told[]): End {
  const [one, other] = told
  return one && !other ? one.end : 'both'
}

/** Each meaning once, as it is first written. */
function codesOf({ codes, end }: Told): LoggedCode[] {
  const seen = new Set<string>()
  return codes.flatMap(({ written, readings }) => {
    const fresh = readings.filter(({ kind, code }) => !seen.has(`${kind} ${code}`))
    for (const { kind, code } of fresh) seen.add(`${kind} ${code}`)
    return fresh.length > 0 ? [{ end, written, readings: fresh }] : []
  })
}

function timeText(ms: number | null, zoneKnown: boolean): string | null {
  if (ms === null) return null
  const text = new Date(ms).toISOString()
  return zoneKnown ? text : text.slice(0, -1)
}
