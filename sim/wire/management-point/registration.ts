import { X509Certificate, type KeyObject } from 'node:crypto'
import { descend, escapeXml, parseXml, xmlElement } from '../xml.ts'
import { signatureHash, signReversed, verifyReversed } from './message-header.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** "ClientRegistrationRequest" of the 2007 SDK. */
export interface RegistrationRequest {
  type: RegistrationType
  timeStamp: string
  /** `GUID:...`, or empty when the client asks for one. */
  smsId: string
  agent: { type: string; version: string; identity: string }
  /** DER. */
  signing: Buffer
  encryption?: Buffer
  properties: readonly { name: string; value: string }[]
  /** A signature of the SMSID by a certificate that is already registered, in native mode. */
  hint?: string
  /** Object identifier. */
  hashAlgorithm?: string
}

export type RegistrationType = 'Registration' | 'Confirmation'

export interface ReceivedRegistration extends RegistrationRequest {
  signature?: string
  /** SMSID of a proxy that registers a client and signs for it (cc145258). */
  signerId?: string
  /** The exact text of the signed element. */
  signed: string
}

/** undefined when the text is not a registration, or lacks the certificate or a required attribute. */
export function parseRegistrationRequest(xml: string): ReceivedRegistration | undefined {
  const request = parseXml(xml)
  const signed = signedText(xml)
  if (request?.name !== 'ClientRegistrationRequest' || signed === undefined) return undefined
  // Only the signed text is believed, and no other element of that name.
  const data = parseXml(signed)
  const { RequestType, TimeStamp, SMSID, HashAlgorithm } = data?.attributes ?? {}
  const type = registrationTypes.find((name) => name === RequestType)
  const agent = descend(data, 'AgentInformation')?.attributes
  const signing = parseHex(descend(data, 'Certificates', 'Signing')?.text)
  if (!data || !type || TimeStamp === undefined || SMSID === undefined || !agent || !signing) return undefined
  const encryption = parseHex(descend(data, 'Certificates', 'Encryption')?.text)
  const hint = descend(data, 'RegistrationHint')?.text.trim()
  const signature = descend(request, 'Signature', 'SignatureValue')?.text.trim()
  const signerId = descend(request, 'Signature')?.attributes.SMSID
  const found = descend(data, 'DiscoveryProperties')?.children ?? []
  return {
    type,
    timeStamp: TimeStamp,
    smsId: SMSID,
    agent: {
      type: agent.AgentType ?? '',
      version: agent.AgentVersion ?? '',
      identity: agent.AgentIdentity ?? '',
    },
    signing,
    ...(encryption && { encryption }),
    properties: found
      .filter(({ name }) => name === 'Property')
      .map(({ attributes: { Name = '', Value = '' } }) => ({ name: Name, value: Value })),
    ...(hint !== undefined && { hint }),
    ...(HashAlgorithm !== undefined && { hashAlgorithm: HashAlgorithm }),
    ...(signature !== undefined && { signature }),
    ...(signerId !== undefined && { signerId }),
    signed,
  }
}

/** Not by one expression, which would search for the end again from every beginning. */
function signedText(xml: string): string | undefined {
  const end = '</Data>'
  const [from, to] = [xml.search(/<Data[\s>]/), xml.lastIndexOf(end)]
  return from < 0 || to < from ? undefined : xml.slice(from, to + end.length)
}

const registrationTypes: readonly RegistrationType[] = ['Registration', 'Confirmation']

function parseHex(text: string | undefined): Buffer | undefined {
  const hex = text?.trim() ?? ''
  return /^(?:[0-9a-f]{2})+$/i.test(hex) ? Buffer.from(hex, 'hex') : undefined
}

