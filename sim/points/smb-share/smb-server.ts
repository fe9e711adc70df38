import type { Recorder } from '../../evidence/recorder.ts'
import { limits } from '../../limits.ts'
import type { Behaviour } from '../../net/behaviour.ts'
import type { Listener } from '../../net/listener.ts'
import { openMessageServer } from '../../net/message-server.ts'
import type { AskedRequest } from '../../vocabulary/misbehaviour.ts'
import { packageShare, type HeldContent } from '../../wire/distribution-point/package.ts'
import { smbFrame, smbMessageBounds } from '../../wire/smb/header.ts'
import { packageTree } from '../distribution-point/package-tree.ts'
import { operationOf, refusalByScript } from './asked.ts'
import { createConversation } from './conversation.ts'
import { refusalBy } from './faults.ts'
import type { Share } from './session.ts'
import type { Account } from '../../vocabulary/computer-identity.ts'

export interface SmbServerOptions {
  address: string
  /** SMB has 445; 0 where the system chooses. */
  port: number
  /** Name of the system that shares. */
  fqdn: string
  recorder: Recorder
  /** Absent where the server behaves as usual. */
  behaviour?: Behaviour | undefined
  /** The packages currently in their share; absent where there is none. */
  packages?(): readonly HeldContent[]
  /** Is told of each path in the share of the packages that a client sought and did not find. */
  missing?(path: string): void
  /** Whether clients without an account may use the share of the packages now; absent: they may not. */
  admitsAnonymous?(): boolean
  /** Other shares. */
  shares?: readonly Share[]
  /** Most simultaneous connections; any number if absent. */
  connections?: number
  /** The accounts that may sign in. */
  accounts(): readonly Account[]
}

export interface SmbServer extends Listener {
  /** Name of the first share. */
  share: string
}

/** Longest request, in bytes. Read requests are short. */
const longestRequest = limits.shareRequest.value

/**
 * Shares by SMB2, dialect 2.0.2: a read-only one of packages, as a branch distribution point has, and a standard one whose
 * packages are not available by HTTP (page bb932208). Package content is derived from ids and versions.
 */
export async function openSmbServer(options: SmbServerOptions): Promise<SmbServer> {
  const { fqdn, packages, missing, admitsAnonymous = nobody, accounts, connections = Infinity } = options
  const ofPackages = packages && {
    name: packageShare,
    admitsAnonymous,
    files: () => packageTree('', packages()),
    ...(missing && { missing }),
  }
  const shares = [...(ofPackages ? [ofPackages] : []), ...(options.shares ?? [])]
  const protocol = {
    stage: 'smb',
    layer: 'SMB',
    framing: { boundsOf: smbMessageBounds, longest: longestRequest },
    endlessReply,
  } as const
  const tcp = { ...options, service: 'the share' }
  const listener = await openMessageServer(
    tcp,
    protocol,
    ({ sawWrong, connections: open, fault, behaviour }) => {
      const conversation = createConversation({
        fqdn,
        shares,
        accounts,
        full: open > connections,
        sawWrong,
        unusually: behaviour.unusually,
        manner(command, path) {
          const now = fault()
          const refused = now && refusalBy(now, command)
          if (refused) return { refused }
          const asked = (): AskedRequest => ({ operation: operationOf(command), path: path() })
          const { due, unusually } = behaviour.meet(asked)
          return { refused: refusalByScript(due), unusually }
        },
      })
      return {
        reply(request) {
          const response = conversation.answer(request)
          return response ? [smbFrame(response)] : []
        },
        ended: () => conversation.ended(),
      }
    },
  )
  return { ...listener, share: shares[0]?.name ?? packageShare }
}

const nobody = (): boolean => false

/** The beginning of a message of 128 KiB: its length and its first bytes. */
const endlessReply = smbFrame(Buffer.alloc(128 * 1024)).subarray(0, 68)
