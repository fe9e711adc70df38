import type { EndEvidence } from '../../evidence/end-evidence.ts'
import { isAuthenticRequest, signResponse } from '../../wire/radius/authenticator.ts'
import {
  microsoftAttributes,
  microsoftTypes,
  microsoftValue,
  quarantineStateAttributes,
} from '../../wire/radius/microsoft.ts'
import {
  attributeTypes,
  codes,
  parseRadiusPacket,
  type RadiusAttribute,
  type RadiusPacket,
} from '../../wire/radius/packet.ts'
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

/** The outcome of one packet. */
interface Outcome {
  /** Absent if the packet is silently discarded. */
  answer?: Buffer
  /** Why the packet was discarded or refused. */
  wrong?: EndEvidence
}

/** Validates a statement; undefined if the client's system health agent sent none. */
type Validate = (statement: ConfigurationManagerStatement | undefined) => Decision

export function answerRequest(
  bytes: Buffer,
  secret: string,
  validate: Validate,
  fault?: FaultOf<'RADIUS'>,
): Outcome {
  const request = parseRadiusPacket(bytes)
  if (!request)
    return discarded('RADIUS_MALFORMED', `received ${bytes.length} bytes that are not a RADIUS packet`)
  if (request.code !== codes.accessRequest) {
    return discarded(
      'RADIUS_NOT_A_REQUEST',
      `the policy server received a RADIUS packet of code ${request.code}`,
    )
  }
  if (!isAuthenticRequest(request, secret)) return notAuthentic()
  if (fault) return faulty[fault](request, secret)
  const carried = microsoftValue(request, microsoftTypes.quarantineSoh)
  if (!carried) return rejected(request, secret, 'SOH_MISSING', 'the request carries no statement of health')
  const statement = parseHealthMessage(carried)
  if (!statement) return rejected(request, secret, 'SOH_MALFORMED', 'the statement of health cannot be read')
  return { answer: accept(request, secret, statement, validate(statementIn(statement))) }
}

/** What the policy server makes of a request while it has a fault. */
const faulty: Readonly<Record<FaultOf<'RADIUS'>, (request: RadiusPacket, secret: string) => Outcome>> = {
  'secret-not-shared': notAuthentic,
  'statement-refused': (request, secret) =>
    rejected(request, secret, 'SOH_REFUSED', 'no network policy admits this client'),
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
  request: RadiusPacket,
  secret: string,
  statement: HealthMessage,
  { state, reason }: Decision,
): Buffer {
  const compliant = state === 'compliant'
  const attributes = [
    ...quarantineStateAttributes(compliant ? 'full-access' : 'quarantine'),
    ...microsoftAttributes(microsoftTypes.quarantineSoh, serializeHealthMessage(response(statement, state))),
    replyMessage(reasons[reason]),
  ]
  return signResponse(
    { code: codes.accessAccept, identifier: request.identifier, attributes },
    request,
    secret,
  )
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
function notValidated(request: RadiusPacket, secret: string): Outcome {
  const { identifier } = request
  const attributes = quarantineStateAttributes('full-access')
  return {
    answer: signResponse({ code: codes.accessAccept, identifier, attributes }, request, secret),
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

function rejected(request: RadiusPacket, secret: string, code: string, message: string): Outcome {
  const { identifier } = request
  const attributes = [replyMessage(`Refused: ${message}.`)]
  return {
    answer: signResponse({ code: codes.accessReject, identifier, attributes }, request, secret),
    wrong: { stage: 'soh', code, message },
  }
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
