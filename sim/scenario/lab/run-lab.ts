import { candidates } from '../../evidence/diagnosis.ts'
import { reachedByClient } from '../../evidence/reached.ts'
import type { FailureId } from '../../evidence/catalogue.ts'
import type { CatalogueEntry, Provocation } from '../../evidence/catalogue-entry.ts'
import type { KeyKind, RefusalStyle } from '../../vocabulary/certificate.ts'
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
export const atOnce = 8

/** Provokes the failure of an entry under all conditions. `tried` is called after each. */
export type Trial = (entry: CatalogueEntry, options: OpenOptions, tried: () => void) => Promise<LabRun[]>

/** Tries several conditions at once, of whatever entries; none any more once `signal` tells to end. */
export function createTrial(limits: LabOptions, signal?: AbortSignal): Trial {
  const limited = createSemaphore(atOnce)
  return (entry, options, tried) =>
    allDone(
      experimentsOf(entry, limits).map(({ provocation, conditions }) =>
        limited(async () => {
          signal?.throwIfAborted()
          const run = await runOf(provocation, conditions, { ...options, timeout })
          tried()
          return run
        }),
      ),
    )
}

/** Provokes failures over sockets and diagnoses them. `trial` may be made elsewhere, under the same limits. */
export async function runLab(
  entries: readonly CatalogueEntry<FailureId>[],
  limits: LabOptions,
  options: OpenOptions,
  progress?: (done: number, of: number) => void,
  trial = createTrial(limits),
): Promise<LabResult> {
  const total = entries.flatMap((entry) => experimentsOf(entry, limits)).length
  let done = 0
  const tried = (): void => progress?.((done += 1), total)
  const results = await allDone(
    entries.map(async (entry) => resultOf(entry, await trial(entry, options, tried))),
  )
  const provoked = results.filter(({ runs }) => runs.length > 0)
  return {
    entries: provoked,
    summary: {
      entries: provoked.length,
      runs: total,
      agree: provoked.filter(({ agrees }) => agrees).length,
    },
  }
}

/** Like `Promise.all`, but rejects only once all are done: by then everything is closed that they opened. */
async function allDone<Done>(work: readonly Promise<Done>[]): Promise<Done[]> {
  await Promise.allSettled(work)
  return Promise.all(work)
}

interface Experiment {
  provocation: Provocation
  conditions: Conditions
}

function experimentsOf(entry: CatalogueEntry, limits: LabOptions): Experiment[] {
  return provocationsOf(entry).flatMap((provocation) =>
    conditionsOf(provocation, limits).map((conditions) => ({ provocation, conditions })),
  )
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

function resultOf({ id, title }: CatalogueEntry<FailureId>, runs: LabRun[]): LabEntry {
  return { id, title, agrees: runs.every(({ diagnosis }) => diagnosis === id), runs }
}
