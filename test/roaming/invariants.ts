import type { Attempt } from '../../sim/index.ts'
import { ownerOf, primaryOf, type DescribedSite, type DescribedSystem } from './described-hierarchy.ts'
import { sitesAround } from './geography.ts'
import type { Happening } from './live-through.ts'
import { modeIn, type Knowledge, type World } from './world.ts'

/** A sentence of the documentation, and what of a happening breaks it. */
export interface Invariant {
  name: string
  brokenBy(seen: Seen): boolean
}

/** One attempt, and whatever it is judged by. */
export interface Seen {
  attempt: Attempt
  /** Whose system it is; absent for the domain controller, or where the client found nobody to turn to. */
  owner: { site: DescribedSite; system: DescribedSystem } | undefined
  /** The mode that the owner's site was in. */
  siteMode: 'mixed' | 'native' | undefined
  /** As the client was before the step and after it. */
  client: { before: Knowledge; after: Knowledge }
  /** The system is of the client's own site or one of its secondary sites. */
  isOwn: boolean
  /** The system's site is around the client. */
  isAround: boolean
  /** A socket was opened. */
  tried: boolean
  accepted: number
}

const isDistributionPoint = ({ role }: Attempt): boolean => role.endsWith('-distribution-point')
/** A client may turn by SMB to what has content or user state. */
const hasShare = (attempt: Attempt): boolean =>
  isDistributionPoint(attempt) || attempt.role === 'state-migration-point'
const isOfContent = (attempt: Attempt): boolean =>
  attempt.role === 'management-point' || isDistributionPoint(attempt)

/** They serve whoever was told of them, wherever. */
const everybodys = ['fallback-status-point', 'server-locator-point', 'domain-controller']

const isDevice = ({ client }: Seen): boolean => client.before.client.kind === 'mobile-device'
const isOnInternet = ({ client }: Seen): boolean => 'internet' in client.before.at

/** An experimenter may send a client to a site whose mode nobody tells it. */
function couldKnowTheMode({ attempt, owner, client }: Seen): boolean {
  return (
    attempt.told?.by !== 'experiment' ||
    (client.before.client.activeDirectory && owner?.site.publishToActiveDirectory === true)
  )
}

