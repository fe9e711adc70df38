import type { SmbTarget } from '../../sim/client/transports/smb/connection.ts'
import {
  overSmb,
  type SmbContent,
  type SmbReading,
  type SmbShare,
} from '../../sim/client/transports/smb/smb.ts'

/** A share, and the path of a file or directory in it; empty for the share's root. */
export interface SmbRequest extends SmbShare {
  path: string
}

/** Reads one file, or the names in a directory. */
export function readOverSmb(
  target: SmbTarget,
  { path, ...share }: SmbRequest,
): Promise<SmbReading<SmbContent>> {
  return overSmb(target, share, (read) => read(path))
}
