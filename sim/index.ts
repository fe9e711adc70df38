export type {
  Attempt,
  ClientEvidence,
  EndEvidence,
  Outcome,
  OwnCertificate,
  TlsEvidence,
} from './evidence/attempt.ts'
export type { ForeignConnection } from './evidence/foreign-connection.ts'
export type { FailureId } from './evidence/catalogue.ts'
export type { SeenCertificate } from './evidence/server-view.ts'
export type { CertificateEvidence, CertificateRecipe } from './vocabulary/certificate.ts'
export type { LookupProtocol, Protocol, Stage, TcpProtocol, WebProtocol } from './vocabulary/network.ts'
export { hierarchy, type HierarchyInput } from './model/schema/hierarchy-file.ts'
export { InputError, type Problem } from './errors.ts'
export type { Fault, RevocationListFault } from './vocabulary/fault.ts'
export type { SiteMode } from './vocabulary/site-mode.ts'
export type { SiteSystemRole } from './vocabulary/site-system-role.ts'
export { EnvironmentError } from './errors.ts'
export {
  ClockError,
  ContactError,
  FaultError,
  NoConnectionError,
  SiteModeError,
  type ContactOptions,
  type ForOwnClients,
  type NextConnectionOptions,
  type NewLocation,
  type OpenOptions,
  type Revoked,
  type RunningHierarchy,
  type RunningPki,
  type RunningSystem,
  type ActionResult,
  type SimulatedClient,
  type TlsCredential,
} from './network/running-hierarchy.ts'
export {
  assertAnswered,
  assertRefusedBecause,
  assertWithheld,
  matchers,
  type ExpectedAnswer,
  type OwnMatchers,
  type Seen,
  type Verdict,
} from './library/matchers.ts'
export { scenario, type ScenarioInput } from './scenario/scenario-file.ts'
export { startHierarchy } from './library/start-hierarchy.ts'
