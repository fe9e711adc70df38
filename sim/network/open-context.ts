import type { SigningIdentity } from '../../certs/issue.ts'
import type { Pki } from '../../certs/pki.ts'
import type { Clock } from '../client/network.ts'
import { ClockError } from '../errors.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { Journal } from '../evidence/recording/event.ts'
import { limits } from '../limits.ts'
import type { Hierarchy, Site, SiteSystem } from '../model/hierarchy.ts'
import type { ScriptedBehaviour } from '../net/behaviour.ts'
import type { UnusualSettings } from '../vocabulary/unusual.ts'
import type { Patience } from '../net/other-end.ts'
import type { SiteDatabase } from '../points/site-database.ts'
import type { BranchComputers } from './branch-computers.ts'
import type { Addresses, FixedAddresses } from './addresses.ts'
import type { KnownComputers } from './known-computers.ts'
import type { Orders } from './orders.ts'
import type { FollowedTraffic, PacketFile } from './packets/packet-file.ts'
import type { HostListener, NameService } from './name-service.ts'
import type { PkiOptions, RevocationCheckers } from './hierarchy-pki.ts'
import type { ForeignConnections } from './own-clients.ts'

/** Options for opening a hierarchy on loopback. */
export interface OpenOptions extends PkiOptions {
  /** The simulation's time at the start, from 1970 to 900 years ahead; now by default. */
  startsAt?: Date
  /** `stands`: the simulation's time moves when it is advanced, and not otherwise; by default it runs as fast as the machine's. */
  time?: 'stands' | 'runs'
  /** Milliseconds of silence until a client gives up an attempt; 10,000 by default. */
  timeout?: number
  /** `shared`: everything on 127.0.0.1, as on a platform that has only that. Fixed ones are the same at each start. */
  addresses?: 'own' | 'shared' | FixedAddresses
  /** `product`: the product's own ports in place of ours (80 for 8080), where the hierarchy file states none. */
  ports?: 'ours' | 'product'
  /**
   * Servers do what their standards allow and servers seldom do, by chance: a client that fails at it relied on luck. By default
   * as the hierarchy describes.
   */
  unusual?: UnusualSettings
  /** Number of the first attempt's id, where several hierarchies share a recording. */
  firstAttempt?: number
  /** Receives every event as it happens: each attempt, and each connection of a client of your own, once it is over. */
  journal?: Journal
  /** `told`: to the journal alone, so that memory does not grow with them; `kept`, by default: the hierarchy lists them too. */
  attempts?: 'kept' | 'told'
  /** Learns of each default port that another program has, and of the one that is opened in its place. */
  onPortTaken?: (port: number, instead: number) => void
  /** Receives the secrets of every TLS connection to a site system, as lines of an NSS key log, for Wireshark. */
  keyLog?: (line: Buffer) => void
  /** Gets every byte that the listeners receive and send, as packets, with names and the secrets of TLS, for Wireshark. */
  packets?: PacketFile
}

/** What hierarchies that are opened one after the other may share. */
export interface Shared {
  /** Makes what a client signs its messages with; by default each hierarchy makes keys of its own. */
  signingIdentity?: () => Promise<SigningIdentity>
}

export interface OpenSystem extends SystemAddress {
  /** Replaced when its site changes its mode. */
  listeners: SystemListener[]
  close(): Promise<void>
}

export interface SystemListener extends HostListener {
  url: string
}

/** The parts of an open hierarchy that its listeners and clients share. */
export interface OpenContext {
  hierarchy: Hierarchy
  addresses: Addresses
  recorder: Recorder
  foreign: ForeignConnections
  pki: Pki
  clock: MovableClock
  names: NameService
  /** Site codes by the FQDN of a site system, in lower case. */
  siteBySystem: ReadonlyMap<string, string>
  /** When a site last switched its mode, by its code: ISO 8601, by the simulation's clock. */
  switchedAt: Map<string, string>
  revocation: RevocationCheckers
  /** Makes what a client signs its messages with. */
  signingIdentity(): Promise<SigningIdentity>
  computers: KnownComputers
  branches: BranchComputers
  orders: Orders
  /** How a host behaves, by its FQDN; the same whenever its listeners are opened. */
  behaviourOf(fqdn: string): ScriptedBehaviour
  keyLog: (line: Buffer) => void
  traffic: FollowedTraffic | undefined
  /** Milliseconds of silence until a client gives up an attempt. */
  timeout: number
  /** How long a client waits for a host, whose listeners tell when they keep silent; for another program in its place, time does. */
  patienceWith(fqdn: string, port: number): Patience
  /** Both ends of what machines fetch from the point that publishes the revocation lists: no contact with a site system. */
  listRecorder: Recorder
}

/** A site system, and the address that it is opened on. */
export interface SystemAddress {
  site: Site
  system: SiteSystem
  database: SiteDatabase
  address: string
}

/** A port that is being opened. */
export interface OpeningPort {
  opening: Promise<SystemListener>
  /** 0 where the machine chooses. */
  port: number
}

interface MovableClock extends Clock {
  /** Throws a `ClockError` when it would be further ahead than certificates can be dated back. */
  advance(milliseconds: number): void
}

const day = 86_400_000
/** The Unix epoch: lists of revoked certificates cannot be dated before 1950, nor can what came before them. */
const earliest = 0

export function createClock({ startsAt, time }: Pick<OpenOptions, 'startsAt' | 'time'> = {}): MovableClock {
  const opened = Date.now()
  let ahead = checked(startsAt ? startsAt.getTime() - opened : 0)
  const running = (): Date => new Date(Date.now() + ahead)
  return {
    now: () => (time === 'stands' ? new Date(opened + ahead) : running()),
    moment: () => running().toISOString(),
    machine: () => new Date(),
    ahead: () => ahead,
    advance(milliseconds) {
      ahead = checked(ahead + milliseconds)
    },
  }
}

function checked(ahead: number): number {
  if (ahead <= limits.clockAhead.value * day && Date.now() + ahead >= earliest) return ahead
  throw new ClockError(
    `the simulation's clock can be set from 1970 to ${limits.clockAhead.value} days ahead of the machine's`,
  )
}
