import { portsOf } from '../../model/sites.ts'
import {
  contentPath,
  type CategoryRelationship,
  type ExtendedUpdateInfo,
  type ExtendedUpdateInfo2,
  type FileLocation,
  type FragmentType,
  type SyncInfo,
  type SyncUpdateParameters,
  type UpdateIdentity,
} from '../../wire/software-update-point/updates.ts'
import type { RequestContext } from '../web-server/virtual-directory.ts'
import { SoapFaultError } from './soap-directory.ts'
import { updateCatalogue, type OfferedUpdate, type UpdateFile } from './update-catalogue.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** MaxExtendedUpdatesPerRequest of the server in [MS-WUSP] 4. */
export const mostRevisionsAsked = 50

interface FragmentsAsked {
  infoTypes?: readonly FragmentType[]
  locales?: readonly string[]
}

/** The fragments of updates and where their files are ([MS-WUSP] 3.1.5.9). Rejects with a SoapFaultError. */
export async function extendedUpdateInfo(
  { revisionIDs = [], ...asked }: FragmentsAsked & { revisionIDs?: readonly number[] },
  context: RequestContext,
): Promise<ExtendedUpdateInfo> {
  if (revisionIDs.length > mostRevisionsAsked) throw new SoapFaultError('InvalidParameters', 'revisionIDs')
  const infoTypes = fragmentsAsked(asked)
  const requested = new Set(revisionIDs)
  const catalogue = await updateCatalogue(context)
  const updates = catalogue.filter(({ revisionId }) => requested.has(revisionId))
  const known = new Set(updates.map(({ revisionId }) => revisionId))
  return {
    Updates: fragmentsOf(updates, infoTypes),
    FileLocations: updates.flatMap(({ files }) => files.map((file) => fileLocation(file, context))),
    OutOfScopeRevisionIDs: [...requested].filter((id) => !known.has(id)),
  }
}

/**
 * Likewise for a client that knows the updates by their global names ([MS-WUSP] 2.2.2.2.10, which has no rules for the
 * server; our choice: those of 3.1.5.9). No file here is encrypted, so that none has a key. Throws SoapFaultError.
 */
export async function extendedUpdateInfo2(
  { updateIDs = [], ...asked }: FragmentsAsked & { updateIDs?: readonly UpdateIdentity[] },
  context: RequestContext,
): Promise<ExtendedUpdateInfo2> {
  if (updateIDs.length > mostRevisionsAsked) throw new SoapFaultError('InvalidParameters', 'updateIDs')
  const infoTypes = fragmentsAsked(asked)
  const updates = await updatesNamed(updateIDs, context)
  const files = infoTypes.includes('FileUrl') ? updates.flatMap((update) => update.files) : []
  return {
    Updates: fragmentsOf(updates, infoTypes),
    FileLocations: files.map((file) => ({ ...fileLocation(file, context), FileDigestAlgorithm: 'SHA1' })),
    FileDecryptionData: [],
  }
}

function fragmentsAsked({ infoTypes, locales }: FragmentsAsked): readonly FragmentType[] {
  if (!infoTypes) throw new SoapFaultError('InvalidParameters', 'infoTypes')
  if (!locales && infoTypes.some((type) => type === 'Eula' || type === 'LocalizedProperties'))
    throw new SoapFaultError('InvalidParameters', 'locales')
  return infoTypes
}

function fragmentsOf(updates: readonly OfferedUpdate[], infoTypes: readonly FragmentType[]) {
  return updates.flatMap(({ revisionId, fragments }) =>
    [...new Set(infoTypes)].flatMap((type) => {
      const Xml = fragments[type]
      return Xml === undefined ? [] : [{ ID: revisionId, Xml }]
    }),
  )
}

export async function updatesNamed(
  identities: readonly UpdateIdentity[],
  context: RequestContext,
): Promise<OfferedUpdate[]> {
  const wanted = new Set(identities.map(nameOf))
  const catalogue = await updateCatalogue(context)
  return catalogue.filter(({ identity }) => wanted.has(nameOf(identity)))
}

function nameOf({ UpdateID, RevisionNumber }: UpdateIdentity): string {
  return `${UpdateID} ${RevisionNumber}`
}

/** Clients fetch files without SSL in both modes, unless the system listens by another protocol. */
export function fileLocation({ digest }: UpdateFile, { site, system }: RequestContext): FileLocation {
  const protocol = system.listen.protocol ?? 'http'
  const port = portsOf(site, 'software-update-point')[protocol]
  return { FileDigest: digest, Url: `${protocol}://${system.fqdn}:${port}${contentPath(digest)}` }
}

/**
 * The updates that are new to a client ([MS-WUSP] 3.1.5.7): the ones of the wanted categories whose prerequisites it
 * has installed, except the ones it already has. There are no drivers here, so none is ever in scope.
 */
