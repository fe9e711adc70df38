import * as z from 'zod'
import type { StatedPorts } from '../hierarchy.ts'
import { keyKinds } from '../../vocabulary/certificate.ts'
import { tlsVersions, type ServicePorts } from '../../vocabulary/network.ts'
import { clientFile, groupFile, importFile } from './client-file.ts'
import { port, siteFile } from './site-file.ts'
import { misbehaviour } from './misbehaviour.ts'
import { limits } from '../../limits.ts'
import { acceptableCodes } from '../../vocabulary/finding-codes.ts'
import { unusualBehaviourNames } from '../../vocabulary/unusual.ts'
import { domainName, packageId, seed, updateId, writtenSize } from './written-values.ts'
import type { Basis } from '../../vocabulary/basis.ts'

export const defaultDomain = 'sitemode.test'

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

export const packageFile = z
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

export const updateFile = z
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

export const unusualSettings = z
  .strictObject({
    seed: seed.describe('The same seed has the same chances.'),
    only: z
      .array(z.enum(unusualBehaviourNames))
      .min(1)
      .optional()
      .describe('The kinds that may happen; all by default. docs/unusual.md lists them.'),
  })
  .describe(
    'All servers do what their standards allow and servers seldom do, by chance: a client that fails at it relied on luck.',
  )

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
    accepts: z
      .array(z.enum(acceptableCodes))
      .default([])
      .describe(
        'Codes of warnings that are meant to be so in this file, and are not told. docs/findings.md lists them.',
      ),
    tls: z
      .strictObject({
        version: z.enum(tlsVersions).default('1.2').describe('TLS version, in quotes.'),
        keys: z.enum(keyKinds).default('ec').describe('Type of every key: ECDSA P-256 or RSA-2048.'),
      })
      .prefault({})
      .describe('TLS of all listeners and clients.'),
    unusual: unusualSettings.optional(),
    misbehave: z
      .array(misbehaviour)
      .max(limits.scripts.value)
      .default([])
      .describe(
        'Things that servers do amiss from the start, as the step misbehave has them: dc, the domain controller, ns, the DNS and ' +
          'WINS server, crl, and any site system, or all with a role.',
      ),
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
    clients: z
      .union([z.array(clientFile), importFile])
      .default([])
      .describe('The clients, one by one, or the table from which they are read.'),
    groups: z.array(groupFile).default([]).describe('Groups of clients that are alike, each described once.'),
    packages: z.array(packageFile).default([]).describe('The packages that distribution points may hold.'),
    updates: z
      .array(updateFile)
      .prefault(exampleUpdates)
      .describe('The software updates that software update points offer; two examples by default.'),
  })
  .meta({ patternProperties: { '^x-': {} } })
  .describe(
    "A hierarchy of Configuration Manager 2007 sites. Fields that begin with x- are the author's own.",
  )

export type HierarchyFile = z.output<typeof hierarchyFile>

const writtenPorts = z.looseObject({}).default({})

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
  return Object.values(ports).filter((port) => typeof port === 'number')
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the two software updates of a hierarchy that describes none',
  },
]
