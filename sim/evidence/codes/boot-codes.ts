import type { CodeTable } from './code-table.ts'

/** What the firmware shows when a boot from the network fails. */
export const bootCodes: CodeTable = {
  kind: 'code of the firmware',
  end: 'client',
  source: 'Preboot Execution Environment (PXE) Specification 2.1; Complete List of PXE Error Codes (Intel)',
  codes: {
    'PXE-E11': { means: 'the address of the boot server did not answer to ARP' },
    'PXE-E16': { means: 'UEFI firmware got no offer of an address', like: ['PXE-E51'] },
    'PXE-E18': { means: 'UEFI firmware waited for the server in vain' },
    'PXE-E21': { means: 'the boot from the network was given up' },
    'PXE-E23': { means: 'the TFTP server answered UEFI firmware with an error' },
    'PXE-E32': {
      means: 'the TFTP server did not answer when the boot file was asked for',
      remedy:
        'Start the WDS service on the PXE service point, and let UDP port 69 and the answers to it through.',
    },
    'PXE-E35': { means: 'the TFTP server fell silent in the middle of the boot file' },
    'PXE-E36': { means: 'the TFTP server answered with an error; a PXE-T code tells which' },
    'PXE-E38': { means: 'the firmware could not open a TFTP connection' },
    'PXE-E39': { means: 'the firmware could not read from the TFTP connection' },
    'PXE-E3A': { means: 'the boot file is longer than there is room for' },
    'PXE-E3B': {
      means: 'the TFTP server has no such boot file',
      remedy: 'Update the boot images on the distribution point of the PXE service point.',
    },
    'PXE-E3C': { means: 'the TFTP server does not let the boot file be read' },
    'PXE-E51': {
      means: 'the firmware heard from no DHCP server and no boot server',
      otherCauses: [
        {
          cause: 'no DHCP server answers in this network, or no relay leads to it',
          remedy:
            'Look whether another computer gets an address there, and set the relay (IP helper) of the router.',
          source: 'Preboot Execution Environment (PXE) Specification 2.1',
        },
      ],
    },
    'PXE-E52': { means: 'a boot server answered, and no DHCP server gave an address' },
    'PXE-E53': {
      means: 'an address was given, and no boot server named a boot file',
      remedy:
        'Look whether the PXE service point saw the request (smspxe.log), whether a relay leads to it, and ' +
        'whether DHCP option 60 is set where DHCP runs on the same computer.',
      like: ['PXE-E51'],
    },
    'PXE-E55': {
      means: 'the boot server was announced, and did not answer on port 4011',
      remedy:
        'Start the WDS service, or remove DHCP option 60 where no boot server runs beside DHCP; open UDP 4011.',
    },
    'PXE-E61': {
      means: 'the network adapter has no link',
      remedy: 'Look at the cable and the port of the switch.',
    },
    'PXE-E74': { means: 'the boot menu is missing or cannot be read' },
    'PXE-E76': { means: 'the multicast address for discovery is missing' },
    'PXE-E77': { means: 'the list of boot servers is missing or cannot be read' },
    'PXE-E78': { means: 'no boot server of the list answered' },
    'PXE-E79': { means: 'the boot program is too large for the memory' },
    'PXE-E99': { means: 'UEFI firmware met an error of the network that it did not expect' },
    'PXE-EA0': { means: 'the boot was given up by a key' },
    'PXE-M0F': { means: 'the firmware leaves the network boot; what stands before it says why' },
    'PXE-T00': { means: 'the TFTP server answered with an error that has no number' },
    'PXE-T01': {
      means: 'the TFTP server has no such file',
      remedy: 'Update the boot images on the distribution point of the PXE service point.',
    },
    'PXE-T02': { means: 'the TFTP server does not let the file be read' },
    'PXE-T04': { means: 'the TFTP server does not know the request' },
  },
}
