import { defaultOtherPorts, defaultPorts, defaultSoftwareUpdatePorts } from '../schema/site-file.ts'
import { error, isPrimary, isSecondary, parentOf, warning, type Check } from './subject.ts'

export const primarySitesWithoutMode: Check = function* ({ sites }) {
  for (const site of sites) {
    if (!isPrimary(site) || site.value.mode !== undefined) continue
    const message = 'a primary site states its mode, and this one does not'
    yield error('primary-without-mode', [...site.path, 'mode'], message, 'add mode: mixed or mode: native')
  }
}

/**
 * "Secondary sites take the primary's mode, ports and custom-web-site setting automatically" ("How to Revert a Site to Mixed Mode", bb693556, in short).
 * That the settings of native mode come from the primary too is our reading.
 */
export const secondarySitesWithSettings: Check = function* ({ sites }) {
  for (const site of sites.filter(isSecondary)) {
    if (site.value.mode !== undefined) {
      const message = "a secondary site has its parent's mode"
      yield error('secondary-with-mode', [...site.path, 'mode'], message, 'remove mode')
    }
    for (const field of ['ports', ...nativeSettings] as const) {
      if (site.value[field] === undefined) continue
      const message = `a secondary site takes ${field} from its parent`
      yield error('secondary-with-setting', [...site.path, field], message, `remove ${field}`)
    }
  }
}

/** "It is not supported to attach a native mode child site to a parent primary site configured for mixed mode." */
export const nativeUnderMixed: Check = function* (subject) {
  for (const site of subject.sites) {
    const parent = parentOf(site, subject)
    if (!isPrimary(site) || site.value.mode !== 'native' || parent?.value.mode !== 'mixed') continue
    const message = `a native site cannot have a mixed parent, and ${parent.value.code ?? '?'} is mixed`
    const remedy = 'switch the parent to native first, or this site to mixed'
    yield error('native-under-mixed', [...site.path, 'parent'], message, remedy)
  }
}

const nativeSettings = ['httpForRoaming', 'crlChecking', 'certificateSelection'] as const

export const nativeSettingsInMixedSites: Check = function* ({ sites }) {
  for (const { value, path } of sites) {
    if (value.mode !== 'mixed') continue
    for (const field of nativeSettings) {
      if (value[field] === undefined) continue
      const message = `${field} is a setting of native mode and has no effect in a mixed site`
      yield warning('native-setting-in-mixed-site', [...path, field], message, `remove ${field}`)
    }
  }
}

/** A software update point shares its server with other roles, so the site's four ports have one protocol each. */
/** What speaks UDP never meets what speaks TCP. */
export const sharedOtherPorts: Check = function* (subject) {
  for (const site of subject.sites) {
    const portSource = isSecondary(site) ? parentOf(site, subject) : site
    const { smb, ...datagrams } = { ...defaultOtherPorts, ...site.value.otherPorts }
    const web = { ...defaultPorts, ...portSource?.value.ports }
    const updates = { ...defaultSoftwareUpdatePorts, ...site.value.softwareUpdatePorts }
    const byTcp = [web.http, web.https, updates.http, updates.https, smb]
    const byUdp = Object.values(datagrams)
    const shared = byTcp.slice(0, -1).includes(smb)
      ? smb
      : byUdp.find((port, index) => byUdp.indexOf(port) !== index)
    if (shared === undefined) continue
    const message = `port ${shared} is to be used by two services`
    yield error(
      'port-with-two-protocols',
      [...site.path, site.value.otherPorts ? 'otherPorts' : 'ports'],
      message,
      'choose another port for one of them',
    )
  }
}

export const portsWithTwoProtocols: Check = function* (subject) {
  for (const site of subject.sites) {
    const portSource = isSecondary(site) ? parentOf(site, subject) : site
    const ports = { ...defaultPorts, ...portSource?.value.ports }
    const updates = { ...defaultSoftwareUpdatePorts, ...site.value.softwareUpdatePorts }
    const shared =
      ports.http === updates.https ? ports.http : ports.https === updates.http ? ports.https : undefined
    if (shared === undefined) continue
    const message = `port ${shared} is to speak HTTP for one role and HTTPS for another`
    const path = [...site.path, site.value.softwareUpdatePorts ? 'softwareUpdatePorts' : 'ports']
    yield error('port-with-two-protocols', path, message, 'choose another port for one of them')
  }
}
