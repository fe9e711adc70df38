import type { CatalogueEntry, Chapter } from '../catalogue-entry.ts'
import { reportedByNothing } from './client-report.ts'
import { bootUnheard } from './symptoms.ts'

/** The firmware shows its own code on the screen, and no log has it. */
const reportedByFirmware = {
  ...reportedByNothing,
  reference: 'Preboot Execution Environment (PXE) Specification 2.1',
  confidence: 'inferred',
} satisfies Partial<CatalogueEntry>

/** Failures of a computer that boots from the network. */
export const networkBoot = {
  'computer-unknown': {
    title: 'the PXE service point does not know the computer',
    happens:
      'The firmware asks for a boot server and gets no answer: the site has no record with the hardware ' +
      'address or the UUID of this computer, and unknown computer support is off.',
    frequency: 'frequent',
    party: 'site',
    remedy:
      'Import the computer by its hardware address or UUID and put it into a collection that a task sequence is ' +
      'advertised to; or enable unknown computer support at the PXE service point.',
    look:
      'Read smspxe.log on the PXE service point: if it names the hardware address, the request arrived; if not, look ' +
      'at the DHCP relay between the networks.',
    sightings: [
      {
        client: { stage: 'pxe', codes: ['PXE-E51'] },
        server: { stage: 'pxe', codes: ['PXE_COMPUTER_UNKNOWN'] },
      },
    ],
    ...reportedByFirmware,
    provocation: { protocol: 'pxe', computer: 'unknown' },
  },
  'no-boot-offer': {
    title: 'no boot server offers itself to the firmware (PXE-E51)',
    happens:
      'The firmware asks for an address and a boot server, and hears of none: the Windows Deployment Services ' +
      'hang, or no DHCP relay carries the question to their network. To the firmware a closed port looks the ' +
      'same.',
    frequency: 'frequent',
    party: 'network',
    remedy:
      'Name the PXE service point as a helper address (ip helper-address) at the router beside the DHCP ' +
      'server, and start the Windows Deployment Services.',
    look:
      'Boot a computer in the network of the PXE service point itself: if it gets an offer, the relay is ' +
      'missing; if not, look in smspxe.log for the question.',
    sightings: [
      { client: { stage: 'pxe', codes: bootUnheard }, server: { stage: 'pxe', codes: ['SENT_NOTHING'] } },
      { client: { stage: 'pxe', codes: bootUnheard }, server: null },
    ],
    ...reportedByFirmware,
    provocation: { protocol: 'pxe', fault: 'silent' },
  },
  'boot-server-silent': {
    title: 'the boot server offers itself, and then does not name a boot file (PXE-E55)',
    happens:
      'The offer came, and the request to port 4011 gets no answer: a firewall lets DHCP through and not ' +
      'port 4011, or the server has taken the computer off its list meanwhile.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Let UDP 4011 through between the computer and the PXE service point; where DHCP runs on the same ' +
      'server, set option 60 (PXEClient) and let the Windows Deployment Services leave port 67 alone.',
    look:
      'Record the datagrams at the PXE service point: if the request to port 4011 arrives, the service is at ' +
      'fault; if not, the way is.',
    sightings: [
      { client: { stage: 'pxe', codes: ['PXE-E55'] }, server: { stage: 'pxe', codes: ['SENT_NOTHING'] } },
      { client: { stage: 'pxe', codes: ['PXE-E55'] }, server: null },
    ],
    ...reportedByFirmware,
    provocation: { protocol: 'pxe', fault: 'boot-server-silent' },
  },
  'boot-file-unnamed': {
    title: 'the boot server answers without the name of a boot file (PXE-E53)',
    happens:
      'The firmware gets an answer, and the name of the boot file in it is empty: no boot image is on the ' +
      'PXE service point for the architecture of the computer, or DHCP options answer in place of the server.',
    frequency: 'frequent',
    party: 'site system',
    remedy:
      'Distribute the x86 and the x64 boot image to the distribution point of the PXE service point (SMSPXEIMAGES$), ' +
      'and remove options 66 and 67 from the DHCP scope.',
    look: 'Read in smspxe.log which boot image it looks for, and compare it with the packages in SMSPXEIMAGES$.',
    sightings: [
      { client: { stage: 'pxe', codes: ['PXE-E53'] }, server: { stage: 'pxe', codes: ['PXE_NO_BOOT_FILE'] } },
    ],
    ...reportedByFirmware,
    provocation: { protocol: 'pxe', fault: 'boot-file-unnamed' },
  },
  'file-server-silent': {
    title: 'the boot file is named, and the file server does not open it (PXE-E32)',
    happens:
      'The firmware asks for the boot file by TFTP, and nothing comes: the TFTP service is stopped, or a ' +
      'firewall drops the answer, which comes from a port of its own.',
    frequency: 'occasional',
    party: 'network',
    remedy:
      'Start the Windows Deployment Services, and let UDP 69 through, and the high ports from which TFTP ' +
      'answers.',
    look:
      'Fetch the file from another computer (tftp -i SERVER get FILE): if that works in the network of the ' +
      'server alone, a firewall drops the answer.',
    sightings: [
      { client: { stage: 'pxe', codes: ['PXE-E32'] }, server: { stage: 'pxe', codes: ['SENT_NOTHING'] } },
      { client: { stage: 'pxe', codes: ['PXE-E32'] }, server: null },
    ],
    ...reportedByFirmware,
    provocation: { protocol: 'pxe', fault: 'file-server-silent' },
  },
  'boot-file-missing': {
    title: 'the file server does not have the boot file (PXE-T01)',
    happens:
      'TFTP answers "file not found": the boot programs were not copied below RemoteInstall\\SMSBoot when the ' +
      'PXE service point was installed, or are gone.',
    frequency: 'frequent',
    party: 'site system',
    remedy:
      'Remove the PXE service point, install it again and let it copy the boot programs; distribute the boot ' +
      'images again.',
    look: 'Look for the file of this name below RemoteInstall\\SMSBoot on the PXE service point.',
    sightings: [
      {
        client: { stage: 'pxe', codes: ['PXE-T01'] },
        server: { stage: 'pxe', codes: ['TFTP_FILE_NOT_FOUND'] },
      },
    ],
    ...reportedByFirmware,
    provocation: { protocol: 'pxe', fault: 'boot-file-missing' },
  },
  'boot-file-refused': {
    title: 'the file server refuses the boot file (PXE-E36)',
    happens:
      'TFTP answers with an error other than "file not found": the service may not read the file, or the path ' +
      'lies outside the folders that TFTP serves.',
    frequency: 'rare',
    party: 'site system',
    remedy:
      'Give the service Read on the RemoteInstall folder, and list SMSBoot in the ReadFilter of WDSTFTP in the ' +
      'registry.',
    look: 'Read the text of the error, which TFTP sends with its number, in a recording of the datagrams.',
    sightings: [
      {
        client: { stage: 'pxe', codes: ['PXE-E36'] },
        server: { stage: 'pxe', codes: ['TFTP_ACCESS_DENIED'] },
      },
    ],
    ...reportedByFirmware,
    provocation: { protocol: 'pxe', fault: 'boot-file-refused' },
  },
  'boot-file-stalled': {
    title: 'the download of the boot file stops (PXE-E35)',
    happens:
      'The first blocks of the boot file come, and then none: the server has stopped, or blocks larger than ' +
      'the way carries in one piece are lost.',
    frequency: 'occasional',
    party: 'network',
    remedy:
      'Lower the largest block size of TFTP at the PXE service point, and let fragments of datagrams through.',
    look:
      'Record the datagrams on both sides: if the server sends the same block again and again, it does not ' +
      'arrive; if it sends nothing, the server has stopped.',
    sightings: [
      {
        client: { stage: 'pxe', codes: ['PXE-E35'] },
        server: { stage: 'pxe', codes: ['STALLED', 'TFTP_TIMEOUT'] },
      },
      { client: { stage: 'pxe', codes: ['PXE-E35'] }, server: null },
    ],
    ...reportedByFirmware,
    provocation: { protocol: 'pxe', fault: 'boot-file-stalled' },
  },
} satisfies Chapter
