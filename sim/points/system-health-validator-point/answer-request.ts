import { ended } from '../../errors.ts'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
import { reordered } from '../../net/unusual.ts'
import type { Random } from '../../random.ts'
import { isAuthenticRequest } from '../../wire/radius/authenticator.ts'
import {
  microsoftAttributes,
  microsoftTypes,
  microsoftValue,
  quarantineStateAttributes,
} from '../../wire/radius/microsoft.ts'
import { attributeTypes, codes, type RadiusAttribute, type RadiusPacket } from '../../wire/radius/packet.ts'
import {
  parseStatement,
  serializeHealthState,
  type ConfigurationManagerStatement,
} from '../../wire/soh/configuration-manager-entry.ts'
import {
  configurationManagerHealthId,
  entryOf,
  napSystemId,
  parseHealthMessage,
  serializeHealthMessage,
  type HealthMessage,
} from '../../wire/soh/message.ts'
import { parseSystemEntry, serializeSystemEntry } from '../../wire/soh/system-entry.ts'
import type { FaultOf } from '../../vocabulary/fault.ts'
import { reasons, type Decision } from './decide.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** What a policy server answers, before it is signed. */
export type PolicyResponse = Omit<RadiusPacket, 'authenticator'>

/** The outcome of one packet. */
interface Outcome {
  /** Absent if the packet is silently discarded. */
  response?: PolicyResponse
  /** Why the packet was discarded or refused. */
  wrong?: EndEvidence
}

/** Validates a statement; undefined if the client's system health agent sent none. */
type Validate = (statement: ConfigurationManagerStatement | undefined) => Decision

/** `request`: undefined where the packet cannot be read. */
export function answerRequest(
  request: RadiusPacket | undefined,
  secret: string,
  validate: Validate,
  fault?: FaultOf<'RADIUS'>,
): Outcome {
  if (!request) return discarded('RADIUS_MALFORMED', 'received bytes that are not a RADIUS packet')
  if (request.code !== codes.accessRequest) {
    return discarded(
      'RADIUS_NOT_A_REQUEST',
      `the policy server received a RADIUS packet of code ${request.code}`,
    )
  }
  if (!isAuthenticRequest(request, secret)) return notAuthentic()
  if (fault) return faulty[fault](request)
  const carried = microsoftValue(request, microsoftTypes.quarantineSoh)
  if (!carried) return rejected(request, 'SOH_MISSING', 'the request carries no statement of health')
  const statement = parseHealthMessage(carried)
  if (!statement) return rejected(request, 'SOH_MALFORMED', 'the statement of health cannot be read')
  return { response: accept(request, statement, validate(statementIn(statement))) }
}

/** What the policy server makes of a request while it has a fault. */
const faulty: Readonly<Record<FaultOf<'RADIUS'>, (request: RadiusPacket) => Outcome>> = {
  'secret-not-shared': notAuthentic,
  'statement-refused': (request) => rejected(request, 'SOH_REFUSED', 'no network policy admits this client'),
  'statement-not-validated': notValidated,
}

/**
 * Nothing else proves that the sender knows the secret, since a statement of health has no password. Requiring a
 * Message-Authenticator is a setting of the policy server; our choice: it is set.
 */
function notAuthentic(): Outcome {
  return discarded(
    'RADIUS_NOT_AUTHENTIC',
    'the Message-Authenticator is missing, or was computed with another shared secret',
  )
}

function statementIn(message: HealthMessage): ConfigurationManagerStatement | undefined {
  const entry = entryOf(message, configurationManagerHealthId)
  return entry && parseStatement(entry)
}

/**
 * Also accepts a non-compliant client, to a restricted network (page 38033c27). Every failure counts as non-compliant,
 * which is the default (page 4877f8e1).
 */
function accept(
  { identifier }: RadiusPacket,
  statement: HealthMessage,
  { state, reason }: Decision,
): PolicyResponse {
  const compliant = state === 'compliant'
  const attributes = [
    ...quarantineStateAttributes(compliant ? 'full-access' : 'quarantine'),
    ...microsoftAttributes(microsoftTypes.quarantineSoh, serializeHealthMessage(response(statement, state))),
    replyMessage(reasons[reason]),
  ]
  return { code: codes.accessAccept, identifier, attributes }
}

/** The response has the form and the correlation id of the statement, by which the client recognizes it. */
function response({ mode, entries }: HealthMessage, state: Decision['state']): HealthMessage {
  const [system] = entries.filter(({ systemHealthId }) => systemHealthId === napSystemId)
  const { correlationId } = (system && parseSystemEntry(system.attributes)) ?? {}
  const isolation = { state: state === 'compliant' ? 'not-restricted' : 'restricted-access' } as const
  return {
    ...(mode && { mode }),
    entries: [
      {
        systemHealthId: napSystemId,
        attributes: serializeSystemEntry({
          response: true,
          ...(correlationId && { correlationId }),
          isolation,
        }),
      },
      { systemHealthId: configurationManagerHealthId, attributes: serializeHealthState(state) },
    ],
  }
}

/** Admits the client although no system health validator has read its statement. */
function notValidated({ identifier }: RadiusPacket): Outcome {
  const attributes = quarantineStateAttributes('full-access')
  return {
    response: { code: codes.accessAccept, identifier, attributes },
    wrong: {
      stage: 'soh',
      code: 'SOH_NOT_VALIDATED',
      message: 'no system health validator has read the statement',
    },
  }
}

function discarded(code: string, message: string): Outcome {
  return { wrong: { stage: 'soh', code, message: `silently discarded: ${message}` } }
}

function rejected({ identifier }: RadiusPacket, code: string, message: string): Outcome {
  return {
    response: refusal(identifier, codes.accessReject, message),
    wrong: { stage: 'soh', code, message },
  }
}

export function refusal(identifier: number, code: number, message: string): PolicyResponse {
  return { code, identifier, attributes: [replyMessage(ended(`Refused: ${message}`))] }
}

/** The attributes of a response in another order, in which those of one type keep theirs (RFC 2865 section 5). */
export function inAnotherOrder(response: PolicyResponse, random: Random): PolicyResponse {
  const left = [...response.attributes]
  const types = reordered(
    left.map(({ type }) => type),
    random,
  )
  const attributes = types.flatMap((type) =>
    left.splice(
      left.findIndex((attribute) => attribute.type === type),
      1,
    ),
  )
  return { ...response, attributes }
}

function replyMessage(text: string): RadiusAttribute {
  return { type: attributeTypes.replyMessage, value: Buffer.from(text) }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the Message-Authenticator that a policy server requires',
  },
]
