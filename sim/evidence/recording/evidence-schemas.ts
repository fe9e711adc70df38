import * as z from 'zod'
import type { CertificateEvidence } from '../../vocabulary/certificate.ts'
import { keysOf } from '../../vocabulary/keys-of.ts'
import {
  lookupInWords,
  protocols,
  webProtocols,
  type LookupProtocol,
  type Protocol,
  type Stage,
} from '../../vocabulary/network.ts'
import { siteModeNames, type SslSettings } from '../../vocabulary/site-mode.ts'
import { unusualBehaviourNames } from '../../vocabulary/unusual.ts'
import { outcomes, type Attempt } from '../attempt.ts'
import {
  tellers,
  type BelievedMode,
  type ClientEvidence,
  type EndEvidence,
  type OwnCertificate,
  type SiteModeSeen,
  type TlsEvidence,
  type Told,
} from '../end-evidence.ts'
import { catalogue } from '../catalogue.ts'
import type {
  Body,
  ConnectionEnds,
  ConnectionTimes,
  Headers,
  HttpExchange,
  ServedRequest,
} from '../connection.ts'
import { foreignOutcomes, type ForeignConnection } from '../foreign-connection.ts'
import type { SeenCertificate } from '../server-view.ts'
import type { AttemptEnded } from './event.ts'
import {
  count,
  fields,
  flag,
  list,
  milliseconds,
  moment,
  notInFormat1,
  oneOf,
  port,
  text,
  url,
  type Fields,
} from './value-schemas.ts'

/** The schemas of what the two ends of a connection saw: a field for each of the types, in their order. */

const siteMode = oneOf(siteModeNames)

const lookups = keysOf(lookupInWords)

export const protocol: z.ZodType<Protocol | LookupProtocol> = oneOf([...protocols, ...lookups])

const stages = {
  resolve: true,
  connect: true,
  tls: true,
  http: true,
  smb: true,
  pxe: true,
  soh: true,
  ldap: true,
  dns: true,
  wins: true,
} as const satisfies Record<Stage, true>

const seenCertificates = {
  'not-asked': true,
  none: true,
  verified: true,
} as const satisfies Record<SeenCertificate, true>

const certificate: z.ZodType<CertificateEvidence> = fields({
  subject: text,
  issuer: text,
  serialNumber: text,
  notBefore: text,
  notAfter: text,
  names: list(text),
  usages: list(text),
  authority: flag,
  key: text,
  hash: text,
} satisfies Fields<CertificateEvidence>)

const siteModeSeen: z.ZodType<SiteModeSeen> = fields({
  mode: siteMode,
  since: moment.nullable(),
  published: flag,
} satisfies Fields<SiteModeSeen>)

const told: z.ZodType<Told> = fields({
  by: oneOf(tellers),
  attempt: text.nullable(),
  at: moment,
} satisfies Fields<Told>)

const believedMode: z.ZodType<BelievedMode> = fields({
  mode: siteMode,
  told: told.nullable(),
  toldAgainBy: oneOf(tellers).nullable(),
} satisfies Fields<BelievedMode>)

const onlyTrue = z.literal(true, 'has to be true').exactOptional()

const endEvidence = {
  stage: oneOf(keysOf(stages)),
  code: text,
  message: text,
  certificate: certificate.exactOptional(),
  witnessed: z.literal(false, 'has to be false').exactOptional(),
  siteMode: siteModeSeen.exactOptional(),
  anonymous: onlyTrue,
} satisfies Fields<EndEvidence>

const ownCertificate: z.ZodType<OwnCertificate> = fields({
  certificate: certificate.nullable(),
  fault: text.nullable(),
  ofAuthority: onlyTrue,
  acceptable: onlyTrue,
} satisfies Fields<OwnCertificate>)

const clientEvidence: z.ZodType<ClientEvidence> = fields({
  ...endEvidence,
  received: count,
  firstBytes: oneOf(['tls']).exactOptional(),
  answering: onlyTrue,
  believed: believedMode.exactOptional(),
  otherNameLeadsHere: onlyTrue,
  clock: oneOf(['behind', 'ahead']).exactOptional(),
  own: ownCertificate.nullable(),
} satisfies Fields<ClientEvidence>)

const tls: z.ZodType<TlsEvidence> = fields({
  version: text,
  cipher: text,
  resumed: flag,
  clientCertificate: flag,
} satisfies Fields<TlsEvidence>)

