import type { Pki } from '../../certs/pki.ts'
import type { Clock } from '../client/network.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { Hierarchy, Site, SiteSystem } from '../model/hierarchy.ts'
import type { SiteDatabase } from '../points/site-database.ts'
import type { Addresses } from './addresses.ts'
import type { HostListener } from './host.ts'
import type { KnownComputers } from './known-computers.ts'
import type { RevocationCheckers } from './revocation-lists.ts'

export interface OpenSystem extends SystemPlace {
  listeners: SystemListener[]
}

export interface SystemListener extends HostListener {
  url: string
}

/** What systems are opened on. */
export interface Ground {
  hierarchy: Hierarchy
  addresses: Addresses
  recorder: Recorder
  pki: Pki
  clock: Clock
  revocation: RevocationCheckers
  computers: KnownComputers
  keyLog: (line: Buffer) => void
}

export interface SystemPlace {
  site: Site
  system: SiteSystem
  database: SiteDatabase
  address: string
}

/** A port that is being opened. */
export interface OpeningPort {
  opening: Promise<SystemListener>
  /** 0 where the machine is to choose. */
  port: number
}
