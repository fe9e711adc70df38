import type { KeyObject } from 'node:crypto'
import {
  parseRegistrationResponse,
  registrationHint,
  serializeRegistrationRequest,
  type RegistrationResponse,
  type RegistrationType,
} from '../../wire/management-point/registration.ts'
import type { Conversation } from '../transports/http.ts'
import { requestOf, requestSignedIn, type Sender } from './send-message.ts'

interface Registering extends Sender {
  fqdn: string
  /** RSA; its certificate, in DER, is `certificate`. */
  signingKey: KeyObject
  certificate: Buffer
  agentVersion?: string
  /** The key with which the client ID was registered before; in native mode it proves that the ID is the client's. */
  formerKey?: KeyObject
  /** Whether it signs in to Windows, by which a mixed-mode site approves it. */
  signsIn?: boolean
}

/**
 * Registers a client, or asks with `Confirmation` how an earlier registration ended. While it is pending (status 1) a
 * client asks for no policy and sends no inventory, and confirms after 30 seconds to 5 minutes (cc144675).
 */
export function register(
  client: Registering,
  type: RegistrationType = 'Registration',
): Conversation<RegistrationResponse> {
  const { clientId, formerKey, signsIn = false, ...unknown } = client
  const xml = serializeRegistrationRequest(
    {
      type,
      timeStamp: client.now.toISOString(),
      smsId: clientId ?? '',
      agent: { identity: 'CCMSetup.exe', version: client.agentVersion ?? '4.00.6487.2000', type: '0' },
      signing: client.certificate,
      properties: [
        { name: 'Netbios Name', value: client.name },
        { name: 'FQ Name', value: client.fqdn },
        { name: 'Locale ID', value: '1033' },
        { name: 'InternetFlag', value: '0' },
      ],
      ...(formerKey && { hint: registrationHint(clientId ?? '', formerKey) }),
    },
    client.signingKey,
  )
  const ask = signsIn ? requestSignedIn : requestOf
  return ask('MP_ClientRegistration', xml, unknown, parseRegistrationResponse)
}
