import type { Recorder } from '../evidence/recorder.ts'
import type { Listener } from '../net/listener.ts'
import type { Hierarchy, PxeSettings, Site, SiteSystem } from '../model/hierarchy.ts'
import type { LookupProtocol, Protocol } from '../vocabulary/protocol.ts'
import type { BootDecision, FirmwareIdentity } from './pxe-service-point/answer-firmware.ts'
import type { VirtualDirectory } from './web-server/virtual-directory.ts'

/** What a site system does in one role. */
export interface Point {
  /** What it adds to the web server of its system, which all roles of the system share. */
  directories(site: Site, system: SiteSystem): readonly VirtualDirectory[]
  /** Opens its ports besides those of the web server. */
  open(context: OpenContext): OpeningPort[]
}

/** What a point opens its ports with. */
export interface OpenContext {
  hierarchy: Hierarchy
  site: Site
  system: SiteSystem
  address: string
  recorder: Recorder
  /** The simulation's clock. */
  now(): Date
  /** The port to bind for a configured one; 0 where the machine is to choose. */
  bound(configured: number): number
  /** What the site has for a computer that boots from the network. */
  bootDecision(computer: FirmwareIdentity, settings: PxeSettings): BootDecision
}

/** A port that is being opened. */
export interface OpeningPort {
  opening: Promise<OpenPort>
  /** 0 where the machine is to choose. */
  port: number
}

interface OpenPort extends Listener {
  /** As the site says; the port really open differs where all systems share one address. */
  configuredPort: number
  protocol: Protocol | LookupProtocol
  url: string
}

/** A point that is a part of its system's web server and nothing else. */
export function webPoint(directories: readonly VirtualDirectory[]): Point {
  return { directories: () => directories, open: () => [] }
}
