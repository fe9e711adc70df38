import { webProtocols, type Protocol } from '../../vocabulary/network.ts'
import type { Cell, CommunicationTable, Row } from './table.ts'

const inBothModes = (documented: readonly Protocol[], sentence: string): Row['cells'] => {
  const leftOut = webProtocols
    .filter((protocol) => !documented.includes(protocol))
    .map((protocol) => ({ protocol, refusedBy: 'wire' as const }))
  const cell: Cell = { documented, leftOut, sentence }
  return { mixed: cell, native: cell }
}

/** The list under table 1 and the paragraph after it: site systems that the mode does not affect. */
export const unaffectedBySiteMode: CommunicationTable = {
  id: 'unaffected-by-site-mode',
  title: 'Site systems that are not affected by the site mode',
  columns: [
    { id: 'mixed', title: 'mixed mode', client: 'mixed-client', mode: 'mixed' },
    { id: 'native', title: 'native mode', client: 'native-client', mode: 'native' },
  ],
  rows: [
    {
      siteSystem: 'system-health-validator-point',
      role: 'system-health-validator-point',
      systems: { of: 'own-site', webTransfer: false },
      cells: inBothModes(
        ['soh'],
        'Computers send statements of health to the system health validator point by the established communication ' +
          'of Network Access Protection with the Network Policy Server.',
      ),
    },
    {
      siteSystem: 'pxe-service-point',
      role: 'pxe-service-point',
      systems: { of: 'own-site', webTransfer: false },
      cells: inBothModes(
        ['pxe'],
        'Computers boot by the PXE protocol from the PXE service point to install an operating system.',
      ),
    },
    {
      siteSystem: 'reporting-point',
      role: 'reporting-point',
      systems: { of: 'own-site', webTransfer: false },
      cells: inBothModes(
        ['http', 'https'],
        'Computers connect to the reporting point with a web browser; it can be configured for HTTP or HTTPS ' +
          'independently of the site mode.',
      ),
    },
    {
      siteSystem: 'branch-distribution-point',
      role: 'branch-distribution-point',
      systems: { of: 'own-site', webTransfer: false },
      cells: inBothModes(['smb'], 'Branch distribution points always use SMB in both mixed and native mode.'),
    },
    {
      siteSystem: 'standard-distribution-point',
      role: 'standard-distribution-point',
      systems: { of: 'own-site', webTransfer: false },
      cells: inBothModes(
        ['smb'],
        'Standard distribution points use SMB as well when they are not configured to let clients transfer content ' +
          'by BITS, HTTP and HTTPS.',
      ),
    },
  ],
}
