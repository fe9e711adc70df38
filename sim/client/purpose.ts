import {
  computerAccount,
  computerIdentity,
  netBiosDomain,
  staleComputerAccount,
  type Account,
  type ComputerAccountState,
} from '../vocabulary/computer-identity.ts'
import type { Location } from '../vocabulary/location.ts'
import { isWebProtocol, policyServerSecret, type Protocol, type WebProtocol } from '../vocabulary/network.ts'
import { siteModes } from '../vocabulary/site-mode.ts'
import { roleInWords, siteSystemRoles, type SiteSystemRole } from '../vocabulary/site-system-role.ts'
import {
  distributionPointDirectory,
  packageDirectoryPath,
  packageShare,
} from '../wire/distribution-point/package.ts'
import { fallbackStatusPath, stateMessageReport } from '../wire/fallback-status-point/state-message-report.ts'
import { mpListPath } from '../wire/management-point/management-point-list.ts'
import { reportingPointDirectory } from '../wire/reporting-point/report-page.ts'
import { siteQuery } from '../wire/server-locator-point/site-lookup.ts'
import type { NtlmAccount } from '../wire/ntlm/ntlm.ts'
import { soapRequest } from '../wire/software-update-point/operation.ts'
import { clientProtocolVersion, getConfig } from '../wire/software-update-point/sign-in.ts'
import { stateStorePath, stateStoreQuery } from '../wire/state-migration-point/state-store.ts'
import type { ClientContext } from './context.ts'
import type { KnownSystem } from './knowledge.ts'
import { askAtFirst } from './conversations/first-answer.ts'
import {
  copyContent,
  readFirstFile,
  transferContent,
  type TransferJob,
} from './conversations/transfer-content.ts'
import type { Conversation, Request } from './transports/http.ts'
import { pxeTransport } from './transports/pxe/pxe.ts'
import { smbTransport, type ShareConversation } from './transports/smb/smb.ts'
import { statementOfHealthTransport } from './transports/statement-of-health.ts'
import type { Transport } from './transports/transport.ts'
import { webTransport } from './transports/web.ts'

/** A site system that a client has decided to contact, and how. */
interface Destination extends KnownSystem {
  protocol: Protocol
  /** As the client was told it. */
  port: number
  /** The client presents no certificate although it has one. */
  withoutCertificate: boolean
}

/** The purpose of a contact: creates the transport that serves it. */
export type Purpose<Result> = (context: ClientContext, destination: Destination) => Transport<Result>

/** Finds out whether the system answers in its role: the role's first request, or its equivalent in other protocols. */
export const firstRequest: Purpose<unknown> = (context, destination) =>
  firstRequests[destination.protocol](context, destination)

const firstRequests: Record<Protocol, Purpose<unknown>> = {
  http: firstWebRequest,
  https: firstWebRequest,
  smb(context, destination) {
    const [packageId = ''] = destination.packages ?? []
    return share(context, destination, readFirstFile(packageId))
  },
  pxe({ client, network }, { fqdn, ports, port }) {
    const { binl = usualPorts.binl, tftp = usualPorts.tftp } = ports
    return pxeTransport(network, { fqdn, ports: { dhcp: port, binl, tftp } }, computerIdentity(client.name))
  },
  /** States that the client has just complied with its site's policies. */
  soh({ client, assigned, network }, { site, fqdn, port }) {
    const now = network.clock.now()
    const configurationManager = {
      siteCode: assigned?.code ?? site?.code ?? '',
      policyTimeStamp: now,
      generated: now,
      outcome: 'compliant',
    } as const
    const server = { fqdn, port, sharedSecret: policyServerSecret }
    return statementOfHealthTransport(network, server, { machineName: client.name, configurationManager })
  },
}

/** Holds a conversation by HTTP or HTTPS. */
export function converse<Result>(conversation: Conversation<Result>): Purpose<Result> {
  return (context, destination) => {
    const { protocol, role } = destination
    if (isWebProtocol(protocol)) return web(context, destination, protocol, conversation)
    throw new RangeError(`a ${roleInWords(role)} holds no conversation by ${protocol.toUpperCase()}`)
  }
}

/** Transfers a package from a distribution point, by whichever protocol the client contacts it. */
export function transfer(job: TransferJob): Purpose<{ bytes: number }> {
  return (context, destination) =>
    destination.protocol === 'smb'
      ? share(context, destination, copyContent(job, destination.share?.path))
      : converse(transferContent(job))(context, destination)
}

/** Uses the share that the client was told of. */
export function onShare<Result>(conversation: ShareConversation<Result>): Purpose<Result> {
  return (context, destination) => share(context, destination, conversation)
}

function firstWebRequest(context: ClientContext, destination: Destination): Transport<unknown> {
  const { role, site } = destination
  return converse(askAtFirst(role, site?.code ?? '', requestOf(context, destination)))(context, destination)
}