/** Signed by `privateKey`: that of the signing certificate, or of the proxy `signerId`. */
export function serializeRegistrationRequest(
  request: RegistrationRequest,
  privateKey: KeyObject,
  signerId?: string,
): string {
  const { agent, encryption, hint, hashAlgorithm } = request
  const data = xmlElement(
    'Data',
    {
      HashAlgorithm: hashAlgorithm,
      RequestType: request.type,
      TimeStamp: request.timeStamp,
      SMSID: request.smsId,
    },
    xmlElement('AgentInformation', {
      AgentIdentity: agent.identity,
      AgentVersion: agent.version,
      AgentType: agent.type,
    }),
    xmlElement(
      'Certificates',
      {},
      certificate('Signing', request.signing),
      encryption ? certificate('Encryption', encryption) : '',
    ),
    xmlElement(
      'DiscoveryProperties',
      {},
      ...request.properties.map(({ name, value }) => xmlElement('Property', { Name: name, Value: value })),
    ),
    hint === undefined ? '' : xmlElement('RegistrationHint', {}, escapeXml(hint)),
  )
  const signature = signReversed(
    signatureHash(hashAlgorithm) ?? 'sha1',
    Buffer.from(data, 'utf16le'),
    privateKey,
  )
  return xmlElement(
    'ClientRegistrationRequest',
    {},
    data,
    xmlElement('Signature', { SMSID: signerId }, xmlElement('SignatureValue', {}, signature)),
  )
}

function certificate(name: string, der: Buffer): string {
  return xmlElement(name, { Encoding: 'HexBinary' }, der.toString('hex').toUpperCase())
}

/** For as long as somebody keeps the certificate: a client's is asked for at each of its messages. */
const publicKeys = new WeakMap<Buffer, KeyObject>()

/** The public key of a certificate; undefined when the bytes are not a certificate. */
export function publicKeyOf(der: Buffer): KeyObject | undefined {
  try {
    const key = publicKeys.get(der) ?? new X509Certificate(der).publicKey
    publicKeys.set(der, key)
    return key
  } catch {
    return undefined
  }
}

/** Whether the registration is signed by the key of a certificate, normally its own signing certificate. */
export function isRegistrationSigned(
  { signed, signature, hashAlgorithm }: ReceivedRegistration,
  certificate: Buffer,
): boolean {
  const hash = signatureHash(hashAlgorithm)
  const key = publicKeyOf(certificate)
  if (!hash || !key || signature === undefined) return false
  return verifyReversed(hash, Buffer.from(signed, 'utf16le'), key, signature)
}

/** A RegistrationHint signs the SMSID; its encoding in UTF-16 is not documented; our choice. */
export function registrationHint(smsId: string, registeredKey: KeyObject, hashAlgorithm?: string): string {
  return signReversed(signatureHash(hashAlgorithm) ?? 'sha1', Buffer.from(smsId, 'utf16le'), registeredKey)
}

/** Whether the owner of a registered certificate made the hint of a request. */
export function isHintBy({ hint, smsId, hashAlgorithm }: RegistrationRequest, certificate: Buffer): boolean {
  const hash = signatureHash(hashAlgorithm)
  const key = publicKeyOf(certificate)
  if (!hash || !key || hint === undefined) return false
  return verifyReversed(hash, Buffer.from(smsId, 'utf16le'), key, hint)
}

/** 0: registered; 1: pending, so confirm later; 2: could not be processed, so register again; 3: rejected. */
type RegistrationStatus = 0 | 1 | 2 | 3

export interface RegistrationResponse {
  type: RegistrationType
  timeStamp: string
  status: RegistrationStatus
  /** With status 0 always, with 1 perhaps; not necessarily the one that was asked for. */
  smsId?: string
}

export function serializeRegistrationResponse({
  type,
  timeStamp,
  status,
  smsId,
}: RegistrationResponse): string {
  return xmlElement('ClientRegistrationResponse', {
    ResponseType: type,
    TimeStamp: timeStamp,
    Status: status,
    SMSID: smsId,
  })
}

/** undefined when the text is not a response, or tells a registered client no SMSID. */
export function parseRegistrationResponse(xml: string): RegistrationResponse | undefined {
  const response = parseXml(xml)
  const { ResponseType, TimeStamp = '', Status, SMSID } = response?.attributes ?? {}
  const type = registrationTypes.find((name) => name === ResponseType)
  const status = ([0, 1, 2, 3] as const).find((number) => String(number) === Status)
  if (response?.name !== 'ClientRegistrationResponse' || !type || status === undefined) return undefined
  if (SMSID === '' || (status === 0 && SMSID === undefined)) return undefined
  return { type, timeStamp: TimeStamp, status, ...(SMSID !== undefined && { smsId: SMSID }) }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the encoding of the SMSID that a RegistrationHint signs',
  },
]
