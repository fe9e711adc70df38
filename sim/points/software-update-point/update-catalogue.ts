import type { Update } from '../../model/hierarchy.ts'
import type { Deployment, FragmentType, UpdateIdentity } from '../../wire/software-update-point/updates.ts'
import { escapeXml, xmlElement } from '../../wire/xml.ts'
import { packageHashes } from '../distribution-point/package-tree.ts'
import type { RequestContext } from '../web-server/virtual-directory.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** A file of an update; its content is derived from its id and version. */
export interface UpdateFile {
  id: string
  version: number
  /** Bytes. */
  size: number
  /** SHA-1 of the content. */
  digest: Buffer
}

/** An update or category on offer. */
export interface OfferedUpdate {
  /** This server's own number for the revision. */
  revisionId: number
  /** The same on every update server. */
  identity: UpdateIdentity
  deployment: Deployment
  /** Whether no other update has this one as a prerequisite. */
  isLeaf: boolean
  /** Revision IDs of the updates that must be installed before this one is offered. */
  prerequisites: readonly number[]
  /** GUIDs of the products that it belongs to, or is. */
  products: readonly string[]
  fragments: Partial<Record<FragmentType, string>>
  files: readonly UpdateFile[]
}

/** The product of all updates, which have it as a prerequisite. Not documented; our choice. */
const product = {
  id: '7c40e8c2-01ae-47f5-9af2-6e75a0582518',
  version: 1,
  title: 'Example Product',
  revisionId: 101,
}

/** By the hierarchy's list of updates, which does not change while it runs. */
function createCatalogues(): Map<readonly Update[], Promise<readonly OfferedUpdate[]>> {
  return new Map()
}

/** The product, and the updates that require it. Files are hashed once for a site. */
export function updateCatalogue({
  hierarchy: { updates },
  database,
}: Pick<RequestContext, 'hierarchy' | 'database'>): Promise<readonly OfferedUpdate[]> {
  const known = database.table(createCatalogues)
  const catalogue =
    known.get(updates) ??
    Promise.all(
      updates.map(async (update) => {
        const { sha1 } = await packageHashes(database, update)
        return { update, digest: Buffer.from(sha1, 'hex') }
      }),
    ).then((hashed) => [
      productOffered,
      ...hashed.map(({ update, digest }, index) =>
        offeredUpdate(update, digest, product.revisionId + 1 + index),
      ),
    ])
  known.set(updates, catalogue)
  return catalogue
}

const productOffered: OfferedUpdate = {
  ...offeredAs(product.revisionId, product, 'Evaluate'),
  isLeaf: false,
  prerequisites: [],
  fragments: {
    Core: core(product, 'Category', []),
    Extended: extended(product, []),
    LocalizedProperties: localized(product),
  },
  files: [],
}

/** It is offered for installation where the site deploys it: our choice. */
function offeredUpdate(update: Update, digest: Buffer, revisionId: number): OfferedUpdate {
  const { id, version, size } = update
  const files = [{ id, version, size, digest }]
  return {
    ...offeredAs(revisionId, update, update.deployment ? 'Install' : 'PreDeploymentCheck'),
    isLeaf: true,
    prerequisites: [product.revisionId],
    fragments: {
      Core: core(update, 'Software', [product.id]),
      Extended: extended(update, files),
      LocalizedProperties: localized(update),
    },
    files,
  }
}

interface Described {
  id: string
  version: number
  title: string
}

function offeredAs(revisionId: number, { id, version }: Described, Action: Deployment['Action']) {
  return {
    revisionId,
    identity: { UpdateID: id, RevisionNumber: version },
    deployment: {
      ID: revisionId + 1000,
      Action,
      IsAssigned: Action === 'Install',
      LastChangeTime: '2007-08-22',
    },
    products: [product.id],
  }
}

/** The elements are those that [MS-WUSP] 3.1.1.1 gathers; how the agent evaluates them is not simulated. */
function core(
  { id, version }: Described,
  type: 'Category' | 'Software',
  categories: readonly string[],
): string {
  const required = categories.map((UpdateID) =>
    xmlElement('AtLeastOne', { IsCategory: 'true' }, xmlElement('UpdateIdentity', { UpdateID })),
  )
  return [
    xmlElement('UpdateIdentity', { UpdateID: id, RevisionNumber: version }),
    xmlElement('Properties', { UpdateType: type, ExplicitlyDeployable: String(type === 'Software') }),
    xmlElement('Relationships', {}, xmlElement('Prerequisites', {}, ...required)),
    xmlElement('ApplicabilityRules', {}, xmlElement('IsInstalled', {}, xmlElement('b.True'))),
  ].join('')
}

function extended({ id }: Described, files: readonly UpdateFile[]): string {
  return (
    xmlElement('Properties', { DefaultPropertiesLanguage: 'en' }) +
    xmlElement(
      'Files',
      {},
      ...files.map(({ size, digest }) =>
        xmlElement('File', { FileName: `${id}.cab`, Size: size, Digest: digest.toString('base64') }),
      ),
    )
  )
}

function localized({ title }: Described): string {
  return xmlElement(
    'LocalizedProperties',
    {},
    xmlElement('Language', {}, 'en'),
    xmlElement('Title', {}, escapeXml(title)),
  )
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the product of all updates, the names of their files, and the offer for installation of those that are deployed',
  },
]
