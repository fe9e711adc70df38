import {
  clientWebServiceDirectory,
  clientWebServicePath,
  getConfigAction,
  getConfigResponse,
  soapFault,
} from '../../wire/software-update-point/client-web-service.ts'
import {
  methodNotAllowed,
  notFound,
  protocolBySiteMode,
  xmlAnswer,
  type Role,
  type VirtualDirectory,
} from '../web-server/role.ts'

const configuredAt = new Date('2007-08-22T00:00:00Z')

const directory: VirtualDirectory = {
  path: clientWebServiceDirectory,
  // "Mixed mode: HTTP or HTTPS", by the software update point's own SSL setting (table 1).
  protocol: (site, system) => (system.ssl ? 'https' : protocolBySiteMode(site)),
  answer({ method, path, header }) {
    if (path.toLowerCase() !== clientWebServicePath.toLowerCase()) return notFound()
    if (method !== 'POST') return methodNotAllowed('POST')
    if (header('soapaction')?.replaceAll('"', '') === getConfigAction) {
      return xmlAnswer(getConfigResponse(configuredAt))
    }
    return { ...xmlAnswer(soapFault('the server does not know this SOAPAction')), status: 500 }
  },
}

export const softwareUpdatePoint: Role = { role: 'software-update-point', directories: [directory] }
