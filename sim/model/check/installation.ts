import { siteModes } from '../../vocabulary/site-mode.ts'
import type { Finding } from '../source/finding.ts'
import { nameWithoutDomain } from '../schema/written-values.ts'
import { modeOf, warning, type Check, type Subject } from './subject.ts'

type PlacedClient = Subject['described'][number]

/**
 * Combinations of properties that CCMSetup accepts on one command line although they contradict each other ("Overview
 * of Internet-Based Client Management"; "Tips, Tricks & Hints for Native Mode and Internet-Based Client Management",
 * January 2008).
 */
export const contradictoryInstallation: Check = function* (subject) {
  for (const client of subject.described) {
    const { alwaysOnInternet, serverLocatorPoint, internetManagementPoint, assignedSite } = client.value
    if (alwaysOnInternet === true && serverLocatorPoint !== undefined) {
      const message = 'a client that is always on the Internet uses no server locator point'
      yield contradiction(client, 'serverLocatorPoint', message, 'remove it, or alwaysOnInternet')
    }
    if (alwaysOnInternet === true && internetManagementPoint === undefined) {
      const message = 'a client that is always on the Internet needs an Internet-based management point'
      yield contradiction(client, 'alwaysOnInternet', message, 'name it with internetManagementPoint')
    }
    const { dnsSuffix, activeDirectory, wins } = client.value
    const looksNowhereElse = activeDirectory === false && serverLocatorPoint === undefined && wins !== true
    if (
      dnsSuffix !== undefined &&
      looksNowhereElse &&
      (assignedSite === undefined || assignedSite === 'auto')
    ) {
      const message = 'DNS tells a client its management point, but not its site'
      yield contradiction(client, 'dnsSuffix', message, 'name its site with assignedSite')
    }
    if (internetManagementPoint === undefined) continue
    if (assignedSite === undefined || assignedSite === 'auto') {
      const message = 'a client with an Internet-based management point cannot be assigned automatically'
      yield contradiction(client, 'internetManagementPoint', message, 'name its site with assignedSite')
    }
    yield* unsuitableInternetManagementPoint(client, internetManagementPoint, subject)
  }
}

function* unsuitableInternetManagementPoint(
  client: PlacedClient,
  written: string,
  subject: Subject,
): Iterable<Finding> {
  const system = subject.systemByName.find(nameWithoutDomain(written, subject.domain))
  const { assignedSite } = client.value
  if (!system) return
  const { code } = system.site.value
  const mode = modeOf(system.site, subject)
  if (code !== undefined && /^[A-Z0-9]{3}$/.test(assignedSite ?? '') && code !== assignedSite) {
    const message = `${written} is a system of site ${code}: an Internet-based management point serves one primary site`
    yield contradiction(client, 'internetManagementPoint', message, `name one of site ${assignedSite ?? ''}`)
  } else if (mode && !siteModes[mode].managesInternetClients) {
    const message = `${written} is in a ${mode}-mode site, which serves no clients on the Internet`
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
