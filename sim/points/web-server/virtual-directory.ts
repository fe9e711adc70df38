import type { KeyObject } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Hierarchy, Site, SiteSystem } from '../../model/hierarchy.ts'
import type { Account } from '../../vocabulary/computer-identity.ts'
import type { WebProtocol } from '../../vocabulary/network.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import type { SiteDatabase } from '../site-database.ts'

/** A part of the web server's tree. */
export interface VirtualDirectory {
  /** Not case-sensitive. No directory of a role lies below another of the same role. */
  path: string
  /** The protocol that the site's mode, or the system's own setting, requires. */
  protocol(site: Site, system: SiteSystem): WebProtocol
  /** It is at the port for HTTPS as well, where other directories of its role require that protocol. */
  alsoSecured?: true
  /**
   * Looks at no client certificate: it serves clients without one, and clients whose certificate is bad. A listener with
   * other directories still asks for one, and then only refusal `iis` can let the client pass.
   */
  withoutClientCertificate?: true
  /** Whether clients have to sign in by Integrated Windows Authentication; anonymous clients are served if absent. */
  signsIn?(site: Site, system: SiteSystem): boolean
  answer(request: ReceivedRequest, context: RequestContext): Promise<Answer> | Answer
}

/** The system that received a request, and the data that its roles may look up. */
export interface RequestContext {
  hierarchy: Hierarchy
  site: Site
  system: SiteSystem
  /** Data that the site's systems share. */
  database: SiteDatabase
  /** The simulation's clock. */
  now(): Date
  /** The accounts of the domain. */
  accounts(): readonly Account[]
  /** DER of the system's own certificate. */
  certificate(): Promise<Buffer>
  /** The site server's signing certificate, in DER, and its key; a mixed-mode site has none from the PKI. */
  siteServerSigning(): Promise<{ certificate: Buffer; key: KeyObject } | undefined>
}

export interface ReceivedRequest {
  /** As received: `PROPFIND`. */
  method: string
  protocol: WebProtocol
  /** Without the query; decoded. */
  path: string
  /** The part after the question mark, as received. */
  query: string
  header(name: string): string | undefined
  /** The name of the account that has signed in, where the directory asks for that. */
  account?: string | undefined
  /** Reads the body; undefined when it is longer than `longest` bytes, 1 MiB by default. */
  body(longest?: number): Promise<Buffer | undefined>
}

export interface Answered {
  status: number
  headers?: Record<string, string | number>
  body?: string | Buffer | Readable
}

export type Answer = Answered | WebServerError

export function methodNotAllowed(...allow: readonly string[]): WebServerError {
  return { status: 405, reason: 'The method is not allowed for this resource.', allow }
}

export function notFound(): WebServerError {
  return { status: 404, reason: 'The file or directory cannot be found.' }
}

export function badRequest(reason: string): WebServerError {
  return { status: 400, reason }
}

export function xmlAnswer(xml: string): Answered {
  return { status: 200, headers: { 'Content-Type': 'text/xml' }, body: xml }
}

/** The protocol of most roles (table 1). */
export function protocolBySiteMode(site: Site): WebProtocol {
  return siteModes[site.mode].protocol
}
