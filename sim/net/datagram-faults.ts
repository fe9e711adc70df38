import type { EndEvidence } from '../evidence/end-evidence.ts'
import type { FaultOf } from '../vocabulary/fault.ts'
import { mailBanner } from './faults.ts'

/** A UDP server's misbehaviour. */
export interface DatagramFault {
  /** Listens nowhere, or on another port. */
  port?: 'none' | 'another'
  /** What the server knows of each datagram that it does not answer as it should. */
  seen?: Omit<EndEvidence, 'stage'>
  /** Sent in place of an answer. */
  instead?: Buffer
  /** Changes an answer on its way out. */
  alter?(answer: Buffer, transactionAt: number | undefined): Buffer
}

export const datagramFaults: Readonly<Record<FaultOf<'port' | 'datagram'>, DatagramFault>> = {
  'not-listening': { port: 'none' },
  'wrong-port': { port: 'another' },
  silent: { seen: { code: 'SENT_NOTHING', message: 'did not answer the datagram' } },
  'garbage-answer': {
    seen: { code: 'SENT_GARBAGE', message: 'answered the datagram with something that is not the protocol' },
    instead: Buffer.from(mailBanner),
  },
  'wrong-transaction': {
    seen: { code: 'SENT_FOR_ANOTHER', message: 'answered with the number of another question' },
    alter(answer, transactionAt = 0) {
      const altered = Buffer.from(answer)
      altered[transactionAt] = (altered[transactionAt] ?? 0) ^ 0xff
      return altered
    },
  },
}
