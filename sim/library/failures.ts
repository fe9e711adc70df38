import { EnvironmentError, type InputError } from '../errors.ts'
import { linesOf } from '../encoding/text-lines.ts'
import { catalogue, entryOf, type FailureId } from '../evidence/catalogue.ts'
import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import { explainableCodes } from '../evidence/explanation/explain.ts'
import { explainAlone } from '../evidence/explanation/pick-codes.ts'
import type { Reading } from '../evidence/explanation/reading.ts'
import { codeReader, type Understood } from '../logs/code-reader.ts'
import type { HierarchyInput } from '../model/schema/hierarchy-input.ts'
import { nearest } from '../vocabulary/did-you-mean.ts'
import { refuse } from '../model/source/source.ts'
import type { OpenOptions } from '../network/running-hierarchy.ts'
import type { ProbeCredentials, ProbedVersion } from '../probe/probe.ts'
import type { LabResult, ProbeResult } from '../report/command-results.ts'
import type { DiagnoseResult } from '../report/diagnose-result.ts'
import type { SiteSystemRole } from '../vocabulary/site-system-role.ts'
import { settingsOf, type HierarchySettings, type WorkOptions } from './hierarchies.ts'
import { bytesIn, shownName } from './input-bytes.ts'
import { checkPackets, jobsOf, type JobsOptions } from './jobs/processes.ts'
import { inThisProcess, stepping, type LongWorkOptions } from './surroundings.ts'

/** One meaning of a code: the same number means something else to another program. */
export interface ExplainedReading extends Omit<Reading, 'candidates'> {
  /** The failures that it can be a sign of, the most frequent first: how to recognise each, and what to do. */
  candidates: Pick<CatalogueEntry, 'id' | 'title' | 'party' | 'look' | 'remedy' | 'confidence'>[]
  /** Of a code within a text: as it is written there, the first line that has it, from 1, and in how many lines it is. */
  written?: string
  /** The first line that has it, from 1. */
  line?: number
  /** Lines that have it. */
  times?: number
}

/** What a text means: an entry of the failure catalogue, or what its codes mean. `explain --json` prints this. */
export type Explanation =
  | {
      /** The text that was asked about. */
      code: string
      /** Of the failure whose id it is. */
      entry: CatalogueEntry
    }
  | {
      /** The text that was asked about. */
      code: string
      /** Each meaning of each code in it. */
      readings: ExplainedReading[]
      /** Words that look like a code and are none that is known; absent where the whole text is one code. */
      unknown?: readonly string[]
    }

/**
 * Explains the id of a failure, a code in any spelling of its owner (`0x80072F8F`, `403.13`, `ECONNRESET`), or the codes in the
 * lines of any text. The result is that of `explain --json`. Throws an `InputError` where nothing in it is known.
 */
export async function explain(text: string): Promise<Explanation> {
  return explanationOf(explainedAlone(text) ?? (await explainedIn(text)))
}

/** A text with what it means. */
export type Explained =
  | { kind: 'entry'; code: string; entry: CatalogueEntry }
  | { kind: 'code'; code: string; readings: readonly Reading[] }
  | ExplainedText

interface ExplainedText {
  kind: 'text'
  code: string
  understood: Understood
}

/** What a text means as a whole; undefined where it is neither an id nor a code. */
export function explainedAlone(text: string): Explained | undefined {
  const entry = entryOf(text.toLowerCase())
  if (entry) return { kind: 'entry', code: text, entry }
  const readings = explainAlone(text)
  return readings.length > 0 ? { kind: 'code', code: text, readings } : undefined
}

/** What the codes mean in a text, or in the source that it names. Throws an `InputError` where none is known. */
export async function explainedIn(text: string, source?: AsyncIterable<Uint8Array>): Promise<ExplainedText> {
  const understood = await understand(source ?? bytesIn(text))
  if (understood.found.length === 0)
    throw source ? nothingKnown(text, understood) : notKnown(text, understood)
  return { kind: 'text', code: text, understood }
}

export function explanationOf(explained: Explained): Explanation {
  const { code } = explained
  switch (explained.kind) {
    case 'entry':
      return { code, entry: explained.entry }
    case 'code':
      return { code, readings: explained.readings.map(summary) }
    case 'text': {
      const { found, unknown } = explained.understood
      const readings = found.flatMap(({ written, line, times, readings: all }) =>
        all.map((reading) => ({ ...summary(reading), written, line, times })),
      )
      return { code, readings, unknown }
    }
  }
}

