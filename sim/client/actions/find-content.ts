import { createHash } from 'node:crypto'
import { parseWebLocation, parseShareLocation } from '../../wire/server-address.ts'
import type { Attempt } from '../../evidence/attempt.ts'
import {
  assignedSiteAfterEmptyList,
  protectedOnly,
  protectionWanted,
  residentManagementPointFirst,
  type WhenSlow,
} from '../../rules/content-location.ts'
import { inOrderOfTrial, orderOfDistributionPoints, type Offered } from '../../rules/distribution-points.ts'
import { siteModeCalled, siteModes } from '../../vocabulary/site-mode.ts'
import type { LocatedContent, LocatedSite } from '../../wire/management-point/locations.ts'
import { locateContent } from '../conversations/locate.ts'
import { systemAt, toldBy, type KnownSystem } from '../knowledge.ts'
import { claimedLocation } from './active-directory.ts'
import { byProtocol, reasonOf, type ActionContext } from './action.ts'
import { findResidentManagementPoint } from './management-points.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * The content of a program that is advertised to the client, or of an update that is deployed to it, as its policy describes
 * it. Policy brings it to a real client; here the order to get the content or to install the update does.
 */
export interface Content {
  /** Of a package, or the unique id of an update's configuration item. */
  id: string
  /** Version of the package, or revision of the update. */
  version: number
  /** Bytes. */
  size: number
  /** SHA-1 of all files one after the other, in the order of their paths; hexadecimal. */
  sha1: string
  /** Settings of the advertisement or deployment. */
  settings: {
    /** What clients do in a slow boundary, or where only another site has it. */
    whenSlow: WhenSlow
    /** They run it from the share, and transfer nothing. */
    runFromDistributionPoint: boolean
    /** They may use an unprotected distribution point if no protected one has it. */
    fallBackToUnprotected: boolean
    /** Its policy holds sensitive data. */
    sensitive: boolean
  }
  /** The client is a branch distribution point that is to share it: it takes it by BITS, from wherever that is. */
  toShare: boolean
}

/** A distribution point that a management point named, and whose management point that is. */
export interface ContentSource extends Offered {
  system: KnownSystem
  relation: Attempt['relation']
}

/** The word of the management point that a client asked for its content. */
export interface ContentList {
  attempt: Attempt
  /** undefined where it may not be asked, or does not answer. */
  sources: readonly ContentSource[] | undefined
}

/** The resident management point's list; the assigned one's where that is empty or there is no resident one to ask. */
export async function findContent(
  action: ActionContext,
  content: Content,
  own: KnownSystem,
): Promise<ContentList> {
  const resident = await findResidentManagementPoint(action, own)
  const near = resident && (await askForContent(action, content, resident, 'resident'))
  if (near?.sources && near.sources.length > 0) return near
  if (near?.sources)
    action.tell(
      `turns to its assigned site, since no distribution point nearby has ${content.id}`,
      assignedSiteAfterEmptyList,
    )
  return askForContent(action, content, own, 'assigned')
}

async function askForContent(
  action: ActionContext,
  content: Content,
  managementPoint: KnownSystem,
  relation: Attempt['relation'],
): Promise<ContentList> {
  const { id, version } = content
  const { fqdn } = managementPoint
  const site = managementPoint.site?.code ?? ''
  const { client, at, assigned, network } = action.context()
  const protection = protectionOf(action, content)
  const sender = { name: client.name, managementPoint: fqdn, now: network.clock.now() }
  const request = {
    package: { id, version: String(version) },
    assignedSite: assigned?.code ?? site,
    location: claimedLocation(at),
    onInternet: at.internet,
    protection,
  }
  const { attempt, result } = await action.converse(managementPoint, locateContent(sender, request), {
    relation,
  })
  if (!result) {
    const verb = attempt.outcome === 'withheld' ? 'does not ask' : 'could not ask'
    action.tell(`${verb} ${fqdn} of site ${site}: ${reasonOf(attempt)}`, null, attempt)
    return { attempt, sources: undefined }
  }
  const { location } = request
  const offered = result.flatMap((located) =>
    located.records.flatMap((record) => {
      const system = distributionPointAt(record, located, managementPoint, attempt)
      const { locality } = located
      const bits = record.url !== undefined
      if (system) return { ...record, system, locality, relation, bits, lot: lotOf(client.name, id, system) }
      action.tell(
        `was told of a distribution point in a way that contradicts itself: ${record.smbPath}`,
        null,
        attempt,
      )
      return []
    }),
  )
  const sources = inOrderOfTrial(offered, {
    ...location,
    subnets: location.addresses.flatMap(({ subnet }) => subnet ?? []),
  })
  const names = sources.map(({ system }) => system.fqdn).join(', ') || 'none'
  action.tell(
    `asked ${fqdn} of site ${site} ${byProtocol(attempt)} for the distribution points that have ${id}: ${names}`,
    protection === 'only' ? protectedOnly : residentManagementPointFirst,
    attempt,
  )
  if (sources.length > 1) action.tell(`will try them in the order ${names}`, orderOfDistributionPoints)
  return { attempt, sources }
}

/** At random in the product; here by a hash of the names, so that every run draws the same lots. */
function lotOf(client: string, packageId: string, { fqdn }: KnownSystem): number {
  return createHash('sha1').update(`${client} ${packageId} ${fqdn}`).digest().readUInt32BE()
}

/**
 * The distribution point of a record. undefined where its addresses cannot be read, or do not agree: a URL of another
 * scheme than the SSL state, or of another server than the share. What the product does then is not documented; our choice.
 */
function distributionPointAt(
  { url, smbPath, type, ssl }: LocatedContent,
  { siteCode, masterSiteCode }: Pick<LocatedSite<unknown>, 'siteCode' | 'masterSiteCode'>,
  { site: asked }: KnownSystem,
  attempt: Attempt,
): KnownSystem | undefined {
  const share = parseShareLocation(smbPath)
  if (!share) return undefined
  const told = toldBy('management-point', attempt)
  const site = { code: siteCode, primary: masterSiteCode }
  const bySmb = { name: share.share, path: share.path }
  if (url === undefined) {
    const role = type === 'BRANCH' ? 'branch-distribution-point' : 'standard-distribution-point'
    const mode = asked?.mode
    return {
      ...{ role, fqdn: share.host, site: { ...site, mode }, ports: {}, told },
      settings: { httpTransfer: false },
      share: bySmb,
    }
  }
  const web = parseWebLocation(url)
  const agrees = web?.protocol === siteModes[siteModeCalled(ssl)].protocol && web.host === share.host
  if (!web || !agrees || type === 'BRANCH') return undefined
  return { ...systemAt(web, 'standard-distribution-point', site, told), share: bySmb }
}

function protectionOf(action: ActionContext, { id, settings, toShare }: Content) {
  // Within its own protected boundaries it would be told of itself alone. Not documented; our choice.
  if (toShare) return 'either'
  const now = action.context().network.clock.now().getTime()
  const withoutContent = now - (action.state.withoutContent.get(id) ?? now)
  const wanted = protectionWanted(settings.fallBackToUnprotected, withoutContent)
  if ('rule' in wanted) {
    const hours = Math.floor(withoutContent / 3_600_000)
    action.tell(`has got nothing for ${hours} hours, and asks for unprotected ones as well`, wanted.rule)
  }
  return wanted.protection
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'locations of content that contradict themselves, which are passed over',
  },
]
