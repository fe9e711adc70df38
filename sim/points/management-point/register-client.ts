import { randomUUID } from 'node:crypto'
import { signatureHash, verifyReversed } from '../../wire/management-point/client-signature.ts'
import {
  isSignedByItself,
  publicKeyOf,
  readRegistrationRequest,
  writeRegistrationResponse,
  type ReceivedRegistration,
  type RegistrationResponse,
} from '../../wire/management-point/registration.ts'
import type { Place } from '../web-server/role.ts'
import { createRegisteredClients, type RegisteredClient } from './registered-clients.ts'

/** Bytes; a certificate with a chain of names in it stays far below. */
const longestCertificate = 16 * 1024

/** Answers a registration. What cannot be read is answered with status 2, so that the client tries again. */
export function registerClient(xml: string, place: Place, strict: boolean): string {
  const request = readRegistrationRequest(xml)
  const timeStamp = place.now().toISOString()
  const answer: Omit<RegistrationResponse, 'timeStamp'> =
    request && request.signing.length <= longestCertificate && publicKeyOf(request.signing)
      ? outcomeOf(request, place, strict)
      : { type: request?.type ?? 'Registration', status: 2 }
  return writeRegistrationResponse({ ...answer, timeStamp })
}

function outcomeOf(
  request: ReceivedRegistration,
  place: Place,
  strict: boolean,
): Pick<RegistrationResponse, 'type' | 'status' | 'smsId'> {
  const { type } = request
  const clients = place.database.table(createRegisteredClients)
  const signed = request.signature !== undefined
  if (signed ? !isSignedByItself(request) : strict) return { type, status: 3 }
  const registered = clients.withCertificate(request.signing)
  if (type === 'Confirmation') {
    return registered ? { type, status: 0, smsId: registered.smsId } : { type, status: 2 }
  }
  const smsId = registered?.smsId ?? freeId(request, clients.withId(request.smsId), place)
  clients.add({
    smsId,
    signing: request.signing,
    netBiosName: request.properties.find(({ name }) => name === 'Netbios Name')?.value.slice(0, 64) ?? '',
    agentVersion: request.agent.version.slice(0, 64),
    registeredAt: place.now(),
  })
  return { type, status: 0, smsId }
}

/** The SMSID that was asked for, unless another client has it that has not signed for this one. */
function freeId(
  request: ReceivedRegistration,
  holder: RegisteredClient | undefined,
  { site }: Place,
): string {
  const wanted = /^GUID:[-0-9A-F]{36}$/.exec(request.smsId.toUpperCase())?.[0]
  const mayHave = !holder || (site.mode === 'native' && isHintOf(holder, request))
  return wanted !== undefined && mayHave ? wanted : `GUID:${randomUUID().toUpperCase()}`
}

function isHintOf(
  { signing }: RegisteredClient,
  { hint, smsId, hashAlgorithm }: ReceivedRegistration,
): boolean {
  const key = publicKeyOf(signing)
  const hash = signatureHash(hashAlgorithm)
  if (hint === undefined || !key || !hash) return false
  return verifyReversed(hash, Buffer.from(smsId, 'utf16le'), key, hint)
}
