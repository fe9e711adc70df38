export type { Attempt, ContactedRole, Outcome } from './evidence/attempt.ts'
export type { ClientEvidence, EndEvidence, OwnCertificate, TlsEvidence } from './evidence/end-evidence.ts'
export type { ForeignConnection } from './evidence/foreign-connection.ts'
export type { DiagnosisId, FailureId } from './evidence/catalogue.ts'
export type { OpenId, RuleId } from './vocabulary/ids.ts'
export type { SeenCertificate } from './evidence/server-view.ts'
export type { CertificateEvidence, CertificateRecipe } from './vocabulary/certificate.ts'
export type { LookupProtocol, Protocol, Stage, TcpProtocol, WebProtocol } from './vocabulary/network.ts'
export type {
  ClientInput,
  GroupInput,
  ImportInput,
  LocationInput,
  SelectionInput,
} from './model/schema/client-input.ts'
export type {
  HierarchyInput,
  MisbehaviourInput,
  PackageInput,
  UpdateInput,
} from './model/schema/hierarchy-input.ts'
export type { BoundaryInput, SiteInput, SystemInput } from './model/schema/site-input.ts'
export type { FleetInput, HabitsInput, ThresholdInput } from './fleet/fleet-input.ts'
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
export { packetFile, type PacketFile } from './network/packets/packet-file.ts'
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
export type { ExpectationInput, ScenarioInput, StepInput } from './scenario/scenario-input.ts'
export { hierarchy, scenario } from './library/written.ts'
export { startHierarchy } from './library/start-hierarchy.ts'
