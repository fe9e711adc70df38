import { candidates } from '../../evidence/diagnosis.ts'
import { reachedByClient } from '../../evidence/reached.ts'
import type { CatalogueEntry, Provocation } from '../../evidence/catalogue-entry.ts'
import type { KeyKind } from '../../vocabulary/certificate.ts'
import type { RefusalStyle } from '../../model/hierarchy.ts'
import type { TlsVersion } from '../../vocabulary/network.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import type { LabEntry, LabResult, LabRun } from '../../report/command-results.ts'
import { createSemaphore } from '../../semaphore.ts'
import { provoke, type Conditions } from './provoke.ts'

/** Limits of the lab; by default it tries every TLS version and refusal style in which a failure exists. */
export interface LabOptions {
  tls?: TlsVersion
  refusal?: RefusalStyle
  keys?: KeyKind
}

/** Milliseconds: a silence counts from when the silent end tells of it, so that a slow machine needs no more of them. */
const timeout = 200

/** Most of the time goes into waiting for silent peers. */
const atOnce = 8

/** Provokes failures over sockets and diagnoses them. */
export async function runLab(
  entries: readonly CatalogueEntry[],
  limits: LabOptions,
  options: OpenOptions,
  progress?: (done: number, of: number) => void,
): Promise<LabResult> {
  const experiments = entries.flatMap((entry) =>
    provocationsOf(entry).flatMap((provocation) =>
      conditionsOf(provocation, limits).map((conditions) => ({ entry, provocation, conditions })),
    ),
  )
  let done = 0
  const limited = createSemaphore(atOnce)
  const runs = await Promise.all(
    experiments.map(({ entry, provocation, conditions }) =>
      limited(async () => {
        const run = await runOf(provocation, conditions, { ...options, timeout })
        progress?.(++done, experiments.length)
        return { entry, run }
      }),
    ),
  )
  const results = entries
    .map((entry) =>
      resultOf(
        entry,
        runs.filter((one) => one.entry === entry).map(({ run }) => run),
      ),
    )
    .filter((result) => result.runs.length > 0)
  return {
    entries: results,
    summary: {
      entries: results.length,
      runs: runs.length,
      agree: results.filter(({ agrees }) => agrees).length,
    },
  }
}

/** The same over each protocol. */
function provocationsOf({ provocation }: CatalogueEntry): Provocation[] {
  const { also = [], ...alike } = provocation
  return [provocation, ...also.map((protocol) => ({ ...alike, protocol }))]
}

function isSecure({ protocol = 'https' }: Provocation): boolean {
  return protocol === 'https'
}

function conditionsOf(provocation: Provocation, { tls, refusal, keys = 'ec' }: LabOptions): Conditions[] {
  const secure = isSecure(provocation)
  const versions = provocation.tls ?? (secure ? (['1.2', '1.3'] as const) : (['1.2'] as const))
  const styles = provocation.refusal ?? (['handshake'] as const)
  return versions
    .filter((version) => !secure || tls === undefined || version === tls)
    .flatMap((version) =>
      styles
        .filter((style) => styles.length === 1 || refusal === undefined || style === refusal)
        .map((style) => ({ tls: version, refusal: style, keys })),
    )
}

async function runOf(
  provocation: Provocation,
  conditions: Conditions,
  options: OpenOptions,
): Promise<LabRun> {
  const { outcome, client_end, server_end, diagnosis, tls } = await provoke(provocation, conditions, options)
  return {
    protocol: provocation.protocol ?? 'https',
    tls: isSecure(provocation) ? conditions.tls : null,
    refusal: conditions.refusal,
    outcome,
    client_end,
    server_end,
    diagnosis,
    candidates: client_end
      ? candidates(client_end, reachedByClient(client_end, tls)).map(({ id }) => id)
      : [],
  }
}

function resultOf({ id, title }: CatalogueEntry, runs: LabRun[]): LabEntry {
  return { id, title, agrees: runs.every(({ diagnosis }) => diagnosis === id), runs }
}
