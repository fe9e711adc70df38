import { methodNotAllowed, notFound, protocolBySiteMode, type VirtualDirectory } from '../web-server/role.ts'
import { answerMessage } from './answer-message.ts'

/** Bytes as they travel; longer ones go by BITS upload. */
const longestMessage = 4 * 1024 * 1024

/** Takes messages by CCM_POST, and nothing else. */
export function messageDirectory(path: string): VirtualDirectory {
  return {
    path,
    protocol: protocolBySiteMode,
    async answer(request, place) {
      if (request.path.toLowerCase() !== `${path.toLowerCase()}/request`) return notFound()
      if (request.method !== 'CCM_POST') return methodNotAllowed('CCM_POST')
      const bytes = await request.body(longestMessage)
      if (!bytes) return { status: 413, reason: 'The message is too long.' }
      return answerMessage(request.header('content-type'), bytes, place)
    },
  }
}

/**
 * The same for whoever signs in. Clients expect to be asked; the proof itself is the operating system's affair, so any
 * is believed.
 */
export function messageDirectoryWithSignIn(path: string): VirtualDirectory {
  const open = messageDirectory(path)
  return {
    ...open,
    answer(request, place) {
      if (/^(negotiate|ntlm)\s+\S/i.test(request.header('authorization') ?? ''))
        return open.answer(request, place)
      return { status: 401, reason: 'You are not authorized.', authenticate: ['Negotiate', 'NTLM'] }
    },
  }
}
