import type { Client, Hierarchy, Site, SiteSystem } from '../model/hierarchy.ts'
import { primaryCodeOf } from '../model/sites.ts'
import { listInWords } from '../report/lists.ts'
import { clientsCounted } from '../vocabulary/counted.ts'
import type { PlanCause, PlanChange, PlanRemedyId } from '../report/plan-result.ts'
import type { Basis } from '../vocabulary/basis.ts'
import { keysOf } from '../vocabulary/keys-of.ts'
import { siteModes, type SiteMode } from '../vocabulary/site-mode.ts'
import type { ClientGroup } from './groups.ts'
import type { Measures } from './run-phases.ts'
import { afterSwitches, isAllowed, switchesTo, type Switch } from './switches.ts'

/** A way to help the clients of some changes, ready to be tried. */
export interface Proposal {
  id: PlanRemedyId
  /** A sentence that says what to do. */
  do: string
  measures: Measures
  /** The changes that it is meant for. */
  changes: readonly PlanChange[]
}

interface Remedy {
  causes: readonly PlanCause[]
  /** By default all but clients that help themselves. */
  helps?(change: PlanChange, measures: Measures): boolean
  /** undefined: there is nothing to do, or it is done already. */
  propose(changes: readonly PlanChange[], measures: Measures): Pick<Proposal, 'do' | 'measures'> | undefined
}

/**
 * The documented ways to help, in the order in which they are told. Properties of CCMSetup are given to a client by installing
 * it again: one that takes its site to be in the other mode looks for nothing.
 */
