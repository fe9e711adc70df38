import { approvalMethods } from '../../vocabulary/client-approval.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import { randomUUID } from 'node:crypto'
import {
  isHintBy,
  isRegistrationSigned,
  publicKeyOf,
  parseRegistrationRequest,
  serializeRegistrationResponse,
  type ReceivedRegistration,
  type RegistrationResponse,
} from '../../wire/management-point/registration.ts'
import type { RequestContext } from '../web-server/virtual-directory.ts'
import { createRegisteredClients, type RegisteredClient } from '../site-database.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** Bytes; a certificate with a chain of names in it stays far below. */
const longestCertificate = 16 * 1024

type Outcome = Pick<RegistrationResponse, 'status' | 'smsId'>

/**
 * Answers a registration. An unreadable one, and the confirmation of a client that is not registered, get status 2, so that
 * the client tries again. Not documented; our choice.
 */
export function registerClient(xml: string, signedIn: boolean, context: RequestContext): string {
  const request = parseRegistrationRequest(xml)
  const readable = request && request.signing.length <= longestCertificate && publicKeyOf(request.signing)
  const outcome: Outcome = readable ? outcomeOf(request, signedIn, context) : { status: 2 }
  const timeStamp = context.now().toISOString()
  return serializeRegistrationResponse({ type: request?.type ?? 'Registration', timeStamp, ...outcome })
}

function outcomeOf(request: ReceivedRegistration, signedIn: boolean, context: RequestContext): Outcome {
  const clients = context.database.table(createRegisteredClients)
  if (!isRightlySigned(request, context)) return { status: 3 }
  const known = clients.withCertificate(request.signing)
  if (request.type === 'Confirmation') return known ? stateOf(known, context) : { status: 2 }
  const client = {
    smsId: known?.smsId ?? freeId(request, clients.withId(request.smsId), context),
    signing: request.signing,
    netBiosName: request.properties.find(({ name }) => name === 'Netbios Name')?.value.slice(0, 64) ?? '',
    agentVersion: request.agent.version.slice(0, 64),
    registeredAt: known?.registeredAt ?? context.now(),
    approved: (known?.approved ?? false) || approvalMethods[context.site.clientApproval.method](signedIn),
  }
  clients.add(client)
  return stateOf(client, context)
}

/** Pending for as long as the management point's settings say. */
function stateOf({ smsId, registeredAt }: RegisteredClient, { now, system }: RequestContext): Outcome {
  const { registrationWait } = system.managementPoint
  return { smsId, status: now().getTime() - registeredAt.getTime() < registrationWait ? 1 : 0 }
}

function isRightlySigned(request: ReceivedRegistration, { database, system }: RequestContext): boolean {
  const { signatures } = system.managementPoint
  if (signatures === 'ignored') return true
  if (request.signature === undefined) return signatures === 'verified'
  const proxy = database.table(createRegisteredClients).withId(request.signerId ?? '')
  const signer = request.signerId === undefined ? request.signing : proxy?.signing
  return signer !== undefined && isRegistrationSigned(request, signer)
}

/** The requested SMSID, or a new one if another client holds it and has not signed this request. */
function freeId(
  request: ReceivedRegistration,
  holder: RegisteredClient | undefined,
  { site }: RequestContext,
): string {
  const wanted = /^GUID:[-0-9A-F]{36}$/.exec(request.smsId.toUpperCase())?.[0]
  // A hint is valid in native mode only; one that proves nothing makes an ordinary registration (cc144367).
  const mayHave = !holder || (siteModes[site.mode].registrationHints && isHintBy(request, holder.signing))
  return wanted !== undefined && mayHave ? wanted : `GUID:${randomUUID().toUpperCase()}`
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the time for which a registration is pending',
  },
]
