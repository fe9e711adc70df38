import type { Meet, Scripts } from './scripts.ts'
import type { UnusualServers, Unusually } from './unusual.ts'

/** How a host behaves in ways that are not the usual ones. */
export interface Behaviour {
  /** What is legal and seldom seen, by chance; absent where it does nothing of the kind. */
  unusual?: UnusualServers | undefined
  /** What is amiss, as it was asked to. */
  scripts?: Scripts | undefined
}

/** Of a host that can be asked at any time to do something amiss. */
export interface ScriptedBehaviour extends Behaviour {
  scripts: Scripts
}

/** How a host behaves to one client, on one connection. */
export interface ConnectionBehaviour {
  /** Draws what is unusual; undefined where nothing is. */
  unusually: Unusually | undefined
  meet: Meet
}