const remedies: Readonly<Record<PlanRemedyId, Remedy>> = {
  certificate: {
    causes: ['no-usable-certificate'],
    propose: (changes, measures) => ({
      do: `Give ${clientsOf(changes)} a certificate for client authentication that the site systems trust.`,
      measures: withClients(measures, changes, (client) => ({ ...client, certificates: ['good'] })),
    }),
  },
  reinstall: {
    causes: ['never-told'],
    propose: (changes, measures) => ({
      do: `${installAgain(changes)}, by a script or Group Policy: CCMSetup with /native, or without it in mixed mode.`,
      measures: withInstalledAgain(measures, changes, (client) => client),
    }),
  },
  'server-locator-point': {
    causes: ['never-told'],
    propose(changes, measures) {
      const { hierarchy } = measures
      const point = systemsOf(hierarchy).find(({ roles }) => roles.includes('server-locator-point'))
      const host = point ?? systemsOf(hierarchy).find(({ roles }) => roles.includes('management-point'))
      if (!host) return undefined
      const withPoint = point
        ? hierarchy
        : withSystem(hierarchy, host, ({ roles }) => ({ roles: [...roles, 'server-locator-point'] }))
      return {
        do: `${installAgain(changes)}, with the server locator point ${host.name} (SMSSLP=) and, for native mode, HTTP communication (/native:FALLBACK)${point ? '' : `, once ${host.name} has the role`}.`,
        measures: withInstalledAgain({ ...measures, hierarchy: withPoint }, changes, (client) => ({
          ...client,
          serverLocatorPoint: host.name,
          // A client in native mode asks a server locator point by HTTP, or not at all.
          httpForRoaming: true,
        })),
      }
    },
  },
  'dns-publishing': {
    causes: ['never-told'],
    propose(changes, measures) {
      const { hierarchy } = measures
      const codes = assignedSitesOf(changes)
      const publishing = withSites(hierarchy, codes, () => ({ publishToDns: true }))
      return {
        do: `Publish the management points of ${listed(codes)} in DNS. ${installAgain(changes)}, so that they are looked for there (DNSSUFFIX=).`,
        measures: withInstalledAgain({ ...measures, hierarchy: publishing }, changes, (client) => ({
          ...client,
          dnsSuffix: hierarchy.domain,
        })),
      }
    },
  },
  'http-for-roaming': {
    causes: ['neighbour-of-other-mode', 'package-only-there'],
    // The option is for clients of native-mode sites.
    helps: ({ group }, { hierarchy, switches }) =>
      afterSwitches(hierarchy.sites, switches).some(
        ({ code, mode, httpForRoaming }) =>
          code === group.assignedSite && siteModes[mode].clientsPresentCertificates && !httpForRoaming,
      ),
    propose(changes, measures) {
      const { hierarchy } = measures
      const codes = assignedSitesOf(changes)
      return {
        do: `Allow HTTP communication for roaming and site assignment in ${listed(codes)}.`,
        measures: { ...measures, hierarchy: withSites(hierarchy, codes, () => ({ httpForRoaming: true })) },
      }
    },
  },
  'neighbour-as-well': {
    causes: ['neighbour-of-other-mode', 'package-only-there'],
    propose(changes, measures) {
      const { hierarchy, switches } = measures
      const mode = switches.at(-1)?.mode
      if (!mode) return undefined
      const wanted = new Set(changes.flatMap((change) => sitesOf(change, hierarchy)))
      const more = alsoSwitched(hierarchy, switches, mode, wanted)
      if (more.length === 0) return undefined
      return {
        do: `Switch ${listed(more.map(({ site }) => site))} to ${mode} mode as well.`,
        measures: { ...measures, switches: [...switches, ...more] },
      }
    },
  },
  'package-at-home': {
    causes: ['neighbour-of-other-mode', 'package-only-there'],
    propose(changes, measures) {
      const missing = changes.flatMap(({ content, group }) => {
        const point = measures.hierarchy.sites
          .find(({ code }) => code === group.assignedSite)
          ?.systems.find(({ roles }) => roles.includes('standard-distribution-point'))
        const isThere = content !== undefined && point?.packages.includes(content)
        return point && content !== undefined && !isThere ? [{ content, point }] : []
      })
      if (missing.length === 0) return undefined
      const hierarchy = missing.reduce(
        (changed, { content, point }) =>
          withSystem(changed, point, ({ packages }) => ({ packages: [...new Set([...packages, content])] })),
        measures.hierarchy,
      )
      const contents = listed(missing.map(({ content }) => content))
      return {
        do: `Copy ${contents} to ${listed(missing.map(({ point }) => point.name))}, in the assigned site.`,
        measures: { ...measures, hierarchy },
      }
    },
  },
  'another-order': {
    causes: ['neighbour-of-other-mode', 'package-only-there'],
    helps: ({ kind }) => kind === 'contentInterrupted',
    propose(changes, measures) {
      const { hierarchy, switches } = measures
      const strikes = (order: readonly Switch[]): number => struckBetween(order, changes, hierarchy)
      const [best = switches] = ordersOf(hierarchy, switches).sort(
        (one, other) => strikes(one) - strikes(other),
      )
      // An order that merely makes the interruption shorter leaves it as it is.
      if (strikes(best) >= strikes(switches)) return undefined
      return {
        do: `Switch in the order ${best.map(({ site }) => site).join(', ')}.`,
        measures: { ...measures, switches: best },
      }
    },
  },
}

/** The ways to help that there are for what changed; each stands by itself. */
export function proposalsFor(changes: readonly PlanChange[], measures: Measures): Proposal[] {
  return keysOf(remedies).flatMap((id) => {
    const { causes, helps = () => true, propose } = remedies[id]
    const helped = changes.filter(
      (change) =>
        causes.includes(change.because) && change.kind !== 'awayUntilTold' && helps(change, measures),
    )
    const proposed = helped.length > 0 ? propose(helped, measures) : undefined
    return proposed ? [{ id, changes: helped, ...proposed }] : []
  })
}

function numbersOf(changes: readonly PlanChange[]): Set<number> {
  return new Set(changes.map(({ group }) => group.number))
}

function assignedSitesOf(changes: readonly PlanChange[]): Set<string> {
  return new Set(changes.flatMap(({ group }) => group.assignedSite ?? []))
}

function clientsOf(changes: readonly PlanChange[]): string {
  const groups = new Map(changes.map(({ group, clients }) => [group.number, clients]))
  const count = [...groups.values()].reduce((sum, clients) => sum + clients, 0)
  return clientsCounted(count)
}

function installAgain(changes: readonly PlanChange[]): string {
  return `Install the client again on ${clientsOf(changes)} after the switch of ${listed(assignedSitesOf(changes))}`
}

function listed(names: Iterable<string>): string {
  return listInWords([...new Set(names)])
}

