import { crc32 } from 'node:zlib'
import { descend, escapeXml, parseXml, xmlElement, type XmlElement } from '../xml.ts'
import {
  parseAssignmentSignatures,
  serializeAssignmentSignatures,
  type AssignmentSignature,
} from './assignment-signature.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** "RequestAssignments" and "ReplyAssignments" of the 2007 SDK. */
export interface AssignmentsRequest {
  /** `OnUpdate`: what has changed since the cookie. */
  type: AssignmentsType
  /** `SMS:` and the site code. */
  policySource: string
  clientId: string
  netBiosName?: string
  fqdn?: string
  resource: PolicyResource
  /** From an earlier reply. */
  serverCookie?: string
  /** Asks the reply for a check over all assignments (`ValidationRequest`, cc142979). */
  validation?: 'CRC'
}

type AssignmentsType = 'Full' | 'OnUpdate'
type PolicyResource = 'Machine' | 'User'

export interface AssignmentsReply {
  type: AssignmentsType
  policySource: string
  clientId: string
  resource: PolicyResource
  /** Opaque to clients. */
  serverCookie: string
  assignments: readonly PolicyAssignment[]
  /** On request: a check over all assignments, even if the reply holds only some. */
  validationData?: string
  /** In native mode: the site server's signatures. */
  signatures?: readonly AssignmentSignature[]
}

export interface ReceivedAssignmentsReply extends AssignmentsReply {
  assignments: readonly ReceivedAssignment[]
}

interface ReceivedAssignment extends PolicyAssignment {
  /** The exact text of the element, which is what is signed. */
  signed: string
}

export interface PolicyAssignment {
  /** `{GUID}`. */
  id: string
  policyId: string
  policyVersion: string
  policyCategory: string
  policyType: PolicyResource
  /** Bits, including 4: secret, and 64: compressed. */
  policyFlags: number
  /** An address with `<mp>` in place of the management point's name. */
  location: string
}

const schemaVersion = '1.00'

export function serializeAssignmentsRequest(request: AssignmentsRequest): string {
  return xmlElement(
    'RequestAssignments',
    {
      SchemaVersion: schemaVersion,
      RequestType: request.type,
      Ack: 'false',
      ValidationRequest: request.validation,
    },
    textElement('PolicySource', request.policySource),
    xmlElement(
      'Identification',
      {},
      xmlElement(
        'Machine',
        {},
        textElement('ClientID', request.clientId),
        textElement('NetBIOSName', request.netBiosName),
        textElement('FQDN', request.fqdn),
      ),
    ),
    xmlElement('Resource', { ResourceType: request.resource }),
    textElement('ServerCookie', request.serverCookie),
  )
}

/** undefined when the text is not a request, or lacks its type, its client or its resource. */
export function parseAssignmentsRequest(xml: string): AssignmentsRequest | undefined {
  const request = parseXml(xml)
  if (request?.name !== 'RequestAssignments') return undefined
  const { RequestType, ValidationRequest } = request.attributes
  const machine = descend(request, 'Identification', 'Machine')
  const clientId = textAt(machine, 'ClientID')
  const resource = resourceNamed(descend(request, 'Resource')?.attributes.ResourceType)
  if (RequestType === undefined || clientId === undefined || !resource) return undefined
  const netBiosName = textAt(machine, 'NetBIOSName')
  const fqdn = textAt(machine, 'FQDN')
  const serverCookie = textAt(request, 'ServerCookie')
  return {
    // Some clients ask with types that the SDK does not name, and mean all.
    type: RequestType === 'OnUpdate' ? 'OnUpdate' : 'Full',
    policySource: textAt(request, 'PolicySource') ?? '',
    clientId,
    ...(netBiosName !== undefined && { netBiosName }),
    ...(fqdn !== undefined && { fqdn }),
    resource,
    ...(serverCookie !== undefined && { serverCookie }),
    ...(ValidationRequest === 'CRC' && { validation: ValidationRequest }),
  }
}

export function serializeAssignmentsReply(reply: AssignmentsReply): string {
  return xmlElement(
    'ReplyAssignments',
    { SchemaVersion: schemaVersion, ReplyType: reply.type },
    xmlElement('Identification', {}, xmlElement('Machine', {}, textElement('ClientID', reply.clientId))),
    textElement('PolicySource', reply.policySource),
    xmlElement('Resource', { ResourceType: reply.resource }),
    textElement('ServerCookie', reply.serverCookie),
    textElement('ValidationData', reply.validationData),
    serializeAssignmentSignatures(reply.signatures ?? []),
    ...reply.assignments.map(serializeAssignment),
  )
}

