import { createHash } from 'node:crypto'
import { packageContent } from '../../wire/distribution-point/package.ts'
import type { Deployment, FragmentType, UpdateIdentity } from '../../wire/software-update-point/updates.ts'
import { escapeXml, xmlElement } from '../../wire/xml.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** A file of an update; its content is derived from its id. */
export interface UpdateFile {
  id: string
  /** Bytes. */
  size: number
  /** SHA-1 of the content. */
  digest: Buffer
}

export interface Update {
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

interface UpdateDescription {
  revisionId: number
  guid: string
  revisionNumber: number
  type: 'Software' | 'Category'
  title: string
  action: Deployment['Action']
  prerequisites: readonly UpdateDescription[]
  /** Bytes of its one file; absent: no file. */
  size?: number
}

/** The updates on offer. Not documented; our choice: a product, and two updates that require it. */
const product: UpdateDescription = {
  revisionId: 101,
  guid: '7c40e8c2-01ae-47f5-9af2-6e75a0582518',
  revisionNumber: 1,
  type: 'Category',
  title: 'Example Product',
  action: 'Evaluate',
  prerequisites: [],
}
const offered: readonly UpdateDescription[] = [
  product,
  {
    revisionId: 102,
    guid: '0a4c6c73-8887-4d7f-9cbe-d08fa8fa9d1e',
    revisionNumber: 100,
    type: 'Software',
    title: 'Security Update for Example Product',
    action: 'Install',
    prerequisites: [product],
    size: 150_000,
  },
  {
    revisionId: 103,
    guid: '352f9494-d516-4b40-a21a-cd2416098982',
    revisionNumber: 51,
    type: 'Software',
    title: 'Update for Example Product',
    action: 'PreDeploymentCheck',
    prerequisites: [product],
    size: 70_000,
  },
]

export const updateCatalogue: readonly Update[] = offered.map((update) => {
  const files = update.size === undefined ? [] : [fileOf(update, update.size)]
  return {
    revisionId: update.revisionId,
    identity: { UpdateID: update.guid, RevisionNumber: update.revisionNumber },
    deployment: {
      ID: update.revisionId + 1000,
      Action: update.action,
      IsAssigned: update.action === 'Install',
      LastChangeTime: '2007-08-22',
    },
    isLeaf: !offered.some(({ prerequisites }) => prerequisites.includes(update)),
    prerequisites: update.prerequisites.map(({ revisionId }) => revisionId),
    products: [update, ...update.prerequisites].flatMap(({ type, guid }) =>
      type === 'Category' ? guid : [],
    ),
    fragments: {
      Core: core(update),
      Extended: extended(update, files),
      LocalizedProperties: localized(update),
    },
    files,
  }
})

function fileOf({ guid }: UpdateDescription, size: number): UpdateFile {
  const hash = createHash('sha1')
  for (const piece of packageContent({ id: guid, version: 1 }, { first: 0, last: size - 1 }))
    hash.update(piece)
  return { id: guid, size, digest: hash.digest() }
}

/** The elements are those that [MS-WUSP] 3.1.1.1 gathers; how the agent evaluates them is not simulated. */
function core({ guid, revisionNumber, type, prerequisites }: UpdateDescription): string {
  const required = prerequisites.map((other) =>
    xmlElement(
      'AtLeastOne',
      { IsCategory: String(other.type === 'Category') },
      xmlElement('UpdateIdentity', { UpdateID: other.guid }),
    ),
  )
  return [
    xmlElement('UpdateIdentity', { UpdateID: guid, RevisionNumber: revisionNumber }),
    xmlElement('Properties', { UpdateType: type, ExplicitlyDeployable: String(type === 'Software') }),
    xmlElement('Relationships', {}, xmlElement('Prerequisites', {}, ...required)),
    xmlElement('ApplicabilityRules', {}, xmlElement('IsInstalled', {}, xmlElement('b.True'))),
  ].join('')
}

function extended({ guid }: UpdateDescription, files: readonly UpdateFile[]): string {
  return (
    xmlElement('Properties', { DefaultPropertiesLanguage: 'en' }) +
    xmlElement(
      'Files',
      {},
      ...files.map(({ size, digest }) =>
        xmlElement('File', { FileName: `${guid}.cab`, Size: size, Digest: digest.toString('base64') }),
      ),
    )
  )
}

function localized({ title }: UpdateDescription): string {
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
    about: 'the products and updates on offer, and the names of their files',
  },
]
