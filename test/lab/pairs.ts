import { catalogue } from '../../sim/evidence/catalogue.ts'
import { candidates } from '../../sim/evidence/diagnosis.ts'
import { reachedByClient } from '../../sim/evidence/reached.ts'
import type { CatalogueEntry, Provocation } from '../../sim/evidence/catalogue-entry.ts'
import type { Hierarchy } from '../../sim/model/hierarchy.ts'
import type { RefusalStyle } from '../../sim/vocabulary/certificate.ts'
import { isWebProtocol, type TlsVersion, revocationListPointName } from '../../sim/vocabulary/network.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import type { SiteSystemRole } from '../../sim/vocabulary/site-system-role.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'

/** A client and a site system with one thing wrong between them, or nothing. */
interface Pair {
  /** Id of the entry that the pair was made after; null: nothing is wrong. */
  cause: string | null
  provocation: Provocation
  role: SiteSystemRole
  kind: 'computer' | 'mobile-device'
  /** Whether the client checks revocation. */
  crlChecking: boolean
}

/** Pairs that live in one hierarchy, each at a site of its own, and are tried all at once. */
export interface Batch {
  tls: TlsVersion
  refusal: RefusalStyle
  /** The fault that all of them have. */
  revocationListFault: Provocation['revocationListFault'] | undefined
  pairs: Pair[]
}

/** The result of a pair. */
export interface Judged {
  cause: string | null
  diagnosis: string | null
  /** Rank of the cause among the candidates from the client's end alone; -1 if it is not among them. */
  place: number
  /** Details for the investigation of a wrong diagnosis. */
  story: string
}

const roles = [
  'management-point',
  'standard-distribution-point',
  'software-update-point',
  'state-migration-point',
] as const

/** In native mode the other pairs' systems have an HTTP port as well, and refuse by 403.4 what is not for it. */
const rolesByHttpsAlone = roles.filter((role) => role !== 'software-update-point')

/** The roles at which the failure can be provoked. */
function rolesFor({ protocol, mode = 'native', signsIn }: Provocation): readonly SiteSystemRole[] {
  if (signsIn !== undefined) return ['standard-distribution-point']
  return protocol === 'http' && mode === 'native' ? rolesByHttpsAlone : roles
}

/** Only a computer has an account of its own that can be refused. */
function kindsFor({ signsIn }: Provocation): readonly Pair['kind'][] {
  return signsIn === 'wrong-password' ? ['computer'] : ['computer', 'computer', 'mobile-device']
}

/** Numbers from 0 up to 1, the same for the same seed: mulberry32. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function makeBatch(size: number, next: () => number): Batch {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const tls = pick(['1.2', '1.3'] as const)
  const refusal = pick(['handshake', 'iis'] as const)
  const possible = catalogue.filter((entry) => existsUnder(entry, tls, refusal))
  const first = pick(possible)
  const { revocationListFault } = first.provocation
  // All pairs share the revocation lists.
  const others =
    revocationListFault === undefined
      ? possible.filter(({ provocation }) => provocation.revocationListFault === undefined)
      : [first]
  const pairs = Array.from({ length: revocationListFault === undefined ? size : 4 }, (): Pair => {
    const entry = revocationListFault === undefined && next() < 0.05 ? undefined : pick(others)
    const needsLists = entry?.id.endsWith('revoked') ?? false
    const provocation = entry?.provocation ?? {}
    return {
      cause: entry?.id ?? null,
      provocation,
      role: pick(rolesFor(provocation)),
      kind: pick(kindsFor(provocation)),
      crlChecking: needsLists || next() < 0.8,
    }
  })
  return { tls, refusal, revocationListFault, pairs }
}

/** Whether a pair can have what a provocation asks for. A failure that needs anything else is not tried. */
const canHave: Readonly<Record<keyof Provocation, boolean>> = {
  protocol: true,
  also: true,
  mode: true,
  systemCertificate: true,
  clientCertificates: true,
  clientClock: true,
  certificateSelection: true,
  signsIn: true,
  fault: true,
  scriptedAnswer: false,
  revocationListFault: true,
  tls: true,
  refusal: true,
  // A pair makes one request.
  requests: false,
  // Of a switch the whole site has to be told, or not.
  switched: false,
  // No pair boots from the network.
  computer: false,
}

