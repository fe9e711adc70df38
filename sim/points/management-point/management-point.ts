import {
  managementPointDirectory,
  mpCert,
  mpList,
} from '../../wire/management-point/management-point-list.ts'
import {
  methodNotAllowed,
  notFound,
  protocolBySiteMode,
  xmlAnswer,
  type Role,
  type VirtualDirectory,
} from '../web-server/role.ts'
import { messageDirectory, messageDirectoryWithSignIn } from './message-directory.ts'
import { isPolicyPath, sendPolicy } from './policy-directory.ts'

const directory: VirtualDirectory = {
  path: managementPointDirectory,
  protocol: protocolBySiteMode,
  async answer(request, place) {
    const { method, path, query } = request
    const { site, certificate } = place
    if (isPolicyPath(path)) return sendPolicy(request, place)
    if (path.toLowerCase() !== '/sms_mp/.sms_aut') return notFound()
    if (method !== 'GET') return methodNotAllowed('GET')
    switch (query.toUpperCase()) {
      case 'MPLIST': {
        const managementPoints = site.systems.filter(({ roles }) => roles.includes('management-point'))
        return xmlAnswer(
          mpList(
            managementPoints.map(({ name, fqdn }) => ({
              name: name.split('.', 1)[0] ?? name,
              fqdn,
              siteCode: site.code,
              native: site.mode === 'native',
            })),
          ),
        )
      }
      case 'MPCERT':
        return xmlAnswer(mpCert(await certificate()))
      default:
        return notFound()
    }
  },
}

export const managementPoint: Role = {
  role: 'management-point',
  directories: [
    directory,
    messageDirectory('/ccm_system', { strict: false }),
    messageDirectoryWithSignIn('/ccm_system_windowsauth', { strict: false }),
  ],
}