export const invariants: readonly Invariant[] = [
  {
    name: "a mixed-mode client never talks to another site's native-mode management or distribution points",
    brokenBy: (seen) =>
      seen.tried &&
      seen.attempt.clientMode === 'mixed' &&
      seen.siteMode === 'native' &&
      isOfContent(seen.attempt) &&
      !seen.isOwn &&
      couldKnowTheMode(seen),
  },
  {
    name: 'a native-mode client speaks HTTP only where the source text lets it',
    brokenBy: ({ attempt, siteMode, isOwn, tried, client }) => {
      if (!tried || attempt.protocol !== 'http' || attempt.clientMode !== 'native') return false
      if (attempt.role === 'fallback-status-point') return false
      const option = client.before.httpForRoaming || client.after.httpForRoaming
      if (attempt.role === 'server-locator-point') return !option
      const isRoaming = siteMode === 'mixed' && !isOwn
      const roles = ['management-point', 'standard-distribution-point']
      return !(option && isRoaming && roles.includes(attempt.role))
    },
  },
  {
    name: "nothing but HTTPS is answered by a native site's systems, content and user state by SMB apart",
    brokenBy: ({ attempt, siteMode }) =>
      attempt.outcome === 'answered' &&
      siteMode === 'native' &&
      (isOfContent(attempt) || ['software-update-point', 'state-migration-point'].includes(attempt.role)) &&
      attempt.protocol !== 'https' &&
      !(hasShare(attempt) && attempt.protocol === 'smb'),
  },
  {
    name: "nothing but HTTP is answered by a mixed site's systems, software update points with SSL and SMB apart",
    brokenBy: ({ attempt, siteMode, owner }) =>
      attempt.outcome === 'answered' &&
      siteMode === 'mixed' &&
      attempt.protocol === 'https' &&
      !(attempt.role === 'software-update-point' && owner?.system.ssl === true),
  },
  {
    name: 'fallback status points and server locator points speak HTTP alone',
    brokenBy: ({ attempt, tried }) =>
      tried &&
      ['fallback-status-point', 'server-locator-point'].includes(attempt.role) &&
      attempt.protocol !== 'http',
  },
  {
    name: "a mobile device meets no server locator point, no other site's systems, and no SMB",
    brokenBy: (seen) => {
      const { attempt, tried, isOwn } = seen
      if (!tried || !isDevice(seen) || attempt.role === 'fallback-status-point') return false
      return attempt.role === 'server-locator-point' || !isOwn || attempt.protocol === 'smb'
    },
  },
  {
    name: 'a client on the Internet meets its own native primary site alone, and no SMB, LDAP or server locator point',
    brokenBy: (seen) => {
      const { attempt, tried, isOwn, owner } = seen
      if (!tried || !isOnInternet(seen) || attempt.role === 'fallback-status-point') return false
      const isForIt = isOwn && owner?.site.kind === 'primary' && attempt.clientMode === 'native'
      const isClosed = owner?.system.clientConnections === 'intranet' && !wasInstalledWith(attempt)
      return !isForIt || attempt.protocol !== 'https' || isClosed
    },
  },
  {
    name: 'on the intranet nobody meets a system for the Internet alone',
    brokenBy: (seen) =>
      seen.tried && !isOnInternet(seen) && seen.owner?.system.clientConnections === 'internet',
  },
  {
    name: 'SMB leads to content and user state alone, and nothing else to branch distribution points',
    brokenBy: ({ attempt, tried }) =>
      tried &&
      (attempt.protocol === 'smb' ? !hasShare(attempt) : attempt.role === 'branch-distribution-point'),
  },
  {
    name: 'a distribution point without HTTP transfer is met by SMB alone',
    brokenBy: ({ attempt, tried, owner }) =>
      tried &&
      attempt.role === 'standard-distribution-point' &&
      owner?.system.httpTransfer === false &&
      attempt.protocol !== 'smb',
  },
  {
    name: 'roaming is for content, within the boundaries of the other site, by computers on the intranet',
    brokenBy: ({ attempt, tried, isOwn, isAround }) =>
      tried && !everybodys.includes(attempt.role) && !isOwn && !(isOfContent(attempt) && isAround),
  },
  {
    name: 'a withheld attempt opens no socket',
    brokenBy: ({ attempt }) =>
      attempt.outcome === 'withheld' &&
      !(
        attempt.tls === null &&
        attempt.client_end === null &&
        attempt.server_end === null &&
        attempt.url === null &&
        attempt.status === null
      ),
  },
  {
    name: 'what is answered was answered by that system of that site, which has the role',
    brokenBy: ({ attempt, owner, accepted }) =>
      attempt.outcome === 'answered' &&
      attempt.role !== 'domain-controller' &&
      !(
        owner?.site.code === attempt.site &&
        owner.system.roles.some((role) => role === attempt.role) &&
        accepted > 0 &&
        hasItsHostAndScheme(attempt)
      ),
  },
  {
    name: 'what failed has a diagnosis and what did not has none',
    brokenBy: ({ attempt }) => (attempt.outcome === 'failed') !== (attempt.diagnosis !== null),
  },
  {
    name: 'a client keeps the mode that it last learned of',
    // While it asks the management point that it was installed with for its site, it is in the mode of its installation.
    brokenBy: ({ attempt, client: { before, after } }) =>
      ![
        before.mode,
        after.mode,
        ...(attempt.told?.by === 'installation' ? [before.client.mode] : []),
      ].includes(attempt.clientMode),
  },
  {
    name: 'nothing is forced that nobody forced',
    brokenBy: ({ attempt }) => attempt.forced,
  },
]

function hasItsHostAndScheme({ url, system, protocol }: Attempt): boolean {
  const at = url === null ? undefined : new URL(url)
  return at?.hostname === system && at.protocol === `${protocol}:`
}

/** Every attempt of a happening with what it is judged by; none where no client did anything. */
export function seenIn({ step, before, after, attempts, accepted }: Happening): Seen[] {
  if (!('client' in step)) return []
  const client = knowledgeOf(before, after, step.client)
  if (!client) return []
  const around = sitesAround(before.hierarchy, client.before.at)
  const own = [client.before.assigned, client.after.assigned]
  return attempts.map((attempt) => {
    const owner = ownerOf(before.hierarchy, attempt.system)
    return {
      attempt,
      owner,
      siteMode: owner && modeIn(before, owner.site),
      client,
      // CCMHOSTNAME= may name a management point of any site: only contact shows whose it is.
      isOwn: owner !== undefined && (own.includes(primaryOf(owner.site)) || wasInstalledWith(attempt)),
      isAround: owner !== undefined && around.includes(owner.site),
      tried: attempt.outcome !== 'withheld',
      accepted: accepted.get(attempt.system ?? '') ?? 0,
    }
  })
}

function wasInstalledWith({ role, told }: Attempt): boolean {
  return role === 'management-point' && told?.by === 'installation'
}

function knowledgeOf(before: World, after: World, name: string): Seen['client'] | undefined {
  const [first, last] = [before.clients.get(name), after.clients.get(name)]
  return first && last && { before: first, after: last }
}
