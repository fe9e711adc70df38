import { webPoint } from '../point.ts'
import type { Site } from '../../model/hierarchy.ts'
import { siteModes } from '../../model/site-mode.ts'
import {
  managementPointDirectory,
  mpCert,
  mpKeyInformation,
  mpList,
  siteSignCert,
} from '../../wire/management-point/management-point-list.ts'
import {
  methodNotAllowed,
  notFound,
  protocolBySiteMode,
  xmlAnswer,
  type VirtualDirectory,
} from '../web-server/role.ts'
import { clientSource } from './client-source-directory.ts'
import { incoming } from './incoming-directory.ts'
import { messageDirectory, messageDirectoryWithSignIn } from './message-directory.ts'
import { isPolicyPath, sendPolicy } from './policy-directory.ts'
import { withoutListing } from './without-listing.ts'

const directory: VirtualDirectory = {
  path: managementPointDirectory,
  protocol: protocolBySiteMode,
  async answer(request, place) {
    const { method, path, query } = request
    const { hierarchy, site, system, certificate } = place
    if (isPolicyPath(path)) return sendPolicy(request, place)
    if (path.toLowerCase() !== '/sms_mp/.sms_aut') return notFound()
    if (method !== 'GET') return methodNotAllowed('GET')
    const [name, code = site.code] = query.toUpperCase().split('&')
    switch (name) {
      case 'MPLIST':
      case 'MPLIST1':
        return xmlAnswer(listOf(hierarchy.sites.find((known) => known.code === code)))
      case 'MPCERT':
        return xmlAnswer(mpCert(await certificate()))
      case 'MPKEYINFORMATION':
        return xmlAnswer(mpKeyInformation({ fqdn: system.fqdn, siteCode: site.code }))
      case 'SITESIGNCERT': {
        const signing = await place.siteServerSigning()
        return signing ? xmlAnswer(siteSignCert(signing.certificate)) : notFound()
      }
      default:
        return notFound()
    }
  },
}

/** No management points of a site that nobody knows. */
function listOf(site: Site | undefined): string {
  const managementPoints = site?.systems.filter(({ roles }) => roles.includes('management-point')) ?? []
  return mpList(
    managementPoints.map(({ name, fqdn }) => ({
      name: name.split('.', 1)[0] ?? name,
      fqdn,
      siteCode: site?.code ?? '',
      native: site !== undefined && siteModes[site.mode].calledNative,
    })),
  )
}

export const managementPoint = webPoint([
  withoutListing(directory),
  withoutListing(messageDirectory('/ccm_system')),
  messageDirectoryWithSignIn('/ccm_system_windowsauth'),
  withoutListing(incoming),
  clientSource,
])
