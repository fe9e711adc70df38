import { createHash } from 'node:crypto'
import { domainName, type PublishedClass } from './published.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** How the values of an attribute are compared. */
export type Syntax = 'text' | 'number' | 'truth' | 'name' | 'class'

/** The syntaxes by their identifiers (RFC 4517, section 3.3; numbers are Active Directory's, [MS-ADTS] 3.1.1.2.2.2). */
const syntaxIds: Readonly<Record<Syntax, string>> = {
  text: '1.3.6.1.4.1.1466.115.121.1.15',
  number: '1.2.840.113556.1.4.906',
  truth: '1.3.6.1.4.1.1466.115.121.1.7',
  name: '1.3.6.1.4.1.1466.115.121.1.12',
  class: '1.3.6.1.4.1.1466.115.121.1.38',
}

interface AttributeType {
  syntax: Syntax
  /** Absent for an extension by Configuration Manager, whose identifiers are not documented where we looked. */
  id?: string
  /** An entry may have several values of it. */
  many?: true
}

/**
 * The attributes of this directory: Active Directory's, as RFC 4519 and [MS-ADA1] to [MS-ADA3] define them, and the extensions
 * by Configuration Manager. The syntaxes of these follow the use of their values: numbers for the ends of ranges, truth for
 * the flags of management points.
 */
export const attributeTypes = {
  objectClass: { id: '2.5.4.0', syntax: 'class', many: true },
  objectCategory: { id: '1.2.840.113556.1.4.782', syntax: 'name' },
  distinguishedName: { id: '2.5.4.49', syntax: 'name' },
  cn: { id: '2.5.4.3', syntax: 'text' },
  name: { id: '1.2.840.113556.1.4.1', syntax: 'text' },
  dc: { id: '0.9.2342.19200300.100.1.25', syntax: 'text' },
  dNSHostName: { id: '1.2.840.113556.1.4.619', syntax: 'text' },
  mSSMSSiteCode: { syntax: 'text', many: true },
  mSSMSAssignmentSiteCode: { syntax: 'text' },
  mSSMSSiteBoundaries: { syntax: 'text', many: true },
  mSSMSRoamingBoundaries: { syntax: 'text', many: true },
  mSSMSRangedIPLow: { syntax: 'number' },
  mSSMSRangedIPHigh: { syntax: 'number' },
  mSSMSDefaultMP: { syntax: 'truth' },
  mSSMSDeviceManagementPoint: { syntax: 'truth' },
  mSSMSMPName: { syntax: 'text' },
  mSSMSMPAddress: { syntax: 'text' },
  mSSMSHealthState: { syntax: 'text' },
  mSSMSSourceForest: { syntax: 'text' },
  mSSMSVersion: { syntax: 'text' },
  mSSMSCapabilities: { syntax: 'text' },
} as const satisfies Readonly<Record<string, AttributeType>>

type AttributeName = keyof typeof attributeTypes

interface ObjectClass {
  /** Absent for an extension by Configuration Manager. */
  id?: string
  kind: 'ABSTRACT' | 'STRUCTURAL'
  above?: string
  must?: readonly AttributeName[]
  may?: readonly AttributeName[]
}

/** What an object of Configuration Manager may have beside its site's code ("About the Active Directory Schema Extensions"). */
function published(...may: readonly AttributeName[]): ObjectClass {
  return { kind: 'STRUCTURAL', above: 'top', must: ['cn'], may: ['mSSMSSiteCode', ...may] }
}

const everySystem = [
  'dNSHostName',
  'mSSMSMPName',
  'mSSMSMPAddress',
  'mSSMSHealthState',
  'mSSMSSourceForest',
] as const
const boundaries = ['mSSMSSiteBoundaries', 'mSSMSRoamingBoundaries'] as const

const publishedObjects: Readonly<Record<PublishedClass, ObjectClass>> = {
  mSSMSSite: published('mSSMSAssignmentSiteCode', ...boundaries, 'mSSMSHealthState', 'mSSMSSourceForest'),
  mSSMSManagementPoint: published(
    ...everySystem,
    ...(['mSSMSDefaultMP', 'mSSMSDeviceManagementPoint', 'mSSMSVersion', 'mSSMSCapabilities'] as const),
  ),
  mSSMSServerLocatorPoint: published(...everySystem),
  mSSMSRoamingBoundaryRange: published(...boundaries, 'mSSMSRangedIPLow', 'mSSMSRangedIPHigh'),
}

/** The classes of its entries ([MS-ADSC]; RFC 4512, section 4.2). */
export const objectClasses: Readonly<Record<string, ObjectClass>> = {
  top: {
    id: '2.5.6.0',
    kind: 'ABSTRACT',
    must: ['objectClass', 'objectCategory'],
    may: ['cn', 'name', 'distinguishedName'],
  },
  container: { id: '1.2.840.113556.1.3.23', kind: 'STRUCTURAL', above: 'top', must: ['cn'] },
  domain: { id: '1.2.840.113556.1.5.66', kind: 'ABSTRACT', above: 'top', must: ['dc'] },
  domainDNS: { id: '1.2.840.113556.1.5.67', kind: 'STRUCTURAL', above: 'domain' },
  subSchema: { id: '2.5.20.1', kind: 'STRUCTURAL', above: 'top' },
  ...publishedObjects,
}

/** The entry that describes what entries can be, and to which the server's own entry points ([MS-ADTS] 3.1.1.3.1.1.1). */
export function subschemaName(domain: string): string {
  return `CN=Aggregate,CN=Schema,CN=Configuration,${domainName(domain)}`
}

/** The descriptions of RFC 4512, sections 4.1.1 and 4.1.2, as the subschema has them. */
export const describedAttributes: readonly string[] = Object.entries<AttributeType>(attributeTypes).map(
  ([name, { id, syntax, many }]) =>
    described(id, name, `SYNTAX ${syntaxIds[syntax]}`, many ? '' : 'SINGLE-VALUE'),
)

export const describedClasses: readonly string[] = Object.entries(objectClasses).map(
  ([name, { id, kind, above, must = [], may = [] }]) =>
    described(
      id,
      name,
      above ? `SUP ${above}` : '',
      kind,
      attributeList('MUST', must),
      attributeList('MAY', may),
    ),
)

function described(id: string | undefined, name: string, ...parts: readonly string[]): string {
  return ['(', id ?? ownId(name), `NAME '${name}'`, ...parts.filter((part) => part !== ''), ')'].join(' ')
}

function attributeList(word: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${word} ( ${names.join(' $ ')} )`
}

/** An identifier that nobody has to assign: of a UUID that is made from the name (X.667, section 7; RFC 9562, section 5.8). */
function ownId(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the object identifiers of the schema extensions in Active Directory',
  },
]
