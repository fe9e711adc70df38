import type { Chapter } from '../catalogue-entry.ts'

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
    winHttp: null,
    webServer: null,
    clientLog: null,
    stateMessage: null,
    reference: 'Preboot Execution Environment (PXE) Specification 2.1',
    confidence: 'inferred',
    provocation: { protocol: 'pxe', computer: 'unknown' },
  },
} satisfies Chapter
