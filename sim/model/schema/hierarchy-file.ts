import * as z from 'zod'
import { computerAccountStates } from '../../vocabulary/computer-identity.ts'
import { certificateRecipes } from '../../vocabulary/certificate.ts'
import { pxeBoots, type StatedPorts } from '../hierarchy.ts'
import { siteModeNames } from '../../vocabulary/site-mode.ts'
import type { ServicePorts } from '../../vocabulary/network.ts'
import { port, siteFile } from './site-file.ts'
import {
  activeDirectorySiteName,
  hostAddress,
  clientName,
  domainName,
  packageId,
  siteCode,
  systemName,
  updateId,
  writtenDuration,
  writtenSize,
  productVersion,
} from './written-values.ts'
import type { Basis } from '../../vocabulary/basis.ts'

export const defaultDomain = 'sitemode.test'

export const location = z
  .strictObject({
    address: hostAddress.optional().describe('IP address of the client on the intranet.'),
    activeDirectorySite: activeDirectorySiteName.optional().describe('Name of its Active Directory site.'),
    internet: z.boolean().optional().describe('True: the client is on the Internet, not on the intranet.'),
  })
  .refine(({ internet, ...intranet }) => internet !== true || Object.keys(intranet).length === 0, {
    error: 'a client on the Internet has no intranet address and no Active Directory site',
    params: { code: 'internet-with-intranet', remedy: 'remove internet, or all but internet' },
  })
  .describe('Location of the client; by default on the intranet, outside all boundaries.')

const clientFile = z
  .strictObject({
    name: clientName.describe('Computer name; with the domain of the hierarchy it is its FQDN.'),
    kind: z.enum(['computer', 'mobile-device']).default('computer').describe('Computer or mobile device.'),
    version: productVersion.describe('Version of its client software.'),
    assignedSite: z
      .union([siteCode, z.enum(['auto', 'none'])])
      .default('auto')
      .describe(
        'Code of a primary site; auto: the site whose boundaries contain the client; none: not assigned yet.',
      ),
    mode: z
      .enum(siteModeNames)
      .optional()
      .describe(
        "Mode that the client is installed for (CCMSetup's /native); once assigned, it takes the mode of its site.",
      ),
    activeDirectory: z
      .boolean()
      .default(true)
      .describe(
        'Whether it is in a domain of the forest: it signs in, knows its Active Directory site, and reads what sites publish, ' +
          'which is global roaming. False: a workgroup, or a domain elsewhere.',
      ),
    computerAccount: z
      .enum(computerAccountStates)
      .default('trusted')
      .describe(
        'broken: its computer account has another password in the domain, as after a restore from an old copy, and no ' +
          'server lets it sign in. Of a computer in Active Directory only.',
      ),
    httpForRoaming: z
      .union([z.boolean(), z.literal('inherit')])
      .default('inherit')
      .describe(
        '"HTTP communication for roaming and site assignment": its own setting, or that of its site.',
      ),
    managementPoint: systemName
      .optional()
      .describe(
        'The management point that SMSMP= names, to which it keeps where it is told of no other. By default that of its ' +
          'site, if it has no other way to find one.',
      ),
    serverLocatorPoint: systemName.optional().describe('The server locator point that SMSSLP= names.'),
    fallbackStatusPoint: systemName.optional().describe('The fallback status point that FSP= names.'),
    dnsSuffix: domainName
      .optional()
      .describe(
        'DNS suffix under which it looks for its management point (DNSSUFFIX=). Without it, it does not look in DNS.',
      ),
    wins: z
      .boolean()
      .default(false)
      .describe(
        'Whether it looks for management points and server locator points in WINS. Real clients look unless ' +
          'installed with SMSDIRECTORYLOOKUP=NOWINS; here the default is false.',
      ),
    internetManagementPoint: systemName
      .optional()
      .describe('The Internet-based management point that CCMHOSTNAME= names.'),
    alwaysOnInternet: z
      .boolean()
      .default(false)
      .describe('Whether it always behaves as on the Internet, wherever it is (CCMALWAYSINF=1).'),
    cacheSize: writtenSize
      .prefault('5 GiB')
      .describe('Size of its cache of downloaded packages; a mobile device has none.'),
    certificate: z
      .union([
        z.enum([...certificateRecipes, 'several-matching', 'none']),
        z.array(z.enum(certificateRecipes)),
      ])
      .default('good')
      .describe(
        'Contents of its certificate store: the name of a recipe, a list of names, several-matching (two good ' +
          'certificates), or none.',
      ),
    trustsRoot: z
      .boolean()
      .default(true)
      .describe(
        "Whether the root of the hierarchy's certificates is among the trusted roots of the computer. Boot media and " +
          'computers in a perimeter network often lack it.',
      ),
    clock: z
      .strictObject({
        behind: writtenDuration.optional().describe('How far it is behind, such as 100 d.'),
        ahead: writtenDuration.optional().describe('How far it is ahead, such as 2 h.'),
      })
      .refine(({ behind, ahead }) => behind === undefined || ahead === undefined, {
        error: 'a clock is either behind or ahead',
        params: { code: 'clock-behind-and-ahead', remedy: 'remove behind or ahead' },
      })
      .prefault({})
      .describe(
        'How far its clock is wrong, by which it judges certificates and revocation lists; right by default.',
      ),
    pxeBoot: z
      .enum(pxeBoots)
      .default('advertised')
      .describe(
        'State of the computer at its site when it boots from the network: advertised (a task sequence is advertised ' +
          'to it), not-advertised (known, without a task sequence), or unknown.',
      ),
    at: location.prefault({}),
  })
  .describe('A client.')

