import type { KeyObject } from 'node:crypto'
import {
  readRegistrationResponse,
  writeRegistrationRequest,
  type RegistrationResponse,
  type RegistrationType,
} from '../../wire/management-point/registration.ts'
import type { Conversation } from '../conversation.ts'
import { requestOf, type Sender } from './send-message.ts'

export interface Registering extends Sender {
  fqdn: string
  /** RSA; its certificate, in DER, is `certificate`. */
  signingKey: KeyObject
  certificate: Buffer
  agentVersion?: string
}

/** Registers a client, or asks with `Confirmation` how an earlier registration ended. */
export function register(
  client: Registering,
  type: RegistrationType = 'Registration',
): Conversation<RegistrationResponse> {
  const { clientId, ...unknown } = client
  const xml = writeRegistrationRequest(
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
    },
    client.signingKey,
  )
  return requestOf('MP_ClientRegistration', xml, unknown, readRegistrationResponse)
}
