import type {
  ExtendedUpdateInfo,
  FragmentType,
} from '../../wire/software-update-point/get-extended-update-info.ts'
import type { RequestContext } from '../web-server/role.ts'
import { FaultError } from './fault-error.ts'
import { fileLocation } from './file-locations.ts'
import { updateCatalogue } from './update-catalogue.ts'

/** MaxExtendedUpdatesPerRequest, as the server in [MS-WUSP] 4 has it. */
export const mostRevisionsAsked = 50

interface Asked {
  revisionIDs?: readonly number[]
  infoTypes?: readonly FragmentType[]
  locales?: readonly string[]
}

/** The fragments of updates and where their files are ([MS-WUSP] 3.1.5.9). Throws FaultError. */
export function extendedUpdateInfo(
  { revisionIDs = [], infoTypes, locales }: Asked,
  place: RequestContext,
): ExtendedUpdateInfo {
  if (revisionIDs.length > mostRevisionsAsked) throw new FaultError('InvalidParameters', 'revisionIDs')
  if (!infoTypes) throw new FaultError('InvalidParameters', 'infoTypes')
  if (!locales && infoTypes.some((type) => type === 'Eula' || type === 'LocalizedProperties'))
    throw new FaultError('InvalidParameters', 'locales')
  const asked = new Set(revisionIDs)
  const updates = updateCatalogue.filter(({ revisionId }) => asked.has(revisionId))
  const known = new Set(updates.map(({ revisionId }) => revisionId))
  return {
    Updates: updates.flatMap(({ revisionId, fragments }) =>
      [...new Set(infoTypes)].flatMap((type) => {
        const Xml = fragments[type]
        return Xml === undefined ? [] : [{ ID: revisionId, Xml }]
      }),
    ),
    FileLocations: updates.flatMap(({ files }) => files.map((file) => fileLocation(file, place))),
    OutOfScopeRevisionIDs: [...asked].filter((id) => !known.has(id)),
  }
}
