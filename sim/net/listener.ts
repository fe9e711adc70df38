import type { EndEvidence } from '../evidence/attempt.ts'
import type { Fault, RevocationListFault } from '../vocabulary/fault.ts'

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

/** A listener without connections, such as a UDP port, and so without their faults. */
export function unbreakable({
  address,
  port,
  close,
}: Pick<Listener, 'address' | 'port' | 'close'>): Listener {
  return {
    address,
    port,
    close,
    break: () => Promise.reject(new RangeError(`port ${port} has no connections that could break`)),
    repair: () => Promise.resolve(),
    refuses: () => null,
  }
}
