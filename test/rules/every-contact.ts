import { clientConnections, siteSystemRoleNames } from '../../sim/vocabulary/site-system-role.ts'
import { siteModeNames } from '../../sim/vocabulary/site-mode.ts'
import type { Contact } from '../../sim/rules/rule.ts'

/** Every contact there can be: the assigned site has the mode of its clients. */
export function* everyContact(): Generator<Contact> {
  const either = [false, true]
  for (const role of siteSystemRoleNames)
    for (const mode of siteModeNames)
      for (const siteMode of siteModeNames)
        for (const kind of ['computer', 'mobile-device'] as const)
          for (const httpForRoaming of either)
            for (const onInternet of either)
              for (const ofAssignedSite of mode === siteMode ? either : [false])
                for (const options of everyOption())
                  yield {
                    client: { kind, mode, httpForRoaming, onInternet },
                    ...{ role, siteMode, ofAssignedSite },
                    ...options,
                  }
}

function* everyOption(): Generator<Omit<Contact, 'client' | 'role' | 'siteMode' | 'ofAssignedSite'>> {
  const either = [false, true]
  for (const siteKind of ['primary', 'secondary'] as const)
    for (const connections of clientConnections)
      for (const ssl of either)
        for (const httpTransfer of either)
          for (const devices of either)
            for (const outsideProtection of either)
              yield {
                siteKind,
                clientConnections: connections,
                ssl,
                httpTransfer,
                devices,
                outsideProtection,
              }
}
