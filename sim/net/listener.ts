import type { EndEvidence } from '../evidence/end-evidence.ts'
import {
  isFaultOf,
  type Fault,
  type FaultLayer,
  type FaultOf,
  type RevocationListFault,
} from '../vocabulary/fault.ts'

/** An open port of a machine. */
export interface Listener {
  address: string
  /** The port that is open when nothing is wrong. */
  port: number
  /** Switches a fault on, in place of another. Rejects with a `RangeError` when this port cannot have it. */
  break(fault: Fault | RevocationListFault): Promise<void>
  repair(): Promise<void>
  /** Why no client can connect, as seen on the machine itself; null when it listens as configured. */
  refuses(): EndEvidence | null
  close(): Promise<void>
}

/** A listener that can have the faults of a protocol too, one at a time; `set` switches them. */
export function withFaultsOf<Layer extends FaultLayer>(
  listener: Listener,
  layer: Layer,
  set: (fault: FaultOf<Layer> | undefined) => void,
): Listener {
  return {
    ...listener,
    async break(fault) {
      if (isFaultOf(fault, layer)) {
        await listener.repair()
        set(fault)
      } else {
        await listener.break(fault)
        set(undefined)
      }
    },
    async repair() {
      set(undefined)
      await listener.repair()
    },
  }
}
