import { defaultOtherPorts, defaultPorts, defaultSoftwareUpdatePorts } from '../schema/site-file.ts'
import { faultOfCertificateCriteria } from '../../vocabulary/certificate-criteria.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import { mayHaveParent } from '../sites.ts'
import {
  error,
  isPrimary,
  isSecondary,
  parentOf,
  warning,
  type Check,
  type PlacedSite,
  type Subject,
} from './subject.ts'

const nativeSettings = ['httpForRoaming', 'crlChecking', 'certificateSelection'] as const

export const primarySitesWithoutMode: Check = function* ({ sites }) {
  for (const site of sites) {
    if (!isPrimary(site) || site.value.mode !== undefined) continue
    const message = 'a primary site needs a mode, and this one has none'
    yield error('primary-without-mode', [...site.path, 'mode'], message, 'add mode: mixed or mode: native')
  }
}

/**
 * "Secondary sites take the primary's mode, ports and custom-web-site setting automatically" ("How to Revert a Site
 * to Mixed Mode", bb693556, in short). We read this to include the settings of native mode.
 */
export const secondarySitesWithSettings: Check = function* ({ sites }) {
  for (const site of sites.filter(isSecondary)) {
    if (site.value.mode !== undefined) {
      const message = "a secondary site has its parent's mode"
      yield error('secondary-with-mode', [...site.path, 'mode'], message, 'remove mode')
    }
    for (const field of [
      'ports',
      'policyPollingInterval',
      'clientApproval',
      'networkAccessAccount',
      ...nativeSettings,
    ] as const) {
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
    const [mode, above] = [site.value.mode, parent?.value.mode]
    if (!isPrimary(site) || !mode || !above || mayHaveParent[mode][above]) continue
    const message = `a ${mode} site cannot have a ${above} parent, and ${parent?.value.code ?? '?'} is ${above}`
    const remedy = `switch the parent to ${mode} first, or this site to ${above}`
    yield error('native-under-mixed', [...site.path, 'parent'], message, remedy)
  }
}

export const nativeSettingsInMixedSites: Check = function* ({ sites }) {
  for (const { value, path } of sites) {
    if (!value.mode || siteModes[value.mode].clientsPresentCertificates) continue
    for (const field of nativeSettings) {
      if (value[field] === undefined) continue
      const message = `${field} is a setting of native mode and has no effect in a ${value.mode} site`
      yield warning('native-setting-in-mixed-site', [...path, field], message, `remove ${field}`)
    }
  }
}

/** A client would learn only when it has to present a certificate that it cannot select one. */
export const unreadableCriteria: Check = function* ({ sites }) {
  for (const { value, path } of sites) {
    const { criteria } = value.certificateSelection ?? {}
    const fault = criteria === undefined ? undefined : faultOfCertificateCriteria(criteria)
    if (fault === undefined) continue
    const field = [...path, 'certificateSelection', 'criteria']
    const remedy = 'write Subject:x, SubjectStr:x, SubjectAttr:OU = x, SubjectAttr:2.5.4.11 = x, or none'
    yield error('unreadable-criteria', field, fault, remedy)
  }
}

/** Global roaming needs the extended schema, and sites that publish ("About Client Roaming in Configuration Manager"). */
export const publishingWithoutSchema: Check = function* ({ sites, schemaExtended }) {
  if (schemaExtended) return
  for (const { value, path } of sites) {
    if (value.publishToActiveDirectory !== true) continue
    const message = 'no site can publish to Active Directory while its schema is not extended'
    const remedy = 'remove publishToActiveDirectory, or schemaExtended: false'
    yield warning('publishing-without-schema', [...path, 'publishToActiveDirectory'], message, remedy)
  }
}

export const approvalInNativeSites: Check = function* ({ sites }) {
  for (const { value, path } of sites) {
    if (!value.mode || siteModes[value.mode].approvesClients || value.clientApproval === undefined) continue
    const message = `clients of a ${value.mode} site need no approval: clientApproval has no effect`
    yield warning('approval-in-native-site', [...path, 'clientApproval'], message, 'remove clientApproval')
  }
}

/** A secondary site has the web ports of its parent where it states none. */
function webPortsOf(site: PlacedSite, subject: Subject) {
  const parent = isSecondary(site) ? parentOf(site, subject) : undefined
  const stated = site.value.softwareUpdatePorts ?? parent?.value.softwareUpdatePorts
  return {
    web: { ...defaultPorts, ...(parent ?? site).value.ports },
    updates: { ...defaultSoftwareUpdatePorts, ...stated },
  }
}

/** UDP services are compared with each other, TCP services likewise: the same number in both is no conflict. */
export const sharedOtherPorts: Check = function* (subject) {
  for (const site of subject.sites) {
    const { web, updates } = webPortsOf(site, subject)
    const { smb, ...datagrams } = { ...defaultOtherPorts, ...site.value.otherPorts }
    const byTcp = [web.http, web.https, updates.http, updates.https, smb]
    const byUdp = Object.values(datagrams)
    const shared = byTcp.slice(0, -1).includes(smb)
      ? smb
      : byUdp.find((port, index) => byUdp.indexOf(port) !== index)
    if (shared === undefined) continue
    const message = `port ${shared} is used by two services`
    yield error(
      'port-with-two-protocols',
      [...site.path, site.value.otherPorts ? 'otherPorts' : 'ports'],
      message,
      'choose another port for one of them',
    )
  }
}

/** A software update point may share a server with other roles, so each of the site's four web ports needs one protocol. */
export const portsWithTwoProtocols: Check = function* (subject) {
  for (const site of subject.sites) {
    const { web, updates } = webPortsOf(site, subject)
    const shared = web.http === updates.https ? web.http : web.https === updates.http ? web.https : undefined
    if (shared === undefined) continue
    const message = `port ${shared} is for HTTP with one role and for HTTPS with another`
    const path = [...site.path, site.value.softwareUpdatePorts ? 'softwareUpdatePorts' : 'ports']
    yield error('port-with-two-protocols', path, message, 'choose another port for one of them')
  }
}
