import type { Fault } from '../../../model/fault.ts'
import { closedAfterRequest, garbageAnswer, resetAfterRequest, silentAfterRequest } from './after-request.ts'
import { closed, reset, silent } from './connection.ts'
import type { FaultBehaviour } from './fault-behaviour.ts'
import { closedInHandshake, garbageInHandshake, resetInHandshake, silentInHandshake } from './handshake.ts'
import { resetInAnswer, resetInTransfer, silentInAnswer, slow, truncated } from './in-answer.ts'
import { notListening, wrongPort } from './port.ts'
import { httpOnHttpsPort, httpsOnHttpPort } from './protocol.ts'
import { refusing } from './status.ts'
import { cipherNotShared, tlsVersionNotShared } from './nothing-shared.ts'

/** Those that a listener carries out; the name service has the others. */
export type ListenerFault = Exclude<Fault, 'name-not-resolved' | 'wrong-name-resolved'>

/** Statuses and substatuses with the words of IIS 6 and 7 ("The HTTP status code in IIS 7.0"). */
export const faultBehaviours: Readonly<Record<ListenerFault, FaultBehaviour>> = {
  'not-listening': notListening,
  'wrong-port': wrongPort,
  'http-on-https-port': httpOnHttpsPort,
  'https-on-http-port': httpsOnHttpPort,
  silent,
  reset,
  closed,
  'silent-in-handshake': silentInHandshake,
  'reset-in-handshake': resetInHandshake,
  'closed-in-handshake': closedInHandshake,
  'garbage-in-handshake': garbageInHandshake,
  'tls-version-not-shared': tlsVersionNotShared,
  'cipher-not-shared': cipherNotShared,
  'silent-after-request': silentAfterRequest,
  'reset-after-request': resetAfterRequest,
  'closed-after-request': closedAfterRequest,
  'garbage-answer': garbageAnswer,
  'silent-in-answer': silentInAnswer,
  'reset-in-answer': resetInAnswer,
  'reset-in-transfer': resetInTransfer,
  truncated,
  slow,
  '401': refusing({
    status: 401,
    reason: 'Access is denied due to invalid credentials.',
    authenticate: ['Negotiate', 'NTLM'],
  }),
  '403.1': refusing({ status: 403, substatus: 1, reason: 'Execute access is denied.' }),
  '403.2': refusing({ status: 403, substatus: 2, reason: 'Read access is denied.' }),
  '403.3': refusing({ status: 403, substatus: 3, reason: 'Write access is denied.' }),
  '403.4': refusing({ status: 403, substatus: 4, reason: 'SSL is required to view this resource.' }),
  '403.5': refusing({ status: 403, substatus: 5, reason: 'SSL 128 is required to view this resource.' }),
  '403.6': refusing({ status: 403, substatus: 6, reason: 'IP address rejected.' }),
  '403.8': refusing({ status: 403, substatus: 8, reason: 'Site access denied.' }),
  '403.9': refusing({ status: 403, substatus: 9, reason: 'Too many users are connected.' }),
  '403.12': refusing({ status: 403, substatus: 12, reason: 'The certificate mapper denied access.' }),
  '403.14': refusing({ status: 403, substatus: 14, reason: 'Directory listing denied.' }),
  '404': refusing({ status: 404, reason: 'The file or directory cannot be found.' }),
  '405': refusing({
    status: 405,
    reason: 'The method is not allowed for this resource.',
    allow: ['OPTIONS'],
  }),
  '500': refusing({ status: 500, reason: 'Internal server error.' }),
  '503': refusing({ status: 503, reason: 'The service is unavailable.' }),
}

export function isListenerFault(fault: string): fault is ListenerFault {
  return Object.hasOwn(faultBehaviours, fault)
}
