import { webPoint } from '../point.ts'
import type { Site } from '../../model/hierarchy.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import { signInDirectory } from '../../wire/management-point/envelope.ts'
import {
  managementPointDirectory,
  mpCert,
  mpKeyInformation,
  mpList,
  siteSignCert,
} from '../../wire/management-point/management-point-list.ts'
import type { DirectoryNode } from '../distribution-point/package-tree.ts'
import { answerFrom } from '../distribution-point/standard-distribution-point.ts'
import { firstModified } from '../web-server/web-server.ts'
import {
  methodNotAllowed,
  notFound,
  protocolBySiteMode,
  xmlAnswer,
  type VirtualDirectory,
} from '../web-server/virtual-directory.ts'
import { incoming } from './incoming-directory.ts'
import { messageDirectory } from './message-directory.ts'
import { isPolicyPath, sendPolicy } from './policies.ts'

/** Refuses to list a virtual directory, as that web server does by default. */
function withoutListing(directory: VirtualDirectory): VirtualDirectory {
  return {
    ...directory,
    answer(request, context) {
      const isFolder = request.path.replace(/\/$/, '').toLowerCase() === directory.path.toLowerCase()
      if (isFolder && /^(?:GET|HEAD)$/.test(request.method))
        return { status: 403, substatus: 14, reason: 'Directory listing denied.' }
      return directory.answer(request, context)
    },
  }
}

/** Our choice: ccmsetup would read a list of files to download, which is empty here. */
const text = Buffer.from('The source of the client is not simulated.\r\n')

const tree: DirectoryNode = {
  name: '/CCM_Client',
  lastModified: firstModified,
  entries: [
    {
      name: 'ccmsetup.cab',
      size: text.length,
      etag: '"ccmsetup.1"',
      lastModified: firstModified,
      read: ({ first, last }) => [text.subarray(first, last + 1)],
    },
  ],
}

/** The source from which ccmsetup downloads the client: lists and gives out files. */
const clientSource: VirtualDirectory = {
  path: tree.name,
  protocol: protocolBySiteMode,
  answer: (request) => answerFrom(tree, request),
}

const directory: VirtualDirectory = {
  path: managementPointDirectory,
  protocol: protocolBySiteMode,
  async answer(request, context) {
    const { method, path, query } = request
    const { hierarchy, site, system, certificate } = context
    if (isPolicyPath(path)) return sendPolicy(request, context)
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
        const signing = await context.siteServerSigning()
        return signing ? xmlAnswer(siteSignCert(signing.certificate)) : notFound()
      }
      default:
        return notFound()
    }
  },
}

/** An unknown site has no management points. */
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
  { ...messageDirectory(signInDirectory), signsIn: () => true },
  withoutListing(incoming),
  clientSource,
])
