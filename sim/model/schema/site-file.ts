import * as z from 'zod'
import { certificateRecipes } from '../../vocabulary/certificate.ts'
import { clientConnections, type Ports } from '../hierarchy.ts'
import { webProtocols } from '../../vocabulary/protocol.ts'
import { siteModeNames } from '../../vocabulary/site-mode.ts'
import { siteSystemRoleNames } from '../../vocabulary/site-system-role.ts'
import { roleSettings } from './role-settings.ts'
import { writtenBoundary } from './written-boundary.ts'
import { packageId, siteCode, systemName, productVersion } from './written-values.ts'

export const defaultPorts = { http: 8080, https: 8443 }
/** Where a WSUS web site of its own listens. */
export const defaultSoftwareUpdatePorts = { http: 8530, https: 8531 }

const port = z.int().min(1).max(65_535)

function portPair(defaults: Ports) {
  return z
    .strictObject({
      http: port.default(defaults.http).describe('Port for HTTP.'),
      https: port.default(defaults.https).describe('Port for HTTPS.'),
    })
    .refine(({ http, https }) => http !== https, {
      error: 'HTTP and HTTPS cannot share a port',
      params: { code: 'same-port', remedy: 'give http and https different ports' },
    })
}

/** The protocols' well-known ports, moved up to where no privilege is needed. */
export const defaultOtherPorts = { smb: 8445, dhcp: 8067, binl: 4011, tftp: 8069, radius: 1812 }

const otherPorts = z.strictObject({
  smb: port
    .default(defaultOtherPorts.smb)
    .describe('Port of the shares of distribution points; 445 for real.'),
  dhcp: port
    .default(defaultOtherPorts.dhcp)
    .describe('Port at which a PXE service point hears DHCP; 67 for real.'),
  binl: port.default(defaultOtherPorts.binl).describe('Port of its boot information negotiation layer.'),
  tftp: port.default(defaultOtherPorts.tftp).describe('Port of its TFTP; 69 for real.'),
  radius: port.default(defaultOtherPorts.radius).describe('Port of a system health validator point.'),
})

const refusal = z
  .enum(['handshake', 'iis'])
  .describe(
    'How a bad client certificate is refused: handshake (the TLS connection itself) or iis (HTTP 403 with a ' +
      'substatus, as a web server of that age answers).',
  )

const listen = z
  .strictObject({
    protocol: z.enum(webProtocols).optional().describe('The protocol that it really speaks.'),
    certificate: z
      .enum(certificateRecipes)
      .optional()
      .describe('The web server certificate that it really shows, by recipe.'),
    refusal: refusal.optional(),
    clientCertificate: z
      .enum(['require', 'accept', 'ignore'])
      .optional()
      .describe('What it really does about client certificates.'),
  })
  .describe(
    "What the system really does where it differs from what its site's mode asks: a misconfiguration.",
  )

const systemFile = z
  .strictObject({
    name: systemName.describe('Name of the server; with the domain of the hierarchy it is its FQDN.'),
    roles: z.array(z.enum(siteSystemRoleNames)).min(1).describe('The site system roles that it has.'),
    httpTransfer: z
      .boolean()
      .default(true)
      .describe(
        'The option "Allow clients to transfer content from this distribution point using BITS, HTTP, and HTTPS".',
      ),
    ssl: z
      .boolean()
      .default(false)
      .describe(
        "A software update point's own SSL setting, which counts in mixed mode only; native is always HTTPS. Also a " +
          "reporting point's, whatever the mode.",
      ),
    packages: z.array(packageId).default([]).describe('Ids of the packages on this distribution point.'),
    protectedBoundaries: z
      .array(writtenBoundary)
      .default([])
      .describe(
        'Only clients in these boundaries may use it. For distribution points and state migration points.',
      ),
    clientConnections: z
      .enum(clientConnections)
      .default('both')
      .describe(
        'From where clients may use it: intranet, internet or both. The console asks this of native-mode systems, and ' +
          'takes intranet unless told; here both, so that a short file has somewhere to go for clients on the Internet.',
      ),
    winsEntry: z
      .boolean()
      .default(false)
      .describe('Whether somebody has entered this server locator point in WINS, as SMS_SLP.'),
    fallbackStatus: roleSettings.fallbackStatus.prefault({}),
    stateMigration: roleSettings.stateMigration.prefault({}),
    pxe: roleSettings.pxe.prefault({}),
    managementPoint: roleSettings.managementPoint.prefault({}),
    branchDistributionPoint: roleSettings.branchDistributionPoint.prefault({}),
    listen: listen.prefault({}),
  })
  .describe('A site system: a server with roles.')

/**
 * A site as written. What a secondary site takes from its parent has no default here: only
 * `resolve-hierarchy.ts` knows the parent.
 */
export const siteFile = z
  .strictObject({
    code: siteCode.describe('Site code: three of the letters A to Z and the digits 0 to 9.'),
    kind: z.enum(['primary', 'secondary']).default('primary').describe('Primary or secondary site.'),
    mode: z
      .enum(siteModeNames)
      .optional()
      .describe("Site mode. Required for a primary site; a secondary site has its parent's and states none."),
    version: productVersion.describe('Version of Configuration Manager that the site has.'),
    parent: siteCode.optional().describe('Code of the parent site, a primary. Absent at the central site.'),
    ports: portPair(defaultPorts)
      .optional()
      .describe("The site's ports for client requests, 8080 and 8443 by default."),
    softwareUpdatePorts: portPair(defaultSoftwareUpdatePorts)
      .optional()
      .describe("Ports of the site's software update points, 8530 and 8531 by default."),
    otherPorts: otherPorts.prefault({}).describe('Ports of systems that do not speak HTTP.'),
    publishToActiveDirectory: z
      .boolean()
      .default(true)
      .describe('Whether the site publishes itself to Active Directory Domain Services.'),
    publishToDns: z
      .boolean()
      .default(false)
      .describe(
        'Whether the site publishes its default management point in DNS, for clients with a dnsSuffix.',
      ),
    httpForRoaming: z
      .boolean()
      .optional()
      .describe(
        'Native mode: "HTTP communication for roaming and site assignment", which clients inherit. False by default.',
      ),
    crlChecking: z
      .boolean()
      .optional()
      .describe('Native mode: whether clients check the revocation of server certificates. True by default.'),
    certificateSelection: z
      .strictObject({
        criteria: z
          .string()
          .min(1)
          .default('none')
          .describe(
            'Selection criteria such as Subject:x, SubjectStr:x or SubjectAttr:2.5.4.11 = x; or none.',
          ),
        selectFirst: z
          .boolean()
          .default(false)
          .describe('Whether any certificate is taken when several match; otherwise none is.'),
      })
      .optional()
      .describe('Native mode: how clients choose among several certificates.'),
    refusal: refusal.optional(),
    boundaries: z.array(writtenBoundary).default([]).describe('The networks that belong to the site.'),
    systems: z.array(systemFile).default([]).describe("The site's systems."),
  })
  .describe('A site.')

export type SiteFile = z.output<typeof siteFile>
