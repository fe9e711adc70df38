import type { Client, Site, SiteSystem } from '../model/hierarchy.ts'
import { primaryCodeOf } from '../model/sites.ts'
import type { Orders } from './orders.ts'
import type { Outcome } from '../evidence/attempt.ts'

/** As much of a simulated client as a branch distribution point needs. */
interface BranchComputer {
  fetchToShare(packageId: string): Promise<{ outcome: Outcome }>
}

/** The client computers that branch distribution points are. */
export interface BranchComputers {
  /** Gets a package for a branch distribution point to share; resolves to false where it cannot. */
  fetch(site: Site, system: SiteSystem, packageId: string): Promise<boolean>
  /** Hands in how a client is started, once all hosts are open. */
  open(start: (client: Client) => BranchComputer): void
}

export function createBranchComputers(orders: Pick<Orders, 'areOver'>): BranchComputers {
  const started = new Map<SiteSystem, BranchComputer>()
  let startClient: ((client: Client) => BranchComputer) | undefined
  return {
    async fetch(site, system, packageId) {
      const computer = started.get(system) ?? startClient?.(clientOn(site, system))
      if (!computer || orders.areOver()) return false
      started.set(system, computer)
      const { outcome } = await computer.fetchToShare(packageId)
      return outcome === 'answered'
    },
    open(start) {
      startClient = start
    },
  }
}

/** It is not used: what is fetched goes to the share. */
const cacheSize = 0

/** A client of the site, where its server stands ("Choose Between a Standard and Branch Distribution Point"). */
function clientOn(site: Site, { name, fqdn, at }: SiteSystem): Client {
  return {
    ...{ name, fqdn, kind: 'computer', version: site.version, assignedSite: primaryCodeOf(site) },
    ...{ activeDirectory: true, httpForRoaming: 'inherit', wins: false, alwaysOnInternet: false },
    ...{ computerAccount: 'trusted', cacheSize, trustsRoot: true, clockAhead: 0 },
    ...{ certificates: ['good'], pxeBoot: 'not-advertised', at: { internet: false, ...at } },
  }
}