/** The bytes under the check and its notation are not documented; our choice is CRC-32 (RFC 1952), in decimal. */
export function assignmentsCheck(assignments: readonly PolicyAssignment[]): string {
  return String(crc32(Buffer.from(assignments.map(serializeAssignment).join(''), 'utf16le')))
}

/** The signed element. */
export function serializeAssignment(assignment: PolicyAssignment): string {
  return xmlElement(
    'PolicyAssignment',
    { PolicyAssignmentID: assignment.id },
    xmlElement('Condition', {}, xmlElement('Expression', { ExpressionType: 'until-true' })),
    xmlElement(
      'Policy',
      {
        PolicyID: assignment.policyId,
        PolicyCategory: assignment.policyCategory,
        PolicyVersion: assignment.policyVersion,
        PolicyType: assignment.policyType,
        PolicyFlags: assignment.policyFlags,
      },
      xmlElement('PolicyLocation', {}, `<![CDATA[${assignment.location.replaceAll(']]>', ']]&gt;')}]]>`),
    ),
  )
}

/** undefined when the text is not a reply, lacks the cookie, or has an assignment that lacks or garbles what a client goes by. */
export function parseAssignmentsReply(xml: string): ReceivedAssignmentsReply | undefined {
  const reply = parseXml(xml)
  const type = (['Full', 'OnUpdate'] as const).find((name) => name === reply?.attributes.ReplyType)
  const resource = resourceNamed(descend(reply, 'Resource')?.attributes.ResourceType)
  if (reply?.name !== 'ReplyAssignments' || !type || !resource) return undefined
  const written = reply.children.filter(({ name }) => name === 'PolicyAssignment')
  // Only the signed text is believed.
  const assignments = assignmentTexts(xml)
    .map(parseAssignment)
    .filter((assignment) => assignment !== undefined)
  const signatures = parseAssignmentSignatures(reply)
  const serverCookie = textAt(reply, 'ServerCookie')
  const validationData = textAt(reply, 'ValidationData')
  if (serverCookie === undefined) return undefined
  if (assignments.length !== written.length || !signatures) return undefined
  return {
    type,
    policySource: textAt(reply, 'PolicySource') ?? '',
    clientId: textAt(reply, 'Identification', 'Machine', 'ClientID') ?? '',
    resource,
    serverCookie,
    assignments,
    ...(validationData !== undefined && { validationData }),
    ...(signatures.length > 0 && { signatures }),
  }
}

/** Not by one expression, which would search for the end again from every beginning. */
function assignmentTexts(xml: string): string[] {
  const end = '</PolicyAssignment>'
  return xml
    .split(end)
    .slice(0, -1)
    .map((before) => before.slice(before.search(/<PolicyAssignment[\s>]/)) + end)
}

function parseAssignment(signed: string): ReceivedAssignment | undefined {
  const element = parseXml(signed)
  const policy = descend(element, 'Policy')
  const { PolicyAssignmentID: id = '' } = element?.attributes ?? {}
  const {
    PolicyID: policyId = '',
    PolicyVersion: policyVersion = '',
    PolicyCategory: policyCategory = '',
    PolicyType = 'Machine',
    PolicyFlags = '0',
  } = policy?.attributes ?? {}
  const policyType = resourceNamed(PolicyType)
  const location = textAt(policy, 'PolicyLocation')
  if (id === '' || policyId === '' || policyVersion === '' || location === undefined) return undefined
  if (!policyType || !/^\d{1,9}$/.test(PolicyFlags)) return undefined
  const policyFlags = Number(PolicyFlags)
  return { id, policyId, policyVersion, policyCategory, policyType, policyFlags, location, signed }
}

function resourceNamed(text: string | undefined): PolicyResource | undefined {
  return (['Machine', 'User'] as const).find((name) => name === text)
}

/** undefined when absent or empty. */
function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  const text = descend(element, ...path)?.text.trim()
  return text === '' ? undefined : text
}

function textElement(name: string, text: string | undefined): string {
  return text === undefined ? '' : xmlElement(name, {}, escapeXml(text))
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the check of policy assignments: CRC-32, in decimal',
  },
]
