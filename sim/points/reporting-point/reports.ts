import type { Report } from './report.ts'
import { fallbackStatusPoints } from './reports/fallback-status-points.ts'
import { registeredClients } from './reports/registered-clients.ts'
import { siteSystems } from './reports/site-systems.ts'
import { sites } from './reports/sites.ts'
import { stateMessages } from './reports/state-messages.ts'
import { stateStores } from './reports/state-stores.ts'
import { uploads } from './reports/uploads.ts'

/** Each has a number of its own, by which links know it. */
export const reports: readonly Report[] = [
  sites,
  siteSystems,
  stateMessages,
  fallbackStatusPoints,
  stateStores,
  registeredClients,
  uploads,
]
