import { createHash } from 'node:crypto'
import type { Hierarchy, Site } from '../../model/hierarchy.ts'
import { primaryCodeOf } from '../../model/sites.ts'
import { serviceAccount } from '../../vocabulary/computer-identity.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import { downloadAuthenticity } from '../../wire/management-point/message-header.ts'
import {
  clientSettingsClass,
  networkAccessProperties,
  policyPath,
  pollingProperty,
  serializePolicyBody,
  softwareDistributionClass,
  type PolicyBody,
} from '../../wire/management-point/policy-body.ts'
import { publicKeyOf } from '../../wire/management-point/registration.ts'
import { firstModified, sendFile } from '../web-server/web-server.ts'
import {
  methodNotAllowed,
  notFound,
  type Answer,
  type ReceivedRequest,
  type RequestContext,
} from '../web-server/virtual-directory.ts'
import { createRegisteredClients, type RegisteredClient } from '../site-database.ts'

/**
 * The policies of a client of the site: the site's client settings, and one for each package that its site systems hold,
 * but for those with sensitive data if the client has to be approved and is not. The names
 * of classes and properties are our choice. A version is derived from the policy's text, so it changes with it.
 */
export function policiesOf(hierarchy: Hierarchy, ownSite: Site, approved: boolean): PolicyBody[] {
  const site = hierarchy.sites.find(({ code }) => code === primaryCodeOf(ownSite)) ?? ownSite
  const held = new Set(site.systems.flatMap(({ packages }) => packages))
  const givesAll = approved || !siteModes[site.mode].approvesClients || !site.clientApproval.onlyNewClients
  const packages = hierarchy.packages.filter(
    ({ id, advertisement }) => held.has(id) && (givesAll || !advertisement.sensitive),
  )
  return [
    policy(site, 'client settings', clientSettingsClass, {
      SiteMode: site.mode,
      HttpForRoaming: String(site.httpForRoaming),
      CrlChecking: String(site.crlChecking),
      CertificateSelectionCriteria: site.certificateSelection.criteria,
      SelectFirstCertificate: String(site.certificateSelection.selectFirst),
      ...pollingProperty(site.policyPollingInterval),
      ...(site.networkAccessAccount !== undefined &&
        networkAccessProperties(serviceAccount(site.networkAccessAccount))),
    }),
    ...packages.map(({ id, version, size }) =>
      policy(site, id, softwareDistributionClass, {
        PKG_PackageID: id,
        PKG_SourceVersion: String(version),
        PKG_Size: String(size),
      }),
    ),
  ]
}

function policy(
  { code }: Site,
  about: string,
  className: string,
  properties: Record<string, string>,
): PolicyBody {
  const version = digest(JSON.stringify([className, properties])).slice(0, 8)
  return { id: guidOf(`${code} ${about}`), version, className, properties }
}

/** A GUID derived from a text. */
export function guidOf(text: string): string {
  return digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '{$1-$2-$3-$4-$5}')
}

export function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex').toUpperCase()
}

export function isPolicyPath(path: string): boolean {
  return path.toLowerCase() === policyPath.toLowerCase()
}

/** Sends a policy, as BITS asks for it. That a wrong signature is answered with 403 is not documented; our choice. */
export function sendPolicy(request: ReceivedRequest, context: RequestContext): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET', 'HEAD')
  const wanted = decoded(request.query).toLowerCase()
  const client = context.database.table(createRegisteredClients).withId(request.header('CCMClientID') ?? '')
  const policy = policiesOf(context.hierarchy, context.site, client?.approved ?? false).find(
    ({ id, version }) => `${id}.${version}`.toLowerCase() === wanted,
  )
  if (!policy) return notFound()
  if (!mayDownload(request, client, context))
    return { status: 403, reason: 'The client has not signed the request.' }
  const body = serializePolicyBody(policy)
  return sendFile(request, {
    type: 'text/xml',
    etag: `"${policy.id}.${policy.version}"`,
    lastModified: firstModified,
    size: body.length,
    read: ({ first, last }) => [body.subarray(first, last + 1)],
  })
}

function mayDownload(
  { header }: ReceivedRequest,
  client: RegisteredClient | undefined,
  { system }: RequestContext,
): boolean {
  const { signatures } = system.managementPoint
  if (signatures === 'ignored') return true
  const authenticity = downloadAuthenticity(header, client && publicKeyOf(client.signing))
  return authenticity === 'genuine' || (authenticity === 'unsigned' && signatures === 'verified')
}

/** Clients of that age send the braces of a GUID unencoded; others encode them. */
function decoded(query: string): string {
  try {
    return decodeURIComponent(query)
  } catch {
    return query
  }
}
