import type { Rule } from './rule.ts'
import { pages } from './sources.ts'

/** The protocol that table 1 of the source text names is that of the requests. */
export const userStateBySmb: Rule = {
  id: 'user-state/by-smb',
  sentence:
    'A client asks a state migration point for a store by HTTP or HTTPS, and writes and reads the user state itself in a ' +
    'share there, by SMB and with its computer account.',
  sources: [
    {
      says: 'User state is kept in a folder with a UNC name, which the request for a store yields (OSDStateStorePath).',
      pages: [pages.stateStore],
    },
    {
      says: 'User state goes with the computer account; the Network Access Account is a fallback that a task sequence has to ask for (OSDStateFallbackToNAA, false by default).',
      pages: [pages.stateStore],
    },
  ],
}
