import * as z from 'zod'
import { computerAccountStates } from '../../vocabulary/computer-identity.ts'
import { certificateRecipes } from '../../vocabulary/certificate.ts'
import { siteModeNames } from '../../vocabulary/site-mode.ts'
import type { Basis } from '../../vocabulary/basis.ts'
import { pxeBoots } from '../hierarchy.ts'
import {
  activeDirectorySiteName,
  clientName,
  domainName,
  hostAddress,
  productVersion,
  siteCode,
  systemName,
  writtenDuration,
  writtenShare,
  writtenSize,
} from './written-values.ts'

export const location = z
  .strictObject({
    address: hostAddress.optional().describe('IP address of the client on the intranet.'),
    activeDirectorySite: activeDirectorySiteName.optional().describe('Name of its Active Directory site.'),
    site: siteCode
      .optional()
      .describe('Code of a site, in whose boundaries it gets a place of its own, in place of an address.'),
    internet: z.boolean().optional().describe('True: the client is on the Internet, not on the intranet.'),
  })
  .refine(({ internet, ...intranet }) => internet !== true || Object.keys(intranet).length === 0, {
    error: 'a client on the Internet has no intranet address and no Active Directory site',
    params: { code: 'internet-with-intranet', remedy: 'remove internet, or all but internet' },
  })
  .refine(
    ({ site, address, activeDirectorySite }) =>
      site === undefined || (address ?? activeDirectorySite) === undefined,
    {
      error: 'a site stands for a place in its boundaries',
      params: { code: 'site-with-place', remedy: 'remove site, or all but site' },
    },
  )
  .describe('Location of the client; by default on the intranet, outside all boundaries.')

const clientFields = {
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
    .describe('"HTTP communication for roaming and site assignment": its own setting, or that of its site.'),
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
      z.enum([...certificateRecipes, 'several-matching', 'none', 'unknown']),
      z.array(z.enum(certificateRecipes)),
    ])
    .default('good')
    .describe(
      'Contents of its certificate store: the name of a recipe, a list of names, several-matching (two good ' +
        'certificates), none, or unknown, with which it acts as without one.',
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
  install: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Command line of CCMSetup, or its properties alone, as in SMSSITECODE=OSL /native:FALLBACK FSP=ss.osl; it fills in the ' +
        'fields that it speaks of.',
    ),
}

export const clientFile = z
  .strictObject({
    name: clientName.describe('Computer name; with the domain of the hierarchy it is its FQDN.'),
    ...clientFields,
  })
  .describe('A client.')

/** A slip of the keyboard is refused before anybody waits for it. */
const largestGroup = 1_000_000

export const groupFile = z
  .strictObject({
    name: clientName.describe(
      'Name of the group. Its clients are called by it with a number: KIOSKS-1, KIOSKS-2 and so on.',
    ),
    count: z.int().min(1).max(largestGroup).describe('Number of clients in the group.'),
    ...clientFields,
    visits: z
      .array(
        z.strictObject({
          site: siteCode.describe('Code of the site that they visit.'),
          share: writtenShare.describe('Share of the group that does, such as 10%: the first clients of it.'),
        }),
      )
      .default([])
      .describe('The sites that clients of the group visit.'),
  })
  .describe('Clients that are alike. None exists before a step has to do with it.')

const heading = z.string().min(1).optional()

const columns = z.strictObject({
  name: heading.describe('Of computer names; by default Name.'),
  assignedSite: heading.describe('Of the codes of assigned sites; by default SMSAssignedSites.'),
  address: heading.describe('Of addresses; by default IPAddresses.'),
  activeDirectorySite: heading.describe('Of Active Directory sites; by default ADSiteName.'),
  version: heading.describe('Of versions of the client software; by default ClientVersion.'),
  domain: heading.describe('Of domains and workgroups; by default ResourceDomainORWorkgroup.'),
  readiness: heading.describe(
    'Of states of topic 1100: 2 for ready, 1 for not ready, nothing where nobody knows; by default NativeModeReady or StateID.',
  ),
})

/** A field of a client that a table can hold. */
export type ImportedField = keyof z.output<typeof columns>

export const importFile = z
  .strictObject({
    from: z.string().min(1).describe('Path of a table of clients (CSV), relative to this file.'),
    columns: columns
      .default({})
      .describe("Headings of the columns; by default the product's, such as Name and SMSAssignedSites."),
    domains: z
      .array(z.string().min(1))
      .optional()
      .describe(
        'Domains of the forest as the table names them; clients of others do not read Active Directory. By default the first ' +
          'part of the domain of the hierarchy, or all of it.',
      ),
  })
  .describe('Clients as exported from the product.')

export type ImportFile = z.output<typeof importFile>

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the use of WINS, which clients ask only if their description says so',
  },
]
