import type { Recorder } from '../../evidence/recorder.ts'
import type { PackageSource } from '../../model/hierarchy.ts'
import type { Listener } from '../../net/listener.ts'
import { openMessageServer } from '../../net/message-server.ts'
import { packageShare } from '../../wire/distribution-point/package.ts'
import { smbFrame, smbMessageBounds } from '../../wire/smb/header.ts'
import { packageTree } from '../distribution-point/package-tree.ts'
import { createConversation } from './conversation.ts'
import type { Account } from './sign-in.ts'

export interface SmbServerOptions {
  address: string
  /** SMB has 445; 0 where the system is to choose. */
  port: number
  /** Name of the system that shares. */
  fqdn: string
  recorder: Recorder
  /** The packages in the share now. */
  packages(): readonly PackageSource[]
  /** Connections that it accepts at a time; any number where absent. */
  connections?: number
  /** Accounts that may sign in by NTLMv2, besides anonymous clients; where absent, anybody may, as a guest. */
  accounts?: readonly Account[]
}

export interface SmbServer extends Listener {
  /** Its name. */
  share: string
}

/** Bytes. Requests that only read are short. */
const longestRequest = 128 * 1024
const mostConnections = 1024

/**
 * A read-only share of packages by SMB2, dialect 2.0.2, as a branch distribution point has, and a standard one whose
 * packages are not to be had by HTTP (page bb932208). Bytes of packages follow from their ids and versions.
 */
export async function openSmbServer(options: SmbServerOptions): Promise<SmbServer> {
  const { fqdn, packages, accounts, connections = Infinity } = options
  const protocol = {
    stage: 'smb',
    framing: { boundsOf: smbMessageBounds, longest: longestRequest },
    endlessReply,
  } as const
  const tcp = { ...options, service: 'the share', mostConnections }
  const listener = await openMessageServer(tcp, protocol, (sawWrong, open) => {
    const conversation = createConversation({
      fqdn,
      share: { name: packageShare, files: () => packageTree('', packages()) },
      ...(accounts && { accounts }),
      full: open > connections,
      sawWrong,
    })
    return {
      reply(request) {
        const response = conversation.answer(request)
        return response ? [smbFrame(response)] : []
      },
    }
  })
  return { ...listener, share: packageShare }
}

/** The length of 128 KiB, and the first bytes of the message. */
const endlessReply = smbFrame(Buffer.alloc(128 * 1024)).subarray(0, 68)