/** The default is the console's ("Example Roaming Scenarios: Complex", bb694028). */
const advertisement = z
  .strictObject({
    whenSlow: z
      .enum(['download', 'do-not-run'])
      .default('do-not-run')
      .describe(
        'Behaviour of clients within a slow boundary, outside all boundaries, or in another site when the content is in ' +
          'their assigned site: download, or do not run the program.',
      ),
    runFromDistributionPoint: z
      .boolean()
      .default(false)
      .describe(
        'Whether the program is run from the distribution point, always by SMB, instead of being downloaded.',
      ),
    fallBackToUnprotected: z
      .boolean()
      .default(true)
      .describe(
        'Whether clients may fall back to unprotected distribution points when the content is not available on the ' +
          'protected distribution point.',
      ),
    sensitive: z
      .boolean()
      .default(false)
      .describe(
        'Whether its policy holds sensitive data, as that of a task sequence does: in mixed mode it is for approved clients.',
      ),
  })
  .describe("Settings of the advertisement of the package's program.")

const packageFile = z
  .strictObject({
    id: packageId.describe('Package id: eight letters and digits; the first three are a site code.'),
    version: z.int().min(1).default(1).describe('Source version.'),
    size: writtenSize.prefault('64 KiB').describe('Size, such as 64 KiB, 1 MiB or 4096 (bytes).'),
    onDemand: z
      .boolean()
      .default(false)
      .describe(
        'On-demand distribution: a branch distribution point fetches it when a client within its protected boundaries first ' +
          'asks for it. Otherwise it has the package from the start.',
      ),
    advertisement: advertisement.prefault({}),
  })
  .describe('A package of content.')

/** The default is the console's ("Deployment Name Properties: Download Settings Tab", bb632614). */
const updateDeployment = z
  .strictObject({
    whenSlow: z
      .enum(['download', 'do-not-install'])
      .default('do-not-install')
      .describe(
        'Behaviour of clients within a slow boundary, outside all boundaries, or in another site when the update is in ' +
          'their assigned site: download and install it, or do not install it.',
      ),
    fallBackToUnprotected: z
      .boolean()
      .default(true)
      .describe(
        'Whether clients may fall back to unprotected distribution points when no protected one has the update.',
      ),
  })
  .describe('Settings of the deployment of the update. Without a deployment no client installs it.')

const updateFile = z
  .strictObject({
    id: updateId.describe("Unique id of the update: a GUID, which is its configuration item's as well."),
    title: z.string().min(1).default('Software update').describe('Title.'),
    version: z.int().min(1).default(1).describe('Revision.'),
    size: writtenSize.prefault('64 KiB').describe('Size of its file, such as 64 KiB, 1 MiB or 4096 (bytes).'),
    package: packageId
      .optional()
      .describe(
        'Id of the deployment package in which distribution points hold it: list that id under their packages.',
      ),
    deployment: updateDeployment.optional(),
  })
  .describe('A software update, which software update points offer.')

