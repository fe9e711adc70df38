import { allow, type DecidingRule } from './rule.ts'
import { pages } from './sources.ts'

export const httpInBothModes: DecidingRule = {
  id: 'fallback-status-point/http-in-both-modes',
  sentence: 'Clients talk to a fallback status point by HTTP, in mixed mode and in native mode.',
  sources: [
    { says: 'A fallback status point is reached by HTTP in both modes.', pages: [pages.clientCommunication] },
  ],
  decide: () => allow('http'),
}
