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
export type {
  BoundaryInput,
  SiteInput,
  SystemInput,
  SystemMisbehaviourInput,
} from './model/schema/site-input.ts'
export type { FleetInput, HabitsInput, ThresholdInput } from './fleet/fleet-input.ts'
export type { Fault, RevocationListFault } from './vocabulary/fault.ts'
export type { SiteMode } from './vocabulary/site-mode.ts'
export type { SiteSystemRole } from './vocabulary/site-system-role.ts'
export {
  ClockError,
  ClosedError,
  ContactError,
  EnvironmentError,
  FaultError,
  InputError,
  NoConnectionError,
  SiteModeError,
  type Problem,
} from './errors.ts'
export type {
  ActionResult,
  ContactOptions,
  ForOwnClients,
  NewLocation,
  NextConnectionOptions,
  OpenOptions,
  Revoked,
  RunningHierarchy,
  RunningPki,
  RunningSystem,
  SimulatedClient,
  TlsCredential,
} from './network/running-hierarchy.ts'
export { packetFile, type PacketFile } from './network/packets/packet-file.ts'
export {
  assertAnswered,
  assertEndedLike,
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
export { startHierarchy, type HierarchySettings, type WorkOptions } from './library/hierarchies.ts'
export { exerciseTables, runScenario, type RecordedResult, type RunOptions } from './library/run.ts'
export { trace, type TraceOptions } from './library/trace.ts'
export { plan, planTable, type ModeChange, type PlanOptions, type PlanOutOptions } from './library/plan.ts'
export { runFleet, type FleetOptions } from './library/fleet.ts'
export {
  serve,
  type ApiOptions,
  type BesideHierarchy,
  type ServedHierarchy,
  type ServeOptions,
} from './library/serve.ts'
export { merge } from './library/shards/merge.ts'
export type {
  JoinedFleet,
  JoinedRun,
  MergeObstacle,
  MergeObstacles,
  MergeResult,
} from './library/shards/merged.ts'
export type { ShardOptions } from './library/shards/begin-shard.ts'
export type { FleetShard } from './library/shards/fleet-shard.ts'
export type { PlanShard } from './library/shards/plan-shard.ts'
export type { RunShard } from './library/shards/run-shard.ts'
export { diagnose, type DiagnoseOptions } from './library/diagnose.ts'
export { explain, type ExplainedReading, type Explanation } from './library/explain.ts'
export { runLab, type LabOptions } from './library/lab.ts'
export { probe, type ProbeOptions } from './library/probe.ts'
export {
  diff,
  diffText,
  readRecording,
  reportText,
  writeReports,
  type DiffTextKind,
  type ReportKind,
} from './library/reports.ts'
export { validate, type ValidateOptions, type Validated } from './library/validate.ts'
export type { JobsOptions, LongWorkOptions, OutOptions } from './library/surroundings.ts'
export type { Recording } from './evidence/recording/recording.ts'
export type { FleetResult } from './evidence/fleet-result.ts'
export type { Switch } from './plan/switches.ts'
export type { LabResult, MatrixResult, ProbeResult } from './report/command-results.ts'
export type { DiagnoseResult } from './report/diagnose-result.ts'
export type { Diff } from './report/diff/compare.ts'
export type { PlanResult } from './report/plan-result.ts'
export type { RunResult, TraceResult } from './report/run-result.ts'
