import { parseHierarchy, loadHierarchy } from './model/load-hierarchy.ts'
import type { HierarchyInput } from './model/schema/hierarchy-file.ts'
import { openHierarchy, type OpenOptions, type RunningHierarchy } from './network/running-hierarchy.ts'

export type {
  Attempt,
  ClientEvidence,
  EndEvidence,
  Outcome,
  OwnCertificate,
  TlsEvidence,
} from './evidence/attempt.ts'
export { refusedBecause, type ForeignConnection } from './evidence/foreign-connection.ts'
export type { FailureId } from './evidence/catalogue.ts'
export type { SeenCertificate } from './evidence/server-view.ts'
export type { CertificateEvidence } from './vocabulary/certificate.ts'
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
  SiteModeError,
  type ContactOptions,
  type NewLocation,
  type OpenOptions,
  type Revoked,
  type RunningHierarchy,
  type RunningSystem,
  type ActionResult,
  type SimulatedClient,
} from './network/running-hierarchy.ts'
export { packetFile, type PacketFile } from './network/packets/packet-file.ts'
export { scenario, type ScenarioInput } from './scenario/scenario-file.ts'

/**
 * Puts a hierarchy on loopback: one described here, or in a YAML or TypeScript file.
 * Throws an `InputError` with everything that is wrong with the description, or an `EnvironmentError` when the
 * machine does not let its listeners open.
 */
export async function startHierarchy(
  described: string | HierarchyInput,
  options: OpenOptions = {},
): Promise<RunningHierarchy> {
  const { hierarchy } =
    typeof described === 'string' ? await loadHierarchy(described) : parseHierarchy(described)
  return openHierarchy(hierarchy, options)
}
