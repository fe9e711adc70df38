import { allow, type Decision, type Rule } from './rule.ts'

export const httpInBothModes: Rule = {
  id: 'fallback-status-point/http-in-both-modes',
  sentence: 'Clients talk to a fallback status point by HTTP, in mixed mode and in native mode.',
}

export function fallbackStatusPoint(): Decision {
  return allow(httpInBothModes, 'http')
}
