import * as z from 'zod'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { keptForeign } from '../evidence/foreign-connection.ts'
import type { Journal } from '../evidence/recording/event.ts'
import type { RecordedHierarchy, Recording } from '../evidence/recording/recording.ts'
import type { PkiFolder } from '../live/commands.ts'
import type { OpenFile } from '../live/downloads.ts'
import type { Interface } from '../live/interface.ts'
import type { LivePage, PageSubject } from '../live/open-live-page.ts'
import type { StepQueue } from '../live/step-queue.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import type { HierarchyInput } from '../model/schema/hierarchy-input.ts'
import { optionsOf } from '../model/source/options.ts'
import { refuse } from '../model/source/source.ts'
import type { OpenOptions, RunningHierarchy } from '../network/running-hierarchy.ts'
import { sitemodeAsTyped } from './as-typed.ts'
import { quoted } from '../printable.ts'
import {
  loadDescribed,
  settingsOptions,
  workOptions,
  type HierarchySettings,
  type WorkOptions,
} from './hierarchies.ts'
import { checkDescribed } from './given.ts'
import { keepRecording, type KeptRecording } from './keep-recording.ts'
import { openOptions, outOptions } from './option-schemas.ts'
import { recordingName } from './recordings.ts'
import { ownSurroundings, pathOf, type Surroundings } from './surroundings.ts'

/** What is opened beside a hierarchy. */
export interface BesideHierarchy {
  /** A page on 127.0.0.1 that shows what happens, and lets people do it: on a port that is free, or on this one. */
  web?:
    | true
    | {
        /** 1 to 65535, or 0 for one that is free. */
        port: number
      }
  /** An HTTP interface on 127.0.0.1, for programs in any language. */
  api?: true | ApiOptions
  /** Folder that gets the recording line by line; `readRecording` and `writeReports` make the reports of it. */
  out?: string
}

/** How the HTTP interface is opened. */
export interface ApiOptions {
  /** By default one that is free. */
  port?: number
  /** Permits everything that the interface can do: at least 16 letters, digits and signs; by default a random one. */
  token?: string
}

/** Options of `serve`. */
export interface ServeOptions
  extends OpenOptions, HierarchySettings, BesideHierarchy, Pick<WorkOptions, 'onWarning'> {}

const port = z.int().min(0).max(65_535)
const { onWarning } = workOptions

const checkServe = optionsOf<ServeOptions>('serve', {
  ...{ ...openOptions, ...settingsOptions, ...outOptions, onWarning },
  web: z.union([z.literal(true), z.strictObject({ port })]),
  api: z.union([
    z.literal(true),
    z.strictObject({ port: port.exactOptional(), token: z.string().exactOptional() }),
  ]),
})

/** A hierarchy that is open for others. Close it, or declare it with `await using`. */
export interface ServedHierarchy extends AsyncDisposable {
  /** The hierarchy itself, to act on from this program as well. */
  running: RunningHierarchy
  /** Address of the live page; null where none was asked for. Whoever has it can do everything that the page can. */
  web: string | null
  /** Address of the HTTP interface, and the token that its requests have to bear; null where none was asked for. */
  api: {
    /** On 127.0.0.1; docs/reference/http-interface.md tells what is below it. */
    url: string
    /** For the header `Authorization: Bearer`. */
    token: string
  } | null
  /** Closes every listener, and the recording. Throws an `EnvironmentError` where that lacks something. */
  close(): Promise<void>
}

/**
 * Keeps a hierarchy open, described here or in a file, as `sitemode serve` does: its listeners, and on request the live page and the
 * HTTP interface. Throws an `InputError` with everything that is wrong with the description, or an `EnvironmentError` when the
 * machine does not let its listeners open.
 */
export async function serve(
  described: string | HierarchyInput,
  given: ServeOptions = {},
): Promise<ServedHierarchy> {
  checkDescribed('serve', described, 'a hierarchy')
  checkServe(given)
  const { web, api, out, ...options } = given
  const { hierarchy, file, written } = await loadDescribed(described, options)
  const its = ownSurroundings(['serve', file])
  const beside = { ...(web && { web }), ...(api && { api }), ...(out !== undefined && { out }) }
  try {
    const {
      running,
      page,
      api: opened,
      close,
    } = await openServed({ hierarchy, file, written }, options, beside, its.surroundings)
    const closeAll = async (): Promise<void> => {
      try {
        await close()
        its.checkFiles()
      } finally {
        its[Symbol.dispose]()
      }
    }
    return {
      ...{ running, web: page?.url ?? null, close: closeAll },
      api: opened ? { url: opened.url, token: opened.token } : null,
      [Symbol.asyncDispose]: closeAll,
    }
  } catch (error) {
    its[Symbol.dispose]()
    throw error
  }
}

/** Everything that is open. */
interface OpenServed extends AsyncDisposable {
  running: RunningHierarchy
  page: LivePage | undefined
  api: Interface | undefined
  /** Closes it, and ends its recording. */
  close(): Promise<void>
}

/** A hierarchy, its file, and what that has. */
interface Described {
  hierarchy: Hierarchy
  file: string
  written: unknown
}

/**
 * Opens a hierarchy, and what is asked for beside it. Without a reader nothing is recorded: it may be open for days. `capture`: the
 * file of its packets, for the live page to give away.
 */
