import { webPoint } from '../point.ts'
import {
  contentDirectory,
  contentPath,
  rootIdentificationPath,
  selfUpdateDirectory,
  selfUpdateIdentificationPath,
} from '../../wire/software-update-point/updates.ts'
import {
  clientWebService,
  reportingWebService,
  simpleAuthWebService,
} from '../../wire/software-update-point/operation.ts'
import { notFound, protocolBySiteMode, type VirtualDirectory } from '../web-server/virtual-directory.ts'
import { clientOperations } from './client-web-service.ts'
import { sendGeneratedFile } from '../web-server/web-server.ts'
import { reportingOperations } from './reporting-web-service.ts'
import { simpleAuthOperations } from './cookie-jar.ts'
import { soapDirectory } from './soap-directory.ts'
import { updateCatalogue } from './update-catalogue.ts'

/**
 * "Mixed mode: HTTP or HTTPS", by the software update point's own SSL setting (table 1). Five of its directories
 * then require SSL; which five is not documented where we looked; our choice. The others are at both ports: every web
 * service is at the common port of the server's URL ([MS-WUSP] 2.1).
 */
const secured: VirtualDirectory['protocol'] = (site, system) =>
  system.ssl ? 'https' : protocolBySiteMode(site)
const plain: VirtualDirectory['protocol'] = () => 'http'

/** Not documented; our choice. */
const identification = { id: 'wuident', size: 10_000 }
const files = new Map(
  updateCatalogue.flatMap((update) =>
    update.files.map((file) => [contentPath(file.digest).toLowerCase(), file]),
  ),
)

/** For administrators, other update servers and an unused inventory; clients never request these. */
function closedToClients(path: string, protocol: VirtualDirectory['protocol']): VirtualDirectory {
  return { path, protocol, ...(protocol === plain && { alsoSecured: true }), answer: notFound }
}

function fileDirectory(
  path: string,
  fileAt: (path: string) => { id: string; size: number } | undefined,
): VirtualDirectory {
  return {
    path,
    protocol: plain,
    alsoSecured: true,
    answer(request) {
      const file = fileAt(request.path.toLowerCase())
      return file ? sendGeneratedFile(request, { ...file, version: 1 }) : notFound()
    },
  }
}

export const softwareUpdatePoint = webPoint([
  soapDirectory(clientWebService, clientOperations, secured),
  soapDirectory(simpleAuthWebService, simpleAuthOperations, secured),
  closedToClients('/DSSAuthWebService', secured),
  closedToClients('/ServerSyncWebService', secured),
  closedToClients('/APIRemoting30', secured),
  { ...soapDirectory(reportingWebService, reportingOperations, plain), alsoSecured: true },
  closedToClients('/Inventory', plain),
  fileDirectory(contentDirectory, (path) => files.get(path)),
  fileDirectory(selfUpdateDirectory, (path) =>
    path === selfUpdateIdentificationPath.toLowerCase() ? identification : undefined,
  ),
  fileDirectory(rootIdentificationPath, (path) =>
    path === rootIdentificationPath ? identification : undefined,
  ),
])
