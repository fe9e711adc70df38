import { portsOf } from '../../model/sites.ts'
import {
  contentPath,
  type ExtendedUpdateInfo,
  type FileLocation,
  type FragmentType,
  type SyncInfo,
  type SyncUpdateParameters,
} from '../../wire/software-update-point/updates.ts'
import type { RequestContext } from '../web-server/virtual-directory.ts'
import { SoapFaultError } from './soap-directory.ts'
import { updateCatalogue, type UpdateFile } from './update-catalogue.ts'

/** MaxExtendedUpdatesPerRequest of the server in [MS-WUSP] 4. */
export const mostRevisionsAsked = 50

interface ExtendedUpdateInfoRequest {
  revisionIDs?: readonly number[]
  infoTypes?: readonly FragmentType[]
  locales?: readonly string[]
}

/** The fragments of updates and where their files are ([MS-WUSP] 3.1.5.9). Throws SoapFaultError. */
export function extendedUpdateInfo(
  { revisionIDs = [], infoTypes, locales }: ExtendedUpdateInfoRequest,
  context: RequestContext,
): ExtendedUpdateInfo {
  if (revisionIDs.length > mostRevisionsAsked) throw new SoapFaultError('InvalidParameters', 'revisionIDs')
  if (!infoTypes) throw new SoapFaultError('InvalidParameters', 'infoTypes')
  if (!locales && infoTypes.some((type) => type === 'Eula' || type === 'LocalizedProperties'))
    throw new SoapFaultError('InvalidParameters', 'locales')
  const requested = new Set(revisionIDs)
  const updates = updateCatalogue.filter(({ revisionId }) => requested.has(revisionId))
  const known = new Set(updates.map(({ revisionId }) => revisionId))
  return {
    Updates: updates.flatMap(({ revisionId, fragments }) =>
      [...new Set(infoTypes)].flatMap((type) => {
        const Xml = fragments[type]
        return Xml === undefined ? [] : [{ ID: revisionId, Xml }]
      }),
    ),
    FileLocations: updates.flatMap(({ files }) => files.map((file) => fileLocation(file, context))),
    OutOfScopeRevisionIDs: [...requested].filter((id) => !known.has(id)),
  }
}

/** Clients fetch files without SSL in both modes, unless the system listens by another protocol. */
export function fileLocation({ digest }: UpdateFile, { site, system }: RequestContext): FileLocation {
  const protocol = system.listen.protocol ?? 'http'
  const port = portsOf(site, 'software-update-point')[protocol]
  return { FileDigest: digest, Url: `${protocol}://${system.fqdn}:${port}${contentPath(digest)}` }
}

/**
 * The updates that are new to a client ([MS-WUSP] 3.1.5.7): the ones whose prerequisites it
 * has installed, except the ones it already has. There are no drivers here, so none is ever in scope.
 */
export function newsFor(parameters: SyncUpdateParameters): SyncInfo {
  const { SkipSoftwareSync, CachedDriverIDs = [], OtherCachedUpdateIDs = [] } = parameters
  const installed = new Set(parameters.InstalledNonLeafUpdateIDs)
  const cached = new Set(SkipSoftwareSync ? CachedDriverIDs : [...installed, ...OtherCachedUpdateIDs])
  const needed = SkipSoftwareSync
    ? []
    : updateCatalogue.filter(({ prerequisites }) => prerequisites.every((id) => installed.has(id)))
  const inScope = new Set(needed.map(({ revisionId }) => revisionId))
  return {
    NewUpdates: needed
      .filter(({ revisionId }) => !cached.has(revisionId))
      .map(({ revisionId, deployment, isLeaf, fragments }) => ({
        ID: revisionId,
        Deployment: deployment,
        IsLeaf: isLeaf,
        ...(fragments.Core !== undefined && { Xml: fragments.Core }),
      })),
    OutOfScopeRevisionIDs: [...cached].filter((id) => !inScope.has(id)),
    Truncated: false,
  }
}
