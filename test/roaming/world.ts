import type { ActionResult, SiteMode } from '../../sim/index.ts'
import {
  having,
  primaryOf,
  siteCalled,
  type DescribedClient,
  type DescribedHierarchy,
  type DescribedSite,
  type Place,
} from './described-hierarchy.ts'
import { sitesAround } from './geography.ts'
import type { ClientStep, Step } from './random-day.ts'

/** The state at one moment: the modes of the sites, and the location and knowledge of the clients. */
export interface World {
  hierarchy: DescribedHierarchy
  /** Mode of every site, by its code. */
  modes: ReadonlyMap<string, SiteMode>
  clients: ReadonlyMap<string, Knowledge>
  hours: number
}

/** A client as it is by what it has been told and could read. */
export interface Knowledge {
  client: DescribedClient
  at: Place
  assigned: string | undefined
  /** Mode of its site when it last learned it. */
  mode: SiteMode
  httpForRoaming: boolean
  /** When it last read all of its site, in hours since the beginning. */
  read: number
  /** When it last read the mode of its site. */
  modeRead: number
}

export function worldAtFirst(hierarchy: DescribedHierarchy): World {
  const modes = new Map(hierarchy.sites.map((site) => [site.code, modeAtFirst(hierarchy, site)]))
  const clients = new Map(
    hierarchy.clients.map((client) => {
      const [around] = sitesAround(hierarchy, placeOf(client, client.at))
      const automatic = client.internetManagementPoint === undefined && around ? primaryOf(around) : undefined
      const wanted = client.assignedSite === 'auto' ? automatic : client.assignedSite
      const site = siteCalled(hierarchy, wanted)
      const knowledge: Knowledge = {
        client,
        at: placeOf(client, client.at),
        assigned: site?.code,
        mode: (site && modes.get(site.code)) ?? client.mode,
        httpForRoaming: optionOf(client, site),
        read: 0,
        modeRead: 0,
      }
      return [client.name, knowledge]
    }),
  )
  return { hierarchy, modes, clients, hours: 0 }
}

export function modeIn({ modes }: World, site: DescribedSite): SiteMode {
  return modes.get(site.code) ?? 'mixed'
}

function modeAtFirst(hierarchy: DescribedHierarchy, site: DescribedSite): SiteMode {
  return siteCalled(hierarchy, primaryOf(site))?.mode ?? 'mixed'
}

/**
 * CCMALWAYSINF=1 has it take itself to be on the Internet wherever it is, and a computer in a workgroup knows nothing of
 * Active Directory sites.
 */
function placeOf({ alwaysOnInternet, activeDirectory }: DescribedClient, place: Place): Place {
  if (alwaysOnInternet) return { internet: true }
  if (activeDirectory || 'internet' in place) return place
  return place.address === undefined ? {} : { address: place.address }
}

function optionOf({ httpForRoaming }: DescribedClient, site: DescribedSite | undefined): boolean {
  return httpForRoaming === 'inherit' ? (site?.httpForRoaming ?? false) : httpForRoaming
}

/** "A native site cannot have a mixed parent", and secondary sites have their parent's mode. */
export function mayGoOver({ hierarchy, modes }: World, code: string, mode: SiteMode): boolean {
  const site = siteCalled(hierarchy, code)
  if (site?.kind !== 'primary') return false
  if (modes.get(code) === mode) return true
  return mode === 'native'
    ? site.parent === undefined || modes.get(site.parent) === 'native'
    : hierarchy.sites.every(
        ({ kind, parent, code: child }) =>
          kind === 'secondary' || parent !== code || modes.get(child) === 'mixed',
      )
}

/** The world after a step; `result` is what came of it where a client acted. */
export function afterStep(world: World, step: Step, result: ActionResult | undefined): World {
  if (step.does === 'advance') return { ...world, hours: world.hours + step.hours }
  if (step.does === 'setMode')
    return mayGoOver(world, step.site, step.mode) ? goneOver(world, step.site, step.mode) : world
  const before = world.clients.get(step.client)
  if (!before) return world
  const clients = new Map(world.clients)
  clients.set(step.client, learned(world, before, step, result))
  return { ...world, clients }
}

function goneOver(world: World, code: string, mode: SiteMode): World {
  const modes = new Map(world.modes)
  for (const site of world.hierarchy.sites) if (primaryOf(site) === code) modes.set(site.code, mode)
  return { ...world, modes }
}

function learned(
  world: World,
  before: Knowledge,
  step: ClientStep,
  result: ActionResult | undefined,
): Knowledge {
  const { hierarchy, modes, hours } = world
  if (step.does === 'move') return { ...before, at: placeOf(before.client, step.to) }
  if (step.does === 'assign') {
    const site = siteCalled(hierarchy, result?.site ?? undefined)
    if (!site) return before
    // The setting from CCMSetup, used if nothing else provides one.
    const inherited = result?.by === 'active-directory' ? site : undefined
    const mode = result?.by === 'installation' ? before.client.mode : (modes.get(site.code) ?? 'mixed')
    return {
      ...before,
      assigned: site.code,
      mode,
      httpForRoaming: optionOf(before.client, inherited),
      read: hours,
      modeRead: hours,
    }
  }
  const site = siteCalled(hierarchy, before.assigned)
  const mode = site && modes.get(site.code)
  if (!site || mode === undefined || !canRead(world, before)) return before
  const readingMode = { ...before, mode, modeRead: hours }
  const reading = { ...readingMode, httpForRoaming: optionOf(before.client, site), read: hours }
  if (step.does === 'start') return reading
  // A contact is an experimenter's order, and not one of the client's own doings.
  if (step.does === 'contact') return before
  if (hours - before.read >= 25) return reading
  return hours - before.modeRead >= 2 ? readingMode : before
}

/** Its site publishes what the client can read. */
function canRead({ hierarchy }: World, { client, at, assigned }: Knowledge): boolean {
  const site = siteCalled(hierarchy, assigned)
  return (
    client.activeDirectory &&
    client.kind === 'computer' &&
    !('internet' in at) &&
    site?.publishToActiveDirectory === true &&
    having(site, 'management-point').length > 0
  )
}
