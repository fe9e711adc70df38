import {
  fqdnOf,
  having,
  primaryOf,
  siteCalled,
  type DescribedPackage,
  type DescribedSite,
  type DescribedSystem,
} from './described-hierarchy.ts'
import { boundariesAround, isBelow, isWithin, sitesAround } from './geography.ts'
import { modeIn, type Knowledge, type World } from './world.ts'

/** The documentation's answer for a client that needs a package. `may`: it leaves the choice open. */
export interface ContentVerdict {
  verdict: 'must' | 'may' | 'must-not'
  because: string
  /** FQDNs of the distribution points that could give it. */
  possible: ReadonlySet<string>
}

/** The outcome of one management point's list. */
type Listed = 'gets' | 'empty' | 'open'

/**
 * Whether a client gets a package, by "Configuration Manager and Content Location", "About Client Roaming in
 * Configuration Manager" and the source text's tables, read anew and without the rules of the simulator.
 */
export function contentOracle(world: World, knowledge: Knowledge, packageId: string): ContentVerdict {
  const content = world.hierarchy.packages.find(({ id }) => id === packageId)
  const own = siteCalled(world.hierarchy, knowledge.assigned)
  const none = new Set<string>()
  if (!content) return { verdict: 'may', because: 'nobody knows the package', possible: none }
  if (!own) return { verdict: 'must-not', because: 'a client without a site is unmanaged', possible: none }
  const asked: Asked = { world, knowledge, content, own, around: sitesAround(world.hierarchy, knowledge.at) }
  const possible = new Set(possiblePoints(asked).map(fqdnOf))
  const never = whyNot(asked, possible.size)
  if (never !== undefined) return { verdict: 'must-not', because: never, possible }
  const sure = whySurely(asked)
  return sure === undefined
    ? { verdict: 'may', because: 'the documentation leaves it open', possible }
    : { verdict: 'must', because: sure, possible }
}

interface Asked {
  world: World
  knowledge: Knowledge
  content: DescribedPackage
  /** The assigned site. */
  own: DescribedSite
  /** The sites whose boundaries hold the client. */
  around: readonly DescribedSite[]
}

const isOnInternet = ({ knowledge }: Asked): boolean => 'internet' in knowledge.at
const isDevice = ({ knowledge }: Asked): boolean => knowledge.client.kind === 'mobile-device'
/** A computer of the domain has its own account; no site here has a Network Access Account. */
const hasAccount = (asked: Asked): boolean => !isDevice(asked) && asked.knowledge.client.activeDirectory
/** Shares ask for an account. */
const isWithoutSmb = (asked: Asked): boolean => isOnInternet(asked) || !hasAccount(asked)

/** "A client can get content only from its current site or its assigned site"; roaming is for computers on the intranet. */
function possiblePoints(asked: Asked): DescribedSystem[] {
  const { own, around } = asked
  const far = isOnInternet(asked) || isDevice(asked)
  const sites = [own, ...around.filter((site) => site !== own && (!far || primaryOf(site) === own.code))]
  return sites
    .filter((site) => isTold(asked, site))
    .flatMap((site) =>
      holders(asked, site).filter(
        (system) =>
          couldServe(asked, site, system) && (protects(asked, system) || !keepsToProtected(asked, site)),
      ),
    )
}

/** Whether a management point that the client can talk to, and hears of, would tell of a site's distribution points. */
function isTold(asked: Asked, site: DescribedSite): boolean {
  const { own, around, world } = asked
  const primary = siteCalled(world.hierarchy, primaryOf(site)) ?? site
  if (primary === own) return canTalkTo(asked, own) || canTalkTo(asked, site)
  // With overlapping boundaries, a secondary site's primary may be the one that it asks.
  const tellers = [site, ...around.filter((one) => one === primary)]
  return tellers.some((one) => canTalkTo(asked, one) && isKnownToIt(asked, one).includes(true))
}

/** The tables of the source text; in native mode a management point demands a certificate. */
function canTalkTo(asked: Asked, site: DescribedSite): boolean {
  const { world, knowledge, own } = asked
  const { mode, httpForRoaming, client } = knowledge
  const siteMode = modeIn(world, site)
  if (having(site, 'management-point').length === 0) return false
  // On the Internet it has the one that it was told of.
  const told = isOnInternet(asked) ? client.internetManagementPoint : undefined
  if (told !== undefined && !site.systems.some(({ name }) => name === told)) return false
  if (mode === siteMode) return mode === 'mixed' || client.certificate === 'good'
  return mode === 'native' && httpForRoaming && primaryOf(site) !== own.code
}

function holders({ content }: Asked, { systems }: DescribedSite): DescribedSystem[] {
  return systems.filter(({ packages }) => packages.includes(content.id))
}

const onlyBySmb = ({ roles, httpTransfer }: DescribedSystem): boolean =>
  !roles.includes('standard-distribution-point') || httpTransfer === false

const protects = ({ knowledge }: Asked, { protectedBoundaries }: DescribedSystem): boolean =>
  protectedBoundaries.some((boundary) => isWithin(boundary, knowledge.at))

/**
 * As far as its own options go. Without the option for anonymous access, which no hierarchy here sets, a mixed-mode
 * distribution point lets in Windows accounts alone.
 */
function couldServe(asked: Asked, site: DescribedSite, system: DescribedSystem): boolean {
  if (!hasAccount(asked) && modeIn(asked.world, site) === 'mixed') return false
  const wrongSide = isOnInternet(asked) ? 'intranet' : 'internet'
  const outside = system.protectedBoundaries.length > 0 && !protects(asked, system)
  return system.clientConnections !== wrongSide && !outside && !(isWithoutSmb(asked) && onlyBySmb(system))
}

