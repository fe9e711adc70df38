import type { SyncInfo, SyncUpdateParameters } from '../../wire/software-update-point/updates.ts'
import { updateCatalogue } from './update-catalogue.ts'

/**
 * What is new to a client ([MS-WUSP] 3.1.5.7): the updates that it may have, which are those whose prerequisites it has
 * installed, without those that it knows. There are no drivers here, so none is ever in scope.
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
