import type { ClientCertificatePolicy, Site, SiteSystem } from '../../model/hierarchy.ts'
import type { RefusalStyle } from '../../vocabulary/certificate.ts'
import { portsOf } from '../../model/sites.ts'
import type { WebProtocol } from '../../vocabulary/network.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import type { VirtualDirectory } from './virtual-directory.ts'

/** A web port of a site system, and the directories served there. */
export interface Binding {
  protocol: WebProtocol
  /** As configured; the open port differs where all systems share one address. */
  port: number
  refusal: RefusalStyle
  clientCertificate: ClientCertificatePolicy
  /** The directories served on this port. */
  directories: VirtualDirectory[]
  /** Directories of the same system that require HTTPS: refused here with 403.4. */
  sslOnly: VirtualDirectory[]
}

/** The web ports of a site system: those that its site's mode requires, unless its `listen` setting overrides them. */
export function bindingsOf(
  site: Site,
  system: SiteSystem,
  directories: readonly { role: SiteSystemRole; directory: VirtualDirectory }[],
): Binding[] {
  const bindings: Binding[] = []
  const refusal = system.listen.refusal ?? site.refusal
  const clientCertificate = system.listen.clientCertificate ?? siteModes[site.mode].clientCertificate

  function binding(protocol: WebProtocol, port: number): Binding {
    const open = bindings.find((candidate) => candidate.port === port && candidate.protocol === protocol)
    if (open) return open
    const opened = { protocol, port, refusal, clientCertificate, directories: [], sslOnly: [] }
    bindings.push(opened)
    return opened
  }

  const served = directories.map(({ role, directory }) => ({
    role,
    directory,
    protocol: system.listen.protocol ?? directory.protocol(site, system),
    ports: portsOf(site, role),
  }))
  for (const { directory, protocol, ports } of served) {
    binding(protocol, ports[protocol]).directories.push(directory)
  }
  const secured = served.filter(({ protocol }) => protocol === 'https')
  for (const { role, directory, protocol, ports } of served) {
    if (protocol === 'http' && directory.alsoSecured && secured.some((other) => other.role === role))
      binding('https', ports.https).directories.push(directory)
  }
  for (const { directory, protocol, ports } of served) {
    // A web server of that age keeps its HTTP port open and answers 403.4 there, as does a port open for other directories.
    const httpIsOpen = bindings.some((open) => open.protocol === 'http' && open.port === ports.http)
    if (protocol === 'https' && (refusal === 'iis' || httpIsOpen)) {
      binding('http', ports.http).sslOnly.push(directory)
    }
  }
  // An explicit setting applies even if it locks every client out.
  const { refusal: ownRefusal, clientCertificate: ownPolicy } = system.listen
  return bindings.map((open) => ({
    ...open,
    ...(ownPolicy === undefined && needsNoCertificate(open) && { clientCertificate: 'ignore' }),
    ...((ownPolicy ?? ownRefusal) === undefined && letsInByAccount(open) && { refusal: 'iis' }),
  }))
}

/**
 * The handshake is over before the client says which directory it wants, so a port with a directory where an account
 * stands in for the certificate cannot refuse one there. IIS itself asks for the certificate after the request, directory
 * by directory.
 */
function letsInByAccount({ directories }: Binding): boolean {
  return directories.some(({ withoutClientCertificate, signsIn }) => withoutClientCertificate && signsIn)
}

/** A browser without a certificate is not bothered for one. */
function needsNoCertificate({ directories }: Binding): boolean {
  return directories.every(({ withoutClientCertificate }) => withoutClientCertificate)
}
