import * as z from 'zod'
import type { Problem } from '../errors.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { loadHierarchy, parseHierarchy } from '../model/load-hierarchy.ts'
import type { HierarchyInput } from '../model/schema/hierarchy-input.ts'
import { called, optionsOf, type OptionSchemas } from '../model/source/options.ts'
import type { OpenOptions, RunningHierarchy } from '../network/running-hierarchy.ts'
import { keyKinds, refusalStyles, type KeyKind, type RefusalStyle } from '../vocabulary/certificate.ts'
import { tlsVersions, type TlsVersion } from '../vocabulary/network.ts'
import { checkDescribed } from './given.ts'
import { openOptions } from './option-schemas.ts'

/** What overrides the settings of a hierarchy's own. */
export interface HierarchySettings {
  /** TLS version of listeners and clients. */
  tls?: TlsVersion
  /** Kind of every key. */
  keys?: KeyKind
  /** How a listener refuses a client certificate. */
  refusal?: RefusalStyle
}

/** Options of the functions that open hierarchies by themselves. */
export interface WorkOptions
  extends
    HierarchySettings,
    Pick<OpenOptions, 'cache' | 'pki' | 'timeout' | 'addresses' | 'unusual' | 'onPortTaken' | 'keyLog'> {
  /** Learns of each warning about the files that were read. */
  onWarning?: (warning: Problem) => void
}

export const settingsOptions: OptionSchemas<HierarchySettings> = {
  tls: z.enum(tlsVersions),
  keys: z.enum(keyKinds),
  refusal: z.enum(refusalStyles),
}

const { cache, pki, timeout, addresses, unusual, onPortTaken, keyLog } = openOptions

export const workOptions: OptionSchemas<WorkOptions> = {
  ...settingsOptions,
  ...{ cache, pki, timeout, addresses, unusual, onPortTaken, keyLog },
  onWarning: called(),
}

const checkStart = optionsOf<OpenOptions>('startHierarchy', openOptions)

/**
 * Puts a hierarchy on loopback: one described here, or in a YAML or TypeScript file.
 * Throws an `InputError` with everything that is wrong with the description, or an `EnvironmentError` when the
 * machine does not let its listeners open.
 */
export async function startHierarchy(
  described: string | HierarchyInput,
  options: OpenOptions = {},
): Promise<RunningHierarchy> {
  checkDescribed('startHierarchy', described, 'a hierarchy')
  checkStart(options)
  const { hierarchy } =
    typeof described === 'string' ? await loadHierarchy(described) : parseHierarchy(described)
  const { openHierarchy } = await import('../network/running-hierarchy.ts')
  return openHierarchy(hierarchy, options)
}

/** A hierarchy with the settings of options, and the name to show for it: its file's, or its own. */
export async function loadDescribed(
  described: string | HierarchyInput,
  { onWarning, ...settings }: Pick<WorkOptions, 'onWarning'> & HierarchySettings,
): Promise<{ hierarchy: Hierarchy; file: string; written: unknown }> {
  const { hierarchy, warnings, written } =
    typeof described === 'string' ? await loadHierarchy(described) : parseHierarchy(described)
  for (const warning of warnings) onWarning?.(warning)
  const file = typeof described === 'string' ? described : hierarchy.name
  return { hierarchy: withSettings(hierarchy, settings), file, written }
}

/** A hierarchy whose own settings are overridden. */
export function withSettings(hierarchy: Hierarchy, { tls, keys, refusal }: HierarchySettings): Hierarchy {
  return {
    ...hierarchy,
    tls: { version: tls ?? hierarchy.tls.version, keys: keys ?? hierarchy.tls.keys },
    sites: refusal ? hierarchy.sites.map((site) => withRefusal(site, refusal)) : hierarchy.sites,
  }
}

/** Of options those that override settings. */
export function settingsOf({ tls, keys, refusal }: HierarchySettings): HierarchySettings {
  return { ...(tls && { tls }), ...(keys && { keys }), ...(refusal && { refusal }) }
}

function withRefusal(site: Hierarchy['sites'][number], refusal: RefusalStyle): Hierarchy['sites'][number] {
  const systems = site.systems.map((system) => ({ ...system, listen: { ...system.listen, refusal } }))
  return { ...site, refusal, systems }
}
