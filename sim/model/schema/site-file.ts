import * as z from 'zod'
import { certificateRecipes, refusalStyles } from '../../vocabulary/certificate.ts'
import { approvalMethodNames } from '../../vocabulary/client-approval.ts'
import { trustFaults } from '../../vocabulary/fault.ts'
import { clientConnections, siteSystemRoleNames } from '../../vocabulary/site-system-role.ts'
import { type Ports, webProtocols } from '../../vocabulary/network.ts'
import { siteModeNames } from '../../vocabulary/site-mode.ts'
import { limits } from '../../limits.ts'
import { systemMisbehaviour } from './misbehaviour.ts'
import { roleSettings } from './role-settings.ts'
import { writtenBoundary } from './written-boundary.ts'
import {
  accountName,
  activeDirectorySiteName,
  hostAddress,
  packageId,
  siteCode,
  systemName,
  productVersion,
  writtenDuration,
} from './written-values.ts'
import type { Basis } from '../../vocabulary/basis.ts'

export const defaultPorts = { http: 8080, https: 8443 }
/** The ports of a custom WSUS web site. */
export const defaultSoftwareUpdatePorts = { http: 8530, https: 8531 }

export const port = z.int().min(1).max(65_535)

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

/** The well-known ports, moved above 1023, where listening needs no privilege. */
export const defaultOtherPorts = { smb: 8445, dhcp: 8067, binl: 4011, tftp: 8069, radius: 1812 }

const otherPorts = z.strictObject({
  smb: port
    .default(defaultOtherPorts.smb)
    .describe('SMB port of distribution points and state migration points; 445 in a real network.'),
  dhcp: port
    .default(defaultOtherPorts.dhcp)
    .describe('DHCP port of a PXE service point; 67 in a real network.'),
  binl: port
    .default(defaultOtherPorts.binl)
    .describe('Port of the boot information negotiation layer (BINL) of a PXE service point.'),
  tftp: port
    .default(defaultOtherPorts.tftp)
    .describe('TFTP port of a PXE service point; 69 in a real network.'),
  radius: port.default(defaultOtherPorts.radius).describe('RADIUS port of a system health validator point.'),
})

const refusal = z
  .enum(refusalStyles)
  .describe(
    'How a bad client certificate is refused: handshake (the TLS connection itself) or iis (HTTP 403 with a ' +
      'substatus, as web servers of that time answer).',
  )

const listen = z
  .strictObject({
    protocol: z.enum(webProtocols).optional().describe('Protocol that it really speaks.'),
    certificate: z
      .enum(certificateRecipes)
      .optional()
      .describe('Recipe of the web server certificate that it really presents.'),
    refusal: refusal.optional(),
    clientCertificate: z
      .enum(['require', 'accept', 'ignore'])
      .optional()
      .describe('How it really treats client certificates.'),
    trust: z
      .enum(trustFaults)
      .optional()
      .describe(
        'Fault of the authorities that its web server trusts, or names to clients, as break has it: one among its trusted ' +
          "roots is not self-signed, or its list of acceptable authorities lacks the clients' own.",
      ),
  })
  .describe('Listener settings that deviate from the mode of its site: a misconfiguration.')

export const systemFile = z
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
        "A software update point's own SSL setting, which counts in mixed mode only; native is always HTTPS. A " +
          "reporting point's setting counts in both modes.",
      ),
    at: z
      .strictObject({
        address: hostAddress.optional().describe('IP address of the server.'),
        activeDirectorySite: activeDirectorySiteName
          .optional()
          .describe('Name of its Active Directory site.'),
      })
      .optional()
      .describe(
        'Place of a distribution point: clients turn to one in their own subnet or Active Directory site first.',
      ),
    anonymousAccess: z
      .boolean()
      .default(false)
      .describe(
        'The option "Allow clients to connect anonymously (Required for mobile device clients)" of a distribution point, ' +
          'for mixed mode. Without it a client signs in with a Windows account. Its share follows it; our choice.',
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
        'Where clients may connect from: intranet, internet or both. In the console a setting of native-mode systems, ' +
          'intranet by default; here the default is both, so that a short file also serves clients on the Internet.',
      ),
    winsEntry: z
      .boolean()
      .default(false)
      .describe('Whether an administrator has entered this server locator point in WINS, as SMS_SLP.'),
    fallbackStatus: roleSettings.fallbackStatus.prefault({}),
    stateMigration: roleSettings.stateMigration.prefault({}),
    pxe: roleSettings.pxe.prefault({}),
    managementPoint: roleSettings.managementPoint.prefault({}),
    branchDistributionPoint: roleSettings.branchDistributionPoint.prefault({}),
    listen: listen.prefault({}),
    misbehave: z
      .array(systemMisbehaviour)
      .max(limits.scripts.value)
      .default([])
      .describe('Things that it does amiss from the start, as the step misbehave has them.'),
  })
  .describe('A site system: a server with roles.')

/**
 * A site as written. Fields that a secondary site takes from its parent have no default here: only
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
    version: productVersion.describe('Version of Configuration Manager at the site.'),
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
      .describe(
        'Whether the site publishes itself to Active Directory Domain Services, which needs the extended schema.',
      ),
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
            'Selection criteria: Subject:x (the whole name, in this case), SubjectStr:x (a part of it, in any case), ' +
              'SubjectAttr:OU = x or SubjectAttr:2.5.4.11 = x (one attribute, in this case); or none.',
          ),
        selectFirst: z
          .boolean()
          .default(false)
          .describe('Whether a certificate is chosen when several match; otherwise none is.'),
      })
      .optional()
      .describe('Native mode: how clients choose among several certificates.'),
    policyPollingInterval: writtenDuration
      .optional()
      .describe(
        'How often clients ask for policy, such as 60 min or 4 h; 60 min by default. Those that read Active Directory ' +
          'take over a new mode of the site within two such cycles, and not sooner for one below 60 min.',
      ),
    clientApproval: z
      .strictObject({
        method: z
          .enum(approvalMethodNames)
          .default('trusted-domains')
          .describe(
            'Whose registration is approved by itself: nobody (manual), computers of trusted domains, or all. The step ' +
              'approve does the rest.',
          ),
        onlyNewClients: z
          .boolean()
          .default(true)
          .describe(
            '"This site contains only ConfigMgr 2007 clients": policy with sensitive data is for approved clients alone. ' +
              "What the product's default is, is not documented where we looked; our choice is true.",
          ),
      })
      .optional()
      .describe('Mixed mode: the approval of clients.'),
    networkAccessAccount: accountName
      .optional()
      .describe(
        "The site's Network Access Account in the domain, with which clients sign in to distribution points where they " +
          'have no computer account, or it is refused. None by default.',
      ),
    refusal: refusal.optional(),
    boundaries: z.array(writtenBoundary).default([]).describe('The networks that belong to the site.'),
    systems: z.array(systemFile).default([]).describe("The site's systems."),
  })
  .describe('A site.')

export type SiteFile = z.output<typeof siteFile>

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the way slow boundaries are marked in Active Directory',
  },
]
