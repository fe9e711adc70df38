import { webProtocols, type Protocol, type WebProtocol } from './protocol.ts'

/**
 * The tables of the source text, "Client Communication in Mixed Mode and Native Mode" (System Center Configuration
 * Manager 2007; a Japanese machine translation of bb680900), and its sentences on roaming and on server locator
 * points as tables of the same shape. They stand here and nowhere else. No rule and no listener reads them: they
 * are what both are held against. The sentences are our English of the Japanese.
 *
 * One sentence lost a "not" in translation: a standard distribution point uses SMB when the option to transfer by
 * BITS, HTTP and HTTPS is *not* set ("Benefits of Using Native Mode", bb632573, says so).
 */
export interface CommunicationTable {
  id: string
  title: string
  columns: readonly Column[]
  rows: readonly Row[]
}

export interface Column {
  id: string
  title: string
}

export interface Row {
  /** A role, or `assigned-` or `resident-` and the point meant. */
  siteSystem: string
  cells: Readonly<Record<string, Cell>>
}

export interface Cell {
  /** Every protocol the cell names; an empty list is the tables' "No". */
  documented: readonly Protocol[]
  leftOut: readonly LeftOut[]
  /** What the source text says. */
  sentence: string
}

/**
 * A protocol that the cell leaves out, and what stands in its way: the `wire`, when the listener cannot or will not
 * serve it, or only the rule of the `client`, when the listener would answer anyone who asked.
 */
export interface LeftOut {
  protocol: WebProtocol
  refusedBy: 'wire' | 'client'
}

const http = (sentence: string): Cell => ({
  documented: ['http'],
  leftOut: [{ protocol: 'https', refusedBy: 'wire' }],
  sentence,
})

const https = (sentence: string): Cell => ({
  documented: ['https'],
  leftOut: [{ protocol: 'http', refusedBy: 'wire' }],
  sentence,
})

const no = (refusedBy: LeftOut['refusedBy'], sentence: string): Cell => ({
  documented: [],
  leftOut: [
    { protocol: 'http', refusedBy },
    { protocol: 'https', refusedBy: 'wire' },
  ],
  sentence,
})

const slpOption =
  'In native mode, client computers must have HTTP communication configured for roaming and site assignment to ' +
  'communicate with the server locator point; without the option they cannot.'
const mixedInNative =
  'When a mixed-mode client roams into a native-mode site, it can communicate neither with the native-mode ' +
  'resident management point nor with any native-mode distribution point in that site.'
const mixedFallsBack =
  'In this scenario roaming does not work: the client communicates with its assigned management point and ' +
  'downloads content from the distribution points of its own site.'
const devices =
  'Mobile device clients do not communicate with server locator points and do not support roaming.'

/** Table 1: the site systems of the assigned site, by site mode. */
const withinAssignedSite: CommunicationTable = {
  id: 'within-assigned-site',
  title: 'Client communication within the assigned site',
  columns: [
    { id: 'mixed', title: 'mixed mode' },
    { id: 'native', title: 'native mode' },
  ],
  rows: [
    {
      siteSystem: 'management-point',
      cells: {
        mixed: http('Management point, mixed mode: HTTP.'),
        native: https('Management point, native mode: HTTPS.'),
      },
    },
    {
      siteSystem: 'standard-distribution-point',
      cells: {
        mixed: http('Standard distribution point, mixed mode: HTTP.'),
        native: https('Standard distribution point, native mode: HTTPS.'),
      },
    },
    {
      siteSystem: 'software-update-point',
      cells: {
        mixed: {
          documented: ['http', 'https'],
          leftOut: [],
          sentence: 'Software update point, mixed mode: HTTP or HTTPS.',
        },
        native: https('Software update point, native mode: HTTPS.'),
      },
    },
    {
      siteSystem: 'state-migration-point',
      cells: {
        mixed: http('State migration point, mixed mode: HTTP.'),
        native: https('State migration point, native mode: HTTPS.'),
      },
    },
    {
      siteSystem: 'fallback-status-point',
      cells: {
        mixed: http('Fallback status point, mixed mode: HTTP.'),
        native: http('Fallback status point, native mode: HTTP.'),
      },
    },
    {
      siteSystem: 'server-locator-point',
      cells: {
        mixed: http('Server locator point, mixed mode: HTTP.'),
        native: http(`Server locator point, native mode: HTTP. ${slpOption}`),
      },
    },
  ],
}