function requestOf({ client, at, network }: ClientContext, { role, site, packages = [] }: Destination) {
  return roleRequest(
    role,
    { site: site ?? { code: '' }, packages },
    { name: client.name, at, now: network.clock.now() },
  )
}

function web<Result>(
  context: ClientContext,
  destination: Destination,
  protocol: WebProtocol,
  conversation: Conversation<Result>,
): Transport<Result> {
  const { network, certificates, assigned } = context
  const { fqdn, port, path = requestOf(context, destination).path } = destination
  const server = {
    ...{ protocol, fqdn, port, path },
    certificates,
    selection: selectionFor(context, destination),
    checkRevocation: assigned?.crlChecking ?? false,
    accounts: () => accountsOf(context, destination),
  }
  return webTransport(network, server, conversation)
}

/**
 * A computer of the domain has its own account; a device, and a computer of a workgroup, have none. At distribution points
 * its site's Network Access Account comes after that (`networkAccessAccount`).
 */
function accountsOf({ client, assigned }: ClientContext, { role }: Destination): NtlmAccount[] {
  const { kind, activeDirectory, computerAccount: state, name, domain } = client
  if (kind !== 'computer') return []
  const own = activeDirectory ? ownAccounts[state](name) : undefined
  const forContent = siteSystemRoles[role].holdsPackages ? assigned?.networkAccessAccount : undefined
  const accounts = [own, forContent].filter((account) => account !== undefined)
  return accounts.map(({ name: user, password }) => ({
    ...{ user, password },
    domain: netBiosDomain(domain),
  }))
}

const ownAccounts: Readonly<Record<ComputerAccountState, (name: string) => Account>> = {
  trusted: computerAccount,
  broken: staleComputerAccount,
}

/** A browser that opens reports has no certificate of the PKI. */
function selectionFor(
  { mode, assigned }: ClientContext,
  { role, protocol, withoutCertificate }: Destination,
) {
  const keepsBack = withoutCertificate || siteSystemRoles[role].usedBy === 'browser'
  const inPki = siteModes[mode].clientsPresentCertificates
  return protocol === 'http' || !inPki || keepsBack ? undefined : assigned?.certificateSelection
}

function share<Result>(
  context: ClientContext,
  destination: Destination,
  conversation: ShareConversation<Result>,
): Transport<Result> {
  const { fqdn, port, share: told } = destination
  const shared = { share: told?.name ?? packageShare, accounts: accountsOf(context, destination) }
  return smbTransport(context.network, { fqdn, port, ...shared }, conversation)
}

/** The ports of PXE besides that of DHCP, where nobody told others (the specification's own). */
const usualPorts = { binl: 4011, tftp: 69 }

interface RoleTarget {
  site: { code: string }
  packages: readonly string[]
}

interface Asker {
  name: string
  at: Location
  now: Date
}

type FirstRequest = (target: RoleTarget, asker: Asker) => Request

/** A role that does not speak HTTP has no first request. */
const nothingInParticular: FirstRequest = () => ({ method: 'GET', path: '/' })

const requestsByRole: Readonly<Record<SiteSystemRole, FirstRequest>> = {
  'management-point': () => ({ method: 'GET', path: mpListPath }),
  'standard-distribution-point'({ packages: [packageId] }) {
    // A client lists the package before it transfers it.
    const path = packageId === undefined ? `${distributionPointDirectory}/` : packageDirectoryPath(packageId)
    return { method: 'PROPFIND', path, headers: { Depth: '1' } }
  },
  'branch-distribution-point': nothingInParticular,
  'software-update-point': () => soapRequest(getConfig, { protocolVersion: clientProtocolVersion }),
  'state-migration-point': (_target, { name }) => ({
    method: 'POST',
    path: stateStorePath,
    headers: { 'Content-Type': 'text/xml' },
    body: stateStoreQuery(name),
  }),
  'fallback-status-point': (_target, { name, now }) => ({
    method: 'POST',
    path: fallbackStatusPath,
    headers: { 'Content-Type': 'text/xml; charset=utf-16' },
    // Topic 1000 state 1: the client communicates with its management point ("State Messages", cc144885).
    body: stateMessageReport(name, 1000, 1, now),
  }),
  'server-locator-point'(_target, { at }) {
    const { address, activeDirectorySite } = at.internet ? {} : at
    return { method: 'GET', path: siteQuery(address, activeDirectorySite) }
  },
  'pxe-service-point': nothingInParticular,
  'system-health-validator-point': nothingInParticular,
  'reporting-point': ({ site }) => ({ method: 'GET', path: `${reportingPointDirectory(site.code)}/` }),
}

/** The request that a site system of this role answers. */
export function roleRequest(role: SiteSystemRole, target: RoleTarget, asker: Asker): Request {
  return requestsByRole[role](target, asker)
}
