import type { Recorder } from '../evidence/recorder.ts'
import type { Behaviour } from '../net/behaviour.ts'
import type { Listener } from '../net/listener.ts'
import type { Hierarchy, PxeSettings, Site, SiteSystem } from '../model/hierarchy.ts'
import type { Account } from '../vocabulary/computer-identity.ts'
import type { LookupProtocol, Protocol } from '../vocabulary/network.ts'
import type { BootDecision, FirmwareIdentity } from './pxe-service-point/answer-firmware.ts'
import type { SiteDatabase } from './site-database.ts'
import type { VirtualDirectory } from './web-server/virtual-directory.ts'

/** The service of a site system in one role. */
export interface Point {
  /** Its virtual directories, on the web server that all roles of the system share. */
  directories(site: Site, system: SiteSystem): readonly VirtualDirectory[]
  /** Opens its ports besides those of the web server. */
  open(context: PointContext): OpeningPort[]
}

/** The surroundings in which a point opens its ports. */
export interface PointContext {
  hierarchy: Hierarchy
  site: Site
  system: SiteSystem
  address: string
  recorder: Recorder
  behaviour: Behaviour
  database: SiteDatabase
  /** The simulation's clock. */
  now(): Date
  /** The accounts of the domain. */
  accounts(): readonly Account[]
  /** The port to bind for a configured one; 0 where the machine chooses. */
  bound(configured: number): number
  /** As the client that a branch distribution point is, gets a package to share; resolves to false where it cannot. */
  fetch(packageId: string): Promise<boolean>
  /** The site's decision about a computer that boots from the network. */
  bootDecision(computer: FirmwareIdentity, settings: PxeSettings): BootDecision
}

/** A port that is being opened. */
export interface OpeningPort {
  opening: Promise<OpenPort>
  /** 0 where the machine chooses. */
  port: number
}

interface OpenPort extends Listener {
  /** As the site configures it; the open port differs where all systems share one address. */
  configuredPort: number
  protocol: Protocol | LookupProtocol
  url: string
  /** Waits until it can answer as it will. */
  ready?(): Promise<void>
}

/** A point that only adds directories to its system's web server. */
export function webPoint(directories: readonly VirtualDirectory[]): Point {
  return { directories: () => directories, open: () => [] }
}