function whyNot(asked: Asked, possible: number): string | undefined {
  const { world, content, around, knowledge, own } = asked
  if (possible === 0)
    return 'no distribution point of the current or the assigned site has it for this client'
  if (isOnInternet(asked))
    return modeIn(world, own) === 'mixed' ? 'mixed-mode sites manage nobody on the Internet' : undefined
  if (isDevice(asked) || content.advertisement.whenSlow === 'download') return undefined
  const near = around.flatMap((site) => boundariesAround(site, knowledge.at))
  if (near.every(({ connection }) => connection === 'slow'))
    return 'in slow boundaries, or in none, the program is not run'
  const [current, ...others] = around
  const isAway = current && others.length === 0 && primaryOf(current) !== own.code
  return isAway && holders(asked, current).length === 0
    ? 'what is in the assigned site alone is far from another site, and the program is not run from afar'
    : undefined
}

/** Only where one site holds the client or none, and it and its site agree about the mode. */
function whySurely(asked: Asked): string | undefined {
  const { world, knowledge, own, around, content } = asked
  if (around.length > 1 || knowledge.mode !== modeIn(world, own) || !canTalkTo(asked, own)) return undefined
  if (!surelyFindsItsManagementPoint(asked)) return undefined
  if (isWithoutSmb(asked) && content.advertisement.runFromDistributionPoint) return undefined
  const [current] = around
  if (!current || current === own || isOnInternet(asked) || isDevice(asked)) {
    if (isDevice(asked) && current && current !== own && primaryOf(current) === own.code) return undefined
    return surelyFrom(asked, own) ? 'its own site has it' : undefined
  }
  const ways = isKnownToIt(asked, current)
  const sure = ways.map((isKnown) => (isKnown ? surelyNearOr(asked, current) : surelyFrom(asked, own)))
  return sure.every(Boolean) ? `the site it is in has it, or its own (${current.code})` : undefined
}

/**
 * "How Clients Find Their Site's Default Management Point": in Active Directory if its site publishes there, or else by its
 * server locator point, to which a native-mode client talks only with the option. A client without either is installed with
 * one, as is a device; on the Internet CCMHOSTNAME= names it.
 */
function surelyFindsItsManagementPoint(asked: Asked): boolean {
  const { knowledge, own } = asked
  const { client } = knowledge
  if (isOnInternet(asked)) return client.internetManagementPoint !== undefined
  if (isDevice(asked)) return true
  if (client.activeDirectory && own.publishToActiveDirectory) return true
  if (client.serverLocatorPoint === undefined) return !client.activeDirectory
  return isToldByServerLocatorPoint(asked, own)
}

/** Its server locator point knows its own site and those below; a native-mode client talks to it only with the option. */
function isToldByServerLocatorPoint({ world, knowledge }: Asked, site: DescribedSite): boolean {
  const { client, mode, httpForRoaming } = knowledge
  const { serverLocatorPoint: name } = client
  const at = world.hierarchy.sites.find(({ systems }) => systems.some((system) => system.name === name))
  const knows = at && (at === site || isBelow(world.hierarchy, site, at.code))
  return Boolean(knows) && (mode === 'mixed' || httpForRoaming)
}

/**
 * Whether a client hears of the site it is in, and finds its management point: by Active Directory where all sites publish,
 * otherwise only below its own, by a server locator point ("LocalMPLocationReply" names sites alone, cc144687).
 * Both where the documentation does not say, since some publish.
 */
function isKnownToIt(asked: Asked, current: DescribedSite): boolean[] {
  const { world, knowledge, own } = asked
  const { hierarchy } = world
  const regionally = isBelow(hierarchy, current, own.code) && isToldByServerLocatorPoint(asked, current)
  if (!knowledge.client.activeDirectory || !current.publishToActiveDirectory) return [regionally]
  return hierarchy.sites.every(({ publishToActiveDirectory }) => publishToActiveDirectory)
    ? [true]
    : [true, regionally]
}

/** "When the resident management point returns an empty list, the client asks its assigned one"; so also where there is none. */
function surelyNearOr(asked: Asked, current: DescribedSite): boolean {
  const { own } = asked
  const isOwn = primaryOf(current) === own.code
  const listed = isOwn || canTalkTo(asked, current) ? listOf(asked, current) : 'empty'
  return listed === 'empty' ? surelyFrom(asked, own) : listed === 'gets' && isNearEnough(asked, current)
}

function surelyFrom(asked: Asked, site: DescribedSite): boolean {
  return listOf(asked, site) === 'gets' && isNearEnough(asked, site)
}

/** One that serves the client is enough, since it tries them all. */
function listOf(asked: Asked, site: DescribedSite): Listed {
  const all = holders(asked, site)
  const protecting = all.filter((system) => protects(asked, system))
  const unprotected = all.filter(({ protectedBoundaries }) => protectedBoundaries.length === 0)
  if (keepsToProtected(asked, site) && protecting.length === 0) return 'open'
  const listed = protecting.length > 0 ? protecting : unprotected
  if (listed.length === 0) return 'empty'
  return listed.some((system) => couldServe(asked, site, system)) ? 'gets' : 'open'
}

/** Whether there are protected distribution points around the client, and the advertisement lets it use no others. */
function keepsToProtected(asked: Asked, { systems }: DescribedSite): boolean {
  const { fallBackToUnprotected } = asked.content.advertisement
  return !fallBackToUnprotected && systems.some((system) => protects(asked, system))
}

/** Surely near: in fast boundaries of that site alone. */
function isNearEnough({ content, knowledge }: Asked, site: DescribedSite): boolean {
  if (content.advertisement.whenSlow === 'download') return true
  const near = boundariesAround(site, knowledge.at)
  return near.length > 0 && near.every(({ connection }) => connection === 'fast')
}