/** Table 2: a native-mode client computer that roams into a mixed-mode site, without and with the HTTP option. */
const nativeClientInMixedSite: CommunicationTable = {
  id: 'native-client-in-mixed-site',
  title: 'A native-mode client computer roaming in a mixed-mode site',
  columns: [
    { id: 'http-not-allowed', title: 'HTTP for roaming: no' },
    { id: 'http-allowed', title: 'HTTP for roaming: yes' },
  ],
  rows: [
    {
      siteSystem: 'assigned-management-point',
      cells: {
        'http-not-allowed': https("The client's assigned (native mode) management point: uses HTTPS."),
        'http-allowed': https("The client's assigned (native mode) management point: uses HTTPS."),
      },
    },
    {
      siteSystem: 'assigned-distribution-point',
      cells: {
        'http-not-allowed': https(
          "Distribution points of the client's assigned (native mode) site: uses HTTPS.",
        ),
        'http-allowed': https("Distribution points of the client's assigned (native mode) site: uses HTTPS."),
      },
    },
    {
      siteSystem: 'resident-management-point',
      cells: {
        'http-not-allowed': no('client', 'Resident management point in mixed mode: No.'),
        'http-allowed': http('Resident management point in mixed mode: uses HTTP.'),
      },
    },
    {
      siteSystem: 'resident-distribution-point',
      cells: {
        'http-not-allowed': no('client', 'Distribution points in mixed mode: No.'),
        'http-allowed': http('Distribution points in mixed mode: uses HTTP.'),
      },
    },
  ],
}

/** The paragraph before table 2: a mixed-mode client that roams into a native-mode site. */
const mixedClientInNativeSite: CommunicationTable = {
  id: 'mixed-client-in-native-site',
  title: 'A mixed-mode client roaming in a native-mode site',
  columns: [{ id: 'mixed-client', title: 'mixed-mode client' }],
  rows: [
    { siteSystem: 'assigned-management-point', cells: { 'mixed-client': http(mixedFallsBack) } },
    { siteSystem: 'assigned-distribution-point', cells: { 'mixed-client': http(mixedFallsBack) } },
    { siteSystem: 'resident-management-point', cells: { 'mixed-client': no('wire', mixedInNative) } },
    { siteSystem: 'resident-distribution-point', cells: { 'mixed-client': no('wire', mixedInNative) } },
  ],
}

/** The note under table 1: who may talk to a server locator point. */
const serverLocatorPoint: CommunicationTable = {
  id: 'server-locator-point',
  title: 'Who may use a server locator point',
  columns: [
    { id: 'mixed-client', title: 'mixed-mode client' },
    { id: 'native-client', title: 'native-mode client' },
    { id: 'native-client-http-allowed', title: 'native-mode client with HTTP for roaming' },
    { id: 'mobile-device', title: 'mobile device' },
  ],
  rows: [
    {
      siteSystem: 'server-locator-point',
      cells: {
        'mixed-client': http('Server locator point, mixed mode: HTTP.'),
        'native-client': no('client', slpOption),
        'native-client-http-allowed': http(slpOption),
        'mobile-device': no('client', devices),
      },
    },
  ],
}

const inBothModes = (documented: readonly Protocol[], sentence: string): Row['cells'] => {
  const leftOut = webProtocols
    .filter((protocol) => !documented.includes(protocol))
    .map((protocol) => ({ protocol, refusedBy: 'wire' as const }))
  const cell: Cell = { documented, leftOut, sentence }
  return { mixed: cell, native: cell }
}

/** The list under table 1, and the paragraph after it: what the site's mode does not touch. */
const unaffectedBySiteMode: CommunicationTable = {
  id: 'unaffected-by-site-mode',
  title: 'Site systems that are not affected by the site mode',
  columns: [
    { id: 'mixed', title: 'mixed mode' },
    { id: 'native', title: 'native mode' },
  ],
  rows: [
    {
      siteSystem: 'system-health-validator-point',
      cells: inBothModes(
        ['soh'],
        'Computers send statements of health to the system health validator point by the established communication ' +
          'of Network Access Protection with the Network Policy Server.',
      ),
    },
    {
      siteSystem: 'pxe-service-point',
      cells: inBothModes(
        ['pxe'],
        'Computers boot by the PXE protocol from the PXE service point to install an operating system.',
      ),
    },
    {
      siteSystem: 'reporting-point',
      cells: inBothModes(
        ['http', 'https'],
        'Computers connect to the reporting point with a web browser; it can be configured for HTTP or HTTPS ' +
          'independently of the site mode.',
      ),
    },
    {
      siteSystem: 'branch-distribution-point',
      cells: inBothModes(['smb'], 'Branch distribution points always use SMB in both mixed and native mode.'),
    },
    {
      siteSystem: 'standard-distribution-point',
      cells: inBothModes(
        ['smb'],
        'Standard distribution points use SMB as well when they are not configured to let clients transfer content ' +
          'by BITS, HTTP and HTTPS.',
      ),
    },
  ],
}

export const communicationTables = [
  withinAssignedSite,
  nativeClientInMixedSite,
  mixedClientInNativeSite,
  serverLocatorPoint,
  unaffectedBySiteMode,
] as const satisfies readonly CommunicationTable[]