export async function openServed(
  { hierarchy, file, written }: Described,
  opened: OpenOptions,
  { capture, ...beside }: BesideHierarchy & { capture?: OpenFile },
  surroundings: Surroundings,
): Promise<OpenServed> {
  const { web, api, out } = beside
  const token = api === true ? undefined : checkedToken(api?.token, 'token')
  let show: LivePage['show'] = () => undefined
  const kept =
    web || api || out !== undefined
      ? keepRecording(out, surroundings, { keptRequests: keptForeign, shown: (event) => show(event) })
      : undefined
  const closing: AsyncDisposable[] = []
  const closeListeners = async (): Promise<void> => {
    for (const one of closing.splice(0).reverse()) await one[Symbol.asyncDispose]()
  }
  const add = <One extends AsyncDisposable>(one: One): One => {
    closing.push(one)
    return one
  }
  try {
    // Loaded only for a valid hierarchy: loading takes longer than refusing one.
    const { openHierarchy } = await import('../network/running-hierarchy.ts')
    const journal: Journal = (event) => {
      kept?.journal(event)
      opened.journal?.(event)
    }
    const running = add(await openHierarchy(hierarchy, { ...opened, journal }))
    const controlled = kept && (await controlledBy(beside, running, kept))
    const recording = out === undefined ? undefined : pathOf(join(out, recordingName), surroundings)
    const subject = controlled && {
      ...controlled,
      written: { value: written, folder: pathOf(dirname(file), surroundings) },
      pki: pkiFolder(file, opened.pki, surroundings),
      ...(recording !== undefined && { recordingFile: { path: recording, flush: () => undefined } }),
      ...(capture && { capture }),
    }
    const page = subject && web ? add(await openPage(subject, web === true ? 0 : web.port)) : undefined
    const access = { port: api === true ? 0 : (api?.port ?? 0), token }
    const programs = controlled && api ? add(await openApi(controlled, recording, access)) : undefined
    if (page) show = page.show
    let isOpen = true
    const close = async (): Promise<void> => {
      if (!isOpen) return
      isOpen = false
      try {
        await closeListeners()
        kept?.endWithoutReports()
      } finally {
        kept?.[Symbol.dispose]()
      }
    }
    return { running, page, api: programs, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await closeListeners()
    kept?.[Symbol.dispose]()
    throw error
  }
}

/** What the page and the interface are opened with: the steps of both are one scenario. */
interface Controlled {
  running: RunningHierarchy
  recording: Recording
  recorded: RecordedHierarchy
  steps: StepQueue
}

async function controlledBy(
  { web, api }: BesideHierarchy,
  running: RunningHierarchy,
  { journal, recording }: KeptRecording,
): Promise<Controlled | undefined> {
  const [recorded] = recording.hierarchies
  if (!recorded || !(web || api)) return undefined
  const { createStepQueue } = await import('../live/step-queue.ts')
  return { running, recording, recorded, steps: createStepQueue(running, journal) }
}

async function openPage(subject: PageSubject, port: number): Promise<LivePage> {
  const { openLivePage } = await import('../live/open-live-page.ts')
  return openLivePage(subject, port)
}

/** Where other programs find the certificates: in the folder of `--pki`, or in one that is still to be written. */
export function pkiFolder(file: string, pki: string | undefined, surroundings: Surroundings): PkiFolder {
  const folder = pki ?? 'pki'
  const writtenBy =
    pki === undefined ? `${sitemodeAsTyped(surroundings)} certs ${quoted(file)} --out ${folder}` : null
  // A directory from elsewhere may hold the two authorities in one file only.
  const trusted =
    pki !== undefined && !existsSync(pathOf(`${pki}/root.pem`, surroundings)) ? 'ca.pem' : 'root.pem'
  return { folder, writtenBy, trusted }
}

async function openApi(
  { running, recorded, steps }: Controlled,
  recording: string | undefined,
  access: { port: number; token: string | undefined },
): Promise<Interface> {
  const { openInterface } = await import('../live/interface.ts')
  return openInterface({ recorded, steps, recording, opened: () => openedIn(running) }, access)
}

/** Everything of a running hierarchy that another program may turn to or say. */
export type Opened = Pick<
  RunningHierarchy,
  | 'systems'
  | 'revocationLists'
  | 'domainController'
  | 'nameServers'
  | 'computers'
  | 'networkAccessAccounts'
  | 'pxe'
  | 'radiusSecret'
>

export function openedIn(running: RunningHierarchy): Opened {
  const { systems, revocationLists, domainController, nameServers } = running
  const { computers, networkAccessAccounts, pxe, radiusSecret } = running
  return {
    ...{ systems, revocationLists, domainController, nameServers },
    ...{ computers, networkAccessAccounts, pxe, radiusSecret },
  }
}

/** Fewer characters can be guessed. */
const shortestToken = 16

/** Throws an `InputError` where it is none that a header can carry, or that keeps anybody out. `named`: what has it. */
export function checkedToken(token: string | undefined, named: string): string | undefined {
  if (token === undefined || (token.length >= shortestToken && /^[\x21-\x7e]+$/.test(token))) return token
  const message = `the token is short, or has other characters than letters, digits and signs`
  throw refuse(named, 'weak-token', message, `choose at least ${shortestToken} of them, or leave it empty`)
}
