import { fallbackStatusPoint } from './fallback-status-point.ts'
import { forbiddenFromAfar } from './internet-client.ts'
import { roaming } from './roaming.ts'
import type { Contact, Decision } from './rule.ts'
import { serverLocatorPoint } from './server-locator-point.ts'
import { forbiddenByItsOptions } from './serving-system.ts'
import { unaffectedBySiteMode } from './unaffected-by-site-mode.ts'
import { withinAssignedSite } from './within-assigned-site.ts'

/** Whether a client may try a site system, and by which protocol. */
export function mayContact(contact: Contact): Decision {
  return forbiddenFromAfar(contact, forbiddenByItsOptions(contact, onIntranet(contact)))
}

function onIntranet(contact: Contact): Decision {
  if (contact.role === 'fallback-status-point') return fallbackStatusPoint()
  if (contact.role === 'server-locator-point') return serverLocatorPoint(contact)
  const unaffected = unaffectedBySiteMode(contact)
  if (unaffected) return unaffected
  return contact.ofAssignedSite ? withinAssignedSite(contact) : roaming(contact)
}