export async function newsFor(parameters: SyncUpdateParameters, context: RequestContext): Promise<SyncInfo> {
  const { SkipSoftwareSync, CachedDriverIDs = [], OtherCachedUpdateIDs = [] } = parameters
  const installed = new Set(parameters.InstalledNonLeafUpdateIDs)
  const cached = new Set(SkipSoftwareSync ? CachedDriverIDs : [...installed, ...OtherCachedUpdateIDs])
  const wanted = new Set(parameters.FilterCategoryIds?.map(({ Id }) => Id))
  const catalogue = await updateCatalogue(context)
  const needed = SkipSoftwareSync
    ? []
    : catalogue
        .filter(({ prerequisites }) => prerequisites.every((id) => installed.has(id)))
        .filter(({ products }) => wanted.size === 0 || products.some((id) => wanted.has(id)))
  const inScope = new Set(needed.map(({ revisionId }) => revisionId))
  const gone = [...cached].filter((id) => !inScope.has(id))
  const isDeployed = (id: number) => catalogue.some(({ revisionId }) => revisionId === id)
  return {
    NewUpdates: needed
      .filter(({ revisionId }) => !cached.has(revisionId))
      .map(({ revisionId, deployment, isLeaf, fragments }) => ({
        ID: revisionId,
        Deployment: deployment,
        IsLeaf: isLeaf,
        ...(fragments.Core !== undefined && { Xml: fragments.Core }),
      })),
    ...(parameters.NeedTwoGroupOutOfScopeUpdates
      ? {
          OutOfScopeRevisionIDs: gone.filter((id) => !isDeployed(id)),
          DeployedOutOfScopeRevisionIds: gone.filter(isDeployed),
        }
      : { OutOfScopeRevisionIDs: gone }),
    Truncated: false,
  }
}

/** The classifications of updates, which are categories beside products ("WSUS Classification GUIDs", ff357803). */
const classifications: ReadonlySet<string> = new Set([
  '5c9376ab-8ce6-464a-b136-22113dd69801', // applications
  '434de588-ed14-48f5-8eed-a15e09a991f6', // connectors
  'e6cf1350-c01b-414d-a61f-263d14d133b4', // critical updates
  'e0789628-ce08-4437-be74-2495b842f43b', // definition updates
  'e140075d-8433-45c3-ad87-e72345b36078', // developer kits
  'b54e7d24-7add-428f-8b75-90a396fa584f', // feature packs
  '9511d615-35b2-47bb-927f-f73d8e9260bb', // guidance
  '0fa1201d-4330-4fa8-8ae9-b877473b6441', // security updates
  '68c5b0a3-d1a6-4553-ae49-01d3a7827828', // service packs
  'b4832bd8-e735-4761-8daf-37f882276dab', // tools
  '28bc880e-0592-4cbf-8f95-c79b17911d5f', // update rollups
  'cd5ffd1e-e932-4e3a-bf74-18bf0b1bbd83', // updates
])

interface Categories {
  /** GUIDs of the categories that the client is to name when it scans. */
  preferredCategoryIds: string[]
  /** GUIDs that the server does not know. */
  requestedCategoryIdsInError: string[]
}

/**
 * The categories to scan for ([MS-WUSP] 3.1.5.6): of each group its product, which may stand with one classification. A group
 * with a category that is unknown is left out; any other group empties the answer.
 */
export async function categoriesFor(
  requested: readonly CategoryRelationship[],
  context: RequestContext,
): Promise<Categories> {
  const catalogue = await updateCatalogue(context)
  const products = new Set(catalogue.flatMap((update) => update.products))
  const isKnown = (id: string) => products.has(id) || classifications.has(id)
  const requestedCategoryIdsInError = [
    ...new Set(requested.map(({ CategoryId }) => CategoryId).filter((id) => !isKnown(id))),
  ]
  const groups = new Map<number, Set<string>>()
  for (const { IndexOfAndGroup, CategoryId } of requested)
    groups.set(IndexOfAndGroup, new Set([...(groups.get(IndexOfAndGroup) ?? []), CategoryId]))
  const known = [...groups.values()].map((group) => [...group]).filter((group) => group.every(isKnown))
  const preferred = known.map((group) => productAlone(group, products))
  return {
    preferredCategoryIds: preferred.every((id) => id !== undefined) ? [...new Set(preferred)] : [],
    requestedCategoryIdsInError,
  }
}

/** undefined where the group is not one product, with one classification at most. */
function productAlone(group: readonly string[], products: ReadonlySet<string>): string | undefined {
  const [product, another] = group.filter((id) => products.has(id))
  return another === undefined && group.length <= 2 ? product : undefined
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'GetExtendedUpdateInfo2, which the update servers of the time lack: it is answered as ' +
      'GetExtendedUpdateInfo is, with locations of files where `FileUrl` is asked for',
  },
]