function isForOnePair(provocation: Provocation): boolean {
  let field: keyof Provocation
  for (field in provocation) {
    if (!canHave[field]) return false
  }
  return true
}

function speaksWeb({ protocol = 'https' }: Provocation): boolean {
  return isWebProtocol(protocol)
}

/** In both styles of refusal, unless the way in which the failure shows is one style's own. */
function existsUnder({ provocation }: CatalogueEntry, tls: TlsVersion, refusal: RefusalStyle): boolean {
  const styles =
    provocation.refusal ?? (provocation.protocol === 'http' ? ['handshake'] : ['handshake', 'iis'])
  return (
    speaksWeb(provocation) &&
    isForOnePair(provocation) &&
    styles.includes(refusal) &&
    (provocation.tls ?? ['1.2', '1.3']).includes(tls)
  )
}

/** Opens a hierarchy for a batch, breaks what is to be broken, and has every client turn to its site system at once. */
export async function tryBatch(batch: Batch): Promise<Judged[]> {
  await using running = await openHierarchy(hierarchyFor(batch), { cache: false, timeout: 5000 })
  if (batch.revocationListFault !== undefined) {
    await running.break(revocationListPointName, batch.revocationListFault)
  }
  await Promise.all(
    batch.pairs.map(async ({ provocation: { fault } }, index) => {
      if (fault !== undefined) await running.break(`s${index}`, fault)
    }),
  )
  return await Promise.all(
    batch.pairs.map(async ({ cause, role, provocation: { protocol = 'https', mode = 'native' } }, index) => {
      const force = isWebProtocol(protocol) && protocol !== (mode === 'native' ? 'https' : 'http')
      const attempt = await running
        .client(`PC${index}`)
        .contact(role, { system: `s${index}`, ...(force && { force, protocol }) })
      const { client_end, diagnosis, tls } = attempt
      const ids = client_end
        ? candidates(client_end, reachedByClient(client_end, tls)).map(({ id }) => id)
        : []
      const story = JSON.stringify({ ...batch, pairs: [batch.pairs[index]], attempt })
      return { cause, diagnosis, place: cause === null ? 0 : ids.findIndex((id) => id === cause), story }
    }),
  )
}

/** No file may give clients criteria that they cannot read, so all criteria are set here. */
function hierarchyFor(batch: Batch): Hierarchy {
  const { hierarchy } = parseHierarchy(hierarchyOf(batch))
  const criteria = new Map(
    batch.pairs.map(({ provocation: { certificateSelection } }, index) => [
      codeOf(index),
      certificateSelection,
    ]),
  )
  const sites = hierarchy.sites.map((site) => {
    const certificateSelection = criteria.get(site.code)
    return certificateSelection ? { ...site, certificateSelection } : site
  })
  return { ...hierarchy, sites }
}

function hierarchyOf({ tls, refusal, pairs }: Batch): object {
  return {
    name: 'Pairs',
    domain: 'pairs.test',
    tls: { version: tls },
    sites: [{ code: '000', mode: 'native' }, ...pairs.map((pair, index) => siteOf(pair, index, refusal))],
    clients: pairs.map(clientOf),
  }
}

function clientOf({ kind, provocation }: Pair, index: number): object {
  const { clientCertificates = ['good'], clientClock, signsIn } = provocation
  return {
    name: `PC${index}`,
    kind,
    assignedSite: codeOf(index),
    certificate: clientCertificates,
    ...(clientClock && { clock: clientClock }),
    ...(signsIn === 'without-account' && { activeDirectory: false }),
    ...(signsIn === 'wrong-password' && { computerAccount: 'broken' }),
  }
}

function siteOf({ provocation, role, crlChecking }: Pair, index: number, refusal: RefusalStyle): object {
  const { mode = 'native', systemCertificate } = provocation
  return {
    code: codeOf(index),
    parent: '000',
    mode,
    ...(mode === 'native' && { refusal, crlChecking }),
    systems: [
      {
        name: `s${index}`,
        roles: [role],
        ...(systemCertificate !== undefined && { listen: { certificate: systemCertificate } }),
      },
      // A wrong name leads here; this system has no fault.
      { name: `t${index}`, roles: [role] },
    ],
  }
}

function codeOf(index: number): string {
  return `P${String(index).padStart(2, '0')}`
}