function withClients(
  measures: Measures,
  changes: readonly PlanChange[],
  changed: (client: Client) => Client,
): Measures {
  const concerned = numbersOf(changes)
  const client = (group: ClientGroup, described: Client): Client => {
    const before = measures.client(group, described)
    return concerned.has(group.shown.number) ? changed(before) : before
  }
  return { ...measures, client }
}

function withInstalledAgain(
  measures: Measures,
  changes: readonly PlanChange[],
  changed: (client: Client) => Client,
): Measures {
  const concerned = numbersOf(changes)
  return {
    ...measures,
    installedAgain: ({ shown }, client) => (concerned.has(shown.number) ? changed(client) : undefined),
  }
}

function withSites(
  hierarchy: Hierarchy,
  codes: ReadonlySet<string>,
  changed: (site: Site) => Partial<Site>,
): Hierarchy {
  const sites = hierarchy.sites.map((site) => (codes.has(site.code) ? { ...site, ...changed(site) } : site))
  return { ...hierarchy, sites }
}

function withSystem(
  hierarchy: Hierarchy,
  { fqdn }: SiteSystem,
  changed: (system: SiteSystem) => Partial<SiteSystem>,
): Hierarchy {
  const sites = hierarchy.sites.map((site) => ({
    ...site,
    systems: site.systems.map((system) =>
      system.fqdn === fqdn ? { ...system, ...changed(system) } : system,
    ),
  }))
  return { ...hierarchy, sites }
}

function systemsOf({ sites }: Hierarchy): SiteSystem[] {
  return sites.flatMap(({ systems }) => systems)
}

/** The primary sites between which the content of a change goes. */
function sitesOf({ group, before }: PlanChange, { sites }: Hierarchy): string[] {
  const source = sites.find(({ code }) => code === before.site)
  return [
    ...(group.assignedSite === null ? [] : [group.assignedSite]),
    ...(source ? [primaryCodeOf(source)] : []),
  ]
}

/** Further switches that bring sites into a mode, and every other that has to go before them. */
function alsoSwitched(
  hierarchy: Hierarchy,
  made: readonly Switch[],
  mode: SiteMode,
  wanted: ReadonlySet<string>,
): Switch[] {
  const after = { ...hierarchy, sites: afterSwitches(hierarchy.sites, made) }
  let more = switchesTo(after, mode)
  // Without each that nobody wants and that no other needs, from the last to the first.
  for (const one of [...more].reverse()) {
    const rest = more.filter((other) => other !== one)
    if (!wanted.has(one.site) && isAllowed(after, rest)) more = rest
  }
  return more
}

/** Switches of more sites than this are told in the given order alone: their orders are too many. */
const most = 6

/** Every order of the switches that the hierarchy allows. */
function ordersOf(hierarchy: Hierarchy, switches: readonly Switch[]): Switch[][] {
  return switches.length > most ? [] : permutations(switches).filter((order) => isAllowed(hierarchy, order))
}

function permutations<One>(all: readonly One[]): One[][] {
  if (all.length === 0) return [[]]
  return all.flatMap((first, place) =>
    permutations([...all.slice(0, place), ...all.slice(place + 1)]).map((rest) => [first, ...rest]),
  )
}

/** The number of clients whose content comes, between some two of the switches, from a site that they do not get along with. */
function struckBetween(
  switches: readonly Switch[],
  changes: readonly PlanChange[],
  hierarchy: Hierarchy,
): number {
  const moments = switches.map(
    (_, index) =>
      new Map(afterSwitches(hierarchy.sites, switches.slice(0, index + 1)).map((site) => [site.code, site])),
  )
  const struck = changes.filter(({ group, before }) =>
    moments.some((sites) => {
      const own = sites.get(group.assignedSite ?? '')
      const source = sites.get(before.site ?? '')
      return own && source && own.mode !== source.mode && !usesHttpElsewhere(own)
    }),
  )
  return struck.reduce((sum, { clients }) => sum + clients, 0)
}

/** The clients of a site in native mode with the option use sites in mixed mode as well. */
function usesHttpElsewhere({ mode, httpForRoaming }: Site): boolean {
  return siteModes[mode].clientsPresentCertificates && httpForRoaming
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the remedies that a plan proposes for each cause: the ones that the documentation names',
  },
]
