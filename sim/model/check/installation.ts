import { siteModes } from '../../vocabulary/site-mode.ts'
import type { Finding } from '../source/finding.ts'
import { nameWithoutDomain } from '../schema/written-values.ts'
import { modeOf, warning, type Check, type Subject } from './subject.ts'

type PlacedClient = Subject['clients'][number]

/**
 * What CCMSetup takes on one command line although it cannot all be meant ("Overview of Internet-Based Client
 * Management"; "Tips, Tricks & Hints for Native Mode and Internet-Based Client Management", January 2008).
 */
export const contradictoryInstallation: Check = function* (subject) {
  for (const client of subject.clients) {
    const { alwaysOnInternet, serverLocatorPoint, internetManagementPoint, assignedSite } = client.value
    if (alwaysOnInternet === true && serverLocatorPoint !== undefined) {
      const message = 'a client that is always on the Internet uses no server locator point'
      yield contradiction(client, 'serverLocatorPoint', message, 'remove it, or alwaysOnInternet')
    }
    if (alwaysOnInternet === true && internetManagementPoint === undefined) {
      const message = 'a client that is always on the Internet has to be told of its management point'
      yield contradiction(client, 'alwaysOnInternet', message, 'name it with internetManagementPoint')
    }
    const { dnsSuffix, activeDirectory, wins } = client.value
    const asksNobody = activeDirectory === false && serverLocatorPoint === undefined && wins !== true
    if (dnsSuffix !== undefined && asksNobody && (assignedSite === undefined || assignedSite === 'auto')) {
      const message = 'DNS tells a client of its management point, and not which site is its own'
      yield contradiction(client, 'dnsSuffix', message, 'name its site with assignedSite')
    }
    if (internetManagementPoint === undefined) continue
    if (assignedSite === undefined || assignedSite === 'auto') {
      const message =
        'a client that is told of an Internet-based management point cannot be assigned automatically'
      yield contradiction(client, 'internetManagementPoint', message, 'name its site with assignedSite')
    }
    yield* ofNoUse(client, internetManagementPoint, subject)
  }
}

function* ofNoUse(client: PlacedClient, written: string, subject: Subject): Iterable<Finding> {
  const system = subject.systemByName.find(nameWithoutDomain(written, subject.domain))
  const { assignedSite } = client.value
  if (!system) return
  const { code } = system.site.value
  const mode = modeOf(system.site, subject)
  if (code !== undefined && /^[A-Z0-9]{3}$/.test(assignedSite ?? '') && code !== assignedSite) {
    const message = `${written} is a system of site ${code}: an Internet-based management point serves one primary site`
    yield contradiction(client, 'internetManagementPoint', message, `name one of site ${assignedSite ?? ''}`)
  } else if (mode && !siteModes[mode].managesInternetClients) {
    const message = `${written} is in a ${mode}-mode site, which serves nobody on the Internet`
    yield contradiction(client, 'internetManagementPoint', message, 'name one of a native-mode site')
  } else if (system.value.clientConnections === 'intranet') {
    const message = `${written} takes no connections from the Internet`
    yield contradiction(
      client,
      'internetManagementPoint',
      message,
      'name another, or change its clientConnections',
    )
  }
}

function contradiction({ path }: PlacedClient, field: string, message: string, remedy: string): Finding {
  return warning('contradictory-installation', [...path, field], message, remedy)
}