export const attempt: z.ZodType<Attempt> = fields({
  id: text,
  client: text,
  clientMode: siteMode,
  forced: flag,
  role: text,
  relation: oneOf(['assigned', 'resident']),
  site: text.nullable(),
  system: text.nullable(),
  told: notInFormat1(told),
  protocol,
  url: url.nullable(),
  status: count.nullable(),
  substatus: count.nullable(),
  client_end: clientEvidence.nullable(),
  server_end: fields(endEvidence).nullable(),
  startedAt: moment,
  durationMs: milliseconds,
  outcome: oneOf(outcomes),
  diagnosis: text.nullable(),
  tls: tls.nullable(),
  contradiction: notInFormat1(text),
  why: text,
  rule: text,
  after: text.nullable(),
} satisfies Fields<Attempt>)

export const connectionEnds = {
  clientAddress: text,
  clientPort: port,
  serverAddress: text,
  serverPort: port,
} satisfies Fields<ConnectionEnds>

export const connectionTimes: z.ZodType<ConnectionTimes> = fields({
  connectMs: milliseconds.nullable(),
  tlsMs: milliseconds.nullable(),
} satisfies Fields<ConnectionTimes>)

const headers: z.ZodType<Headers> = list(z.tuple([text, text], 'has to be a name and a value'))

const body: z.ZodType<Body> = fields({
  bytes: count,
  text: text.exactOptional(),
} satisfies Fields<Body>)

export const exchange: z.ZodType<HttpExchange> = fields({
  atMs: milliseconds,
  method: text,
  url,
  requestHeaders: headers,
  requestBody: body,
  answer: fields({
    status: count,
    reason: text,
    headers,
    body,
  } satisfies Fields<NonNullable<HttpExchange['answer']>>).nullable(),
  waitMs: milliseconds,
  receiveMs: milliseconds,
} satisfies Fields<HttpExchange>)

export const sslSettings: z.ZodType<SslSettings> = fields({
  mode: siteMode,
  httpForRoaming: flag,
  crlChecking: flag,
} satisfies Fields<SslSettings>)

export const unusualKinds = list(oneOf(unusualBehaviourNames))

type SeenByListener = NonNullable<AttemptEnded['server']>

export const seenByListener: z.ZodType<SeenByListener> = fields({
  listener: fields({ fqdn: text, port } satisfies Fields<NonNullable<SeenByListener['listener']>>).nullable(),
  replies: count,
  status: count.nullable(),
  substatus: count.nullable(),
  spoilt: flag,
  clientCertificate: oneOf(keysOf(seenCertificates)).nullable(),
  unusual: unusualKinds.exactOptional(),
} satisfies Fields<SeenByListener>)

export const servedRequest: z.ZodType<ServedRequest> = fields({
  at: moment,
  system: text,
  protocol: oneOf(webProtocols),
  serverAddress: text,
  serverPort: port,
  clientAddress: text,
  clientPort: port,
  method: text,
  path: text,
  query: text,
  userAgent: text.nullable(),
  host: text.nullable(),
  status: count,
  substatus: count,
  refused: text.exactOptional(),
  httpError: fields({
    reason: text,
    version: text.nullable(),
  } satisfies Fields<NonNullable<ServedRequest['httpError']>>).exactOptional(),
  challenged: onlyTrue,
  account: text.exactOptional(),
  aborted: flag,
  bytesSent: count,
  bytesReceived: count,
  durationMs: milliseconds,
} satisfies Fields<ServedRequest>)

const failure = oneOf(catalogue.map(({ id }) => id))

export const foreignConnection: z.ZodType<ForeignConnection> = fields({
  id: text,
  at: moment,
  system: text,
  protocol,
  ...connectionEnds,
  outcome: oneOf(foreignOutcomes),
  tls: text.nullable(),
  clientCertificate: oneOf(keysOf(seenCertificates)).nullable(),
  certificate: certificate.nullable(),
  replies: count,
  status: count.nullable(),
  substatus: count.nullable(),
  server_end: fields(endEvidence).nullable(),
  diagnosis: z.union([failure, z.literal('unexplained')], 'has to be the id of a failure').nullable(),
  candidates: list(failure),
  unusual: unusualKinds.exactOptional(),
  durationMs: milliseconds,
} satisfies Fields<ForeignConnection>)