async function understand(chunks: AsyncIterable<Uint8Array>): Promise<Understood> {
  const reader = codeReader()
  for await (const { text, number } of linesOf(chunks)) reader.read(text, number)
  return reader.understood()
}

/** Keeps, of each candidate, how to recognise it and what to do; its own entry has the rest. */
function summary({ candidates, ...reading }: Reading): ExplainedReading {
  return {
    ...reading,
    candidates: candidates.map(({ id, title, party, look, remedy, confidence }) => ({
      ...{ id, title, party, look, remedy, confidence },
    })),
  }
}

function nothingKnown(file: string, { unknown, lines }: Understood): Error {
  const looked = unknown.length > 0 ? `; not known: ${unknown.join(', ')}` : ''
  return refuse(
    shownName(file),
    'no-code',
    `no code that can be explained is in its ${lines} lines${looked}`,
    'sitemode explain lists what there is',
  )
}

/** Longer texts are no mistyped code. */
const longestCode = 64

function notKnown(text: string, { unknown }: Understood): Error {
  // Two numbers that look alike mean nothing alike.
  const isNumber = /^\W*(?:0x)?[\da-f]*\d[\da-f]*\W*$/i.test(text) || /^[\W\d]+$/.test(text)
  const words = [...catalogue.map(({ id }) => id), ...explainableCodes()].filter((code) => !/^\d/.test(code))
  const meant = isNumber || text.length > longestCode ? undefined : nearest(text, words)
  const remedy = meant === undefined ? 'sitemode explain lists what there is' : `did you mean ${meant}?`
  const [one, ...more] = unknown
  const what =
    one === undefined || (more.length === 0 && one === text.trim())
      ? 'it is no code that can be explained'
      : `nothing in it is a code that can be explained; not known: ${unknown.join(', ')}`
  return refuse(text, 'unknown-code', what, remedy)
}

/** The entries of these ids; all without any. `named`: the option that names them. Throws an `InputError`. */
export function entriesNamed(
  ids: readonly string[] | undefined,
  named: string,
): readonly CatalogueEntry<FailureId>[] {
  return ids?.map((id) => entryNamed(id, named)) ?? catalogue
}

/** The entry of this id. `named`: the option that names it. Throws an `InputError` where there is none. */
export function entryNamed(id: string, named: string): CatalogueEntry<FailureId> {
  const entry = catalogue.find((candidate) => candidate.id === id)
  if (entry) return entry
  const meant = nearest(
    id,
    catalogue.map((candidate) => candidate.id),
  )
  const remedy = meant === undefined ? 'sitemode explain lists them' : `did you mean ${meant}?`
  throw refuse(named, 'unknown-entry', `the failure catalogue has no entry ${id}`, remedy)
}

/** Options of `runLab`. */
export interface LabOptions
  extends
    HierarchySettings,
    Pick<OpenOptions, 'cache' | 'onPortTaken' | 'packets' | 'unusual'>,
    LongWorkOptions,
    JobsOptions {
  /** Only these entries of the failure catalogue. */
  only?: readonly FailureId[]
}

/**
 * Provokes every failure of the catalogue over sockets, and sees it from both ends. Each is provoked in every version of TLS and
 * style of refusal in which it exists, or only in those of the options. The result is that of `lab --json`; `progress` counts
 * attempts. A failure that is taken for another rejects nothing: `agrees` of its entry is false. Throws an `EnvironmentError`
 * where the machine does not let listeners open.
 */
export async function runLab(options: LabOptions = {}): Promise<LabResult> {
  const entries = entriesNamed(options.only, 'only')
  const jobs = jobsOf(options)
  checkPackets(options, jobs > 1)
  const [lab, { labInJobs }] = await Promise.all([
    import('../scenario/lab/run-lab.ts'),
    import('./jobs/lab-in-jobs.ts'),
  ])
  return inThisProcess(['lab'], async (surroundings) => {
    const { onPortTaken, packets, cache } = options
    const opened = {
      ...(onPortTaken && { onPortTaken }),
      ...(packets && { packets }),
      ...(cache !== undefined && { cache }),
    }
    await using divided = jobs > 1 ? labInJobs(settingsOf(options), opened, jobs, surroundings) : undefined
    const trial = divided?.trial ?? lab.createTrial(options, options.signal)
    return await lab.runLab(entries, options, opened, stepping(options), trial)
  })
}

