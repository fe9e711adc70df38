import type { EndEvidence } from '../../evidence/end-evidence.ts'
import type { FaultOf } from '../../vocabulary/fault.ts'
import { tftpErrors } from '../../vocabulary/error-codes.ts'

/** A PXE service point's misbehaviour: hooks in the order of a boot. */
export interface BootFault {
  /** Leaves the request for the name of the boot program unanswered. */
  naming?: EndEvidence
  /** Leaves the name of the boot program out of its answer. */
  namesNoFile?: boolean
  /** Leaves the request for the boot file unanswered, or answers it with an error of TFTP. */
  opening?: EndEvidence & { error?: number }
  /** Finds no boot file. */
  hidesFiles?: boolean
  /** Falls silent after the first block. */
  stalls?: boolean
}

export const bootFaults: Readonly<Record<FaultOf<'PXE'>, BootFault>> = {
  'boot-server-silent': {
    naming: { stage: 'pxe', code: 'SENT_NOTHING', message: 'did not name a boot file' },
  },
  'boot-file-unnamed': { namesNoFile: true },
  'file-server-silent': {
    opening: { stage: 'pxe', code: 'SENT_NOTHING', message: 'did not open the boot file' },
  },
  'boot-file-missing': { hidesFiles: true },
  'boot-file-refused': {
    opening: {
      stage: 'pxe',
      code: 'TFTP_ACCESS_DENIED',
      message: 'the boot file may not be read',
      error: tftpErrors.accessViolation,
    },
  },
  'boot-file-stalled': { stalls: true },
}
