import type { PackageIdentity } from '../../wire/distribution-point/package.ts'
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
import {
  notFound,
  protocolBySiteMode,
  type RequestContext,
  type VirtualDirectory,
} from '../web-server/virtual-directory.ts'
import { clientOperations } from './client-web-service.ts'
import { sendGeneratedFile } from '../web-server/web-server.ts'
import { reportingOperations } from './reporting-web-service.ts'
import { simpleAuthOperations } from './cookie-jar.ts'
import { soapDirectory } from './soap-directory.ts'
import { updateCatalogue } from './update-catalogue.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * "Mixed mode: HTTP or HTTPS", by the software update point's own SSL setting (table 1). Five of its directories
 * then require SSL; a blog of Microsoft about securing WSUS (2020) names them. That they demand a client certificate as
 * well is not documented; our choice. The others are at both ports: every web service is at the common port of the
 * server's URL ([MS-WUSP] 2.1).
 */
const secured: VirtualDirectory['protocol'] = (site, system) =>
  system.ssl ? 'https' : protocolBySiteMode(site)
const plain: VirtualDirectory['protocol'] = () => 'http'

/** Not documented; our choice. */
const identification = { id: 'wuident', version: 1, size: 10_000 }

/** For administrators, other update servers and an unused inventory; clients never request these. */
function closedToClients(path: string, protocol: VirtualDirectory['protocol']): VirtualDirectory {
  return { path, protocol, ...(protocol === plain && { alsoSecured: true }), answer: notFound }
}

type FileSent = PackageIdentity & { size: number }

function fileDirectory(
  path: string,
  fileAt: (path: string, context: RequestContext) => Promise<FileSent | undefined> | FileSent | undefined,
): VirtualDirectory {
  return {
    path,
    protocol: plain,
    alsoSecured: true,
    async answer(request, context) {
      const file = await fileAt(request.path.toLowerCase(), context)
      return file ? sendGeneratedFile(request, file) : notFound()
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
  fileDirectory(contentDirectory, async (path, context) => {
    const catalogue = await updateCatalogue(context)
    const files = catalogue.flatMap((update) => update.files)
    return files.find(({ digest }) => contentPath(digest).toLowerCase() === path)
  }),
  fileDirectory(selfUpdateDirectory, (path) =>
    path === selfUpdateIdentificationPath.toLowerCase() ? identification : undefined,
  ),
  fileDirectory(rootIdentificationPath, (path) =>
    path === rootIdentificationPath ? identification : undefined,
  ),
])

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'mutual TLS at the five directories that ask for HTTPS',
  },
]