/** Options of `diagnose`. */
export interface DiagnoseOptions extends Pick<WorkOptions, 'onWarning'> {
  /** Says what clients should have done in this hierarchy by the rules. */
  hierarchy?: string | HierarchyInput
  /** Reads every file as a capture of the network, whatever it looks like. */
  capture?: true
  /** File with the secrets of TLS sessions (SSLKEYLOGFILE), to look into captured ones. */
  keylog?: string
  /** Gets the error of each file that cannot be read; without it, the first is thrown. */
  onUnreadable?: (error: InputError | EnvironmentError) => void
}

/**
 * Reads logs of clients and web servers, recordings and captures of the network, and says what failed, what it can be and what to
 * do. It opens no connection. The result is that of `diagnose --json`. Captures are read through tshark, which has to be installed.
 * Throws an `InputError` for a file that is none of these, or an `EnvironmentError`.
 */
export async function diagnose(
  files: string | readonly string[],
  { hierarchy, onWarning, onUnreadable, ...reading }: DiagnoseOptions = {},
): Promise<DiagnoseResult> {
  const [{ diagnoseFiles }, { loadDescribed }, { diagnoseResult }] = await Promise.all([
    import('./read-logs.ts'),
    import('./hierarchies.ts'),
    import('../report/diagnose-result.ts'),
  ])
  const described =
    hierarchy === undefined ? undefined : await loadDescribed(hierarchy, { ...(onWarning && { onWarning }) })
  const { diagnosis, wrong } = await inThisProcess(['diagnose'], (surroundings) =>
    diagnoseFiles([files].flat(), { ...reading, hierarchy: described?.hierarchy }, surroundings),
  )
  for (const error of wrong) {
    if (!onUnreadable) throw error
    onUnreadable(error)
  }
  return diagnoseResult(diagnosis)
}

/** Options of `probe`. */
export interface ProbeOptions extends ProbeCredentials {
  /** Only this version of TLS; by default any from 1.2 that both ends share. */
  tls?: ProbedVersion
  /** Makes this role's basic request; by default GET of the URL. */
  role?: SiteSystemRole
  /** Address of the host, used instead of the machine's name service. */
  address?: string
  /** Milliseconds of silence until it is given up; 10,000 by default. */
  timeout?: number
}

/**
 * Makes one attempt at any HTTP or HTTPS endpoint, step by step, and says what it can be that failed. It contacts the host of the
 * URL and nobody else: it fetches no revocation list and follows no redirect. The result is that of `probe --json`; an attempt that
 * fails rejects nothing: `outcome` tells. Throws an `InputError` for another URL, or an `EnvironmentError` where this Node.js does
 * not speak the version of `tls`, or the machine lacks what a connection needs.
 */
export async function probe(url: string | URL, options: ProbeOptions = {}): Promise<ProbeResult> {
  const { role, timeout = 10_000, ...rest } = options
  const asked = urlOf(String(url))
  const [endpoint, { roleRequest }] = await Promise.all([
    import('../probe/probe.ts'),
    import('../client/purpose.ts'),
  ])
  const asker = { name: 'PROBE', at: { internet: false as const }, now: new Date() }
  const request = role
    ? roleRequest(role, { site: { code: '' }, packages: [] }, asker)
    : { method: 'GET' as const, path: asked.pathname + asked.search }
  const result = await endpoint.probe({ ...rest, url: asked, request, timeout })
  if (rest.tls && result.client_end?.code === 'ERR_SSL_NO_PROTOCOLS_AVAILABLE') {
    throw new EnvironmentError(
      `OpenSSL ${process.versions.openssl} of this Node.js does not speak TLS ${rest.tls}`,
    )
  }
  return result
}

function urlOf(written: string): URL {
  const wrong = wrongWithUrl(written)
  if (wrong === undefined) return new URL(written)
  throw refuse('url', 'unusable-url', wrong, 'give an http: or https: URL without a password')
}

/** Why a URL cannot be probed, as a sentence. */
export function wrongWithUrl(written: string): string | undefined {
  const url = URL.canParse(written) ? new URL(written) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) return 'It is no http: or https: URL.'
  return url.username !== '' || url.password !== '' ? 'No password is sent.' : undefined
}