/** Two updates of which one is deployed, so that a short file has something to scan for. Not documented; our choice. */
const exampleUpdates: z.input<typeof updateFile>[] = [
  {
    id: '0a4c6c73-8887-4d7f-9cbe-d08fa8fa9d1e',
    title: 'Security Update for Example Product',
    version: 100,
    size: 150_000,
    deployment: {},
  },
  {
    id: '352f9494-d516-4b40-a21a-cd2416098982',
    title: 'Update for Example Product',
    version: 51,
    size: 70_000,
  },
]

/** The well-known ports of LDAP, DNS and WINS, 389, 53 and 137, are privileged ones. */
export const defaultServicePorts: ServicePorts = { ldap: 8389, dns: 8053, wins: 8137, revocationLists: 8080 }

const servicePorts = z
  .strictObject({
    ldap: port
      .default(defaultServicePorts.ldap)
      .describe('LDAP port of the domain controller; 389 in a real network.'),
    dns: port
      .default(defaultServicePorts.dns)
      .describe('DNS port of the name server, by UDP and TCP; 53 in a real network.'),
    wins: port
      .default(defaultServicePorts.wins)
      .describe('WINS port of the name server; 137 in a real network.'),
    revocationLists: port
      .default(defaultServicePorts.revocationLists)
      .describe('HTTP port of the point that publishes the revocation lists, as the certificates name it.'),
  })
  .refine(({ dns, wins }) => dns !== wins, {
    error: 'DNS and WINS cannot share a port',
    params: { code: 'same-port', remedy: 'give dns and wins different ports' },
  })

/** The hierarchy file. Rules that look at more than one field are in `check/`. */
export const hierarchyFile = z
  .strictObject({
    $schema: z.string().optional().describe('JSON Schema of this file, for editors.'),
    name: z.string().min(1).default('hierarchy').describe('Display name.'),
    domain: domainName.default(defaultDomain).describe('DNS suffix of every site system and client.'),
    tls: z
      .strictObject({
        version: z.enum(['1.2', '1.3']).default('1.2').describe('TLS version, in quotes.'),
        keys: z.enum(['ec', 'rsa']).default('ec').describe('Type of every key: ECDSA P-256 or RSA-2048.'),
      })
      .prefault({})
      .describe('TLS of all listeners and clients.'),
    schemaExtended: z
      .boolean()
      .default(true)
      .describe(
        "Whether the forest's Active Directory schema is extended for Configuration Manager. If not, no site can publish.",
      ),
    servicePorts: servicePorts
      .prefault({})
      .describe('Ports of the services that every hierarchy has beside its site systems.'),
    sites: z.array(siteFile).min(1).describe('The sites; the central site has no parent.'),
    clients: z.array(clientFile).default([]).describe('The clients.'),
    packages: z.array(packageFile).default([]).describe('The packages that distribution points may hold.'),
    updates: z
      .array(updateFile)
      .prefault(exampleUpdates)
      .describe('The software updates that software update points offer; two examples by default.'),
  })
  .describe('A hierarchy of Configuration Manager 2007 sites.')

/** A hierarchy as people write it; fields with a default may be left out. */
export type HierarchyInput = z.input<typeof hierarchyFile>
export type HierarchyFile = z.output<typeof hierarchyFile>

/** Gives a hierarchy written in TypeScript its type: `export default hierarchy({ sites: [...] })`. */
export function hierarchy(written: HierarchyInput): HierarchyInput {
  return written
}

const writtenPorts = z.record(z.string(), z.int().optional()).default({})

/** As much of a hierarchy file as states ports, before anything is filled in. */
const fileWithPorts = z.object({
  servicePorts: writtenPorts,
  sites: z.array(
    z.object({ ports: writtenPorts, softwareUpdatePorts: writtenPorts, otherPorts: writtenPorts }),
  ),
})

/** The ports that a valid hierarchy file states. */
export function statedPorts(written: unknown): StatedPorts {
  const { servicePorts, sites } = fileWithPorts.parse(written)
  return {
    services: numbersIn(servicePorts),
    sites: sites.flatMap(({ ports, softwareUpdatePorts, otherPorts }) =>
      [ports, softwareUpdatePorts, otherPorts].flatMap(numbersIn),
    ),
  }
}

function numbersIn(ports: z.output<typeof writtenPorts>): number[] {
  return Object.values(ports).filter((port) => port !== undefined)
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the use of WINS, which clients ask only if their description says so',
  },
  {
    certainty: 'our choice',
    about: 'the two software updates of a hierarchy that describes none',
  },
]
