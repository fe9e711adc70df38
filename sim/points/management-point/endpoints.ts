import type { WebServerError } from '../../wire/error-page.ts'
import type { RequestContext } from '../web-server/role.ts'
import { assignPolicies } from './assign-policies.ts'
import { locate } from './locate.ts'
import { registerClient } from './register-client.ts'
import { takeDiscoveryDataRecord, takeStateMessages, takeStatusMessage } from './take-reports.ts'

export interface Heard {
  xml: string
  attachments: readonly string[]
  clientId: string | undefined
  place: RequestContext
}

/** What takes the messages of one kind. */
export interface Endpoint {
  name: string
  /** Which of them have to be signed; `by itself`: a registration has its own signature. */
  signed: 'by itself' | 'never' | 'when required' | 'in native mode'
  answer(heard: Heard): Said | Promise<Said>
}

/** The XML of the reply; undefined where none is due. */
export type Said = string | undefined | WebServerError

const endpoints: readonly Endpoint[] = [
  {
    name: 'MP_ClientRegistration',
    signed: 'by itself',
    answer: ({ xml, place }) => registerClient(xml, place),
  },
  {
    name: 'MP_PolicyManager',
    signed: 'when required',
    answer: ({ xml, place }) => assignPolicies(xml, place),
  },
  { name: 'MP_LocationManager', signed: 'never', answer: ({ xml, place }) => locate(xml, place) },
  {
    // State messages, among what it relays.
    name: 'MP_RelayEndpoint',
    signed: 'in native mode',
    answer: ({ xml, place }) => takeStateMessages(xml, place),
  },
  {
    name: 'StatusReceiver',
    signed: 'in native mode',
    answer: ({ xml, clientId, place }) => takeStatusMessage(xml, clientId, place),
  },
  {
    name: 'MP_DdrEndpoint',
    signed: 'in native mode',
    answer: ({ xml, attachments, place }) => takeDiscoveryDataRecord(xml, attachments, place),
  },
]

/** The 2007 SDK writes their names with differing case. */
export function endpointNamed(name: string): Endpoint | undefined {
  return endpoints.find((endpoint) => endpoint.name.toLowerCase() === name.toLowerCase())
}
