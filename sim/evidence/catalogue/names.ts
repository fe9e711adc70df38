import type { Chapter } from '../catalogue-entry.ts'
import { reportedByFlag, reportedByWinHttp } from './client-report.ts'
import { cutOffCodes } from './symptoms.ts'

/** A web server's reply to a request for a host that it does not know. */
const wrongMachine = ['ERR_TLS_CERT_ALTNAME_INVALID', '400', '404', '421', 'UNEXPECTED_ANSWER']

function anotherNameAt(stage: 'connect' | 'tls' | 'http') {
  return { stage, codes: ['OTHER_NAME_ASKED'] }
}

/** Failures to find the site system by its name. */
export const names = {
  'name-not-resolved': {
    title: 'the name of the site system cannot be resolved',
    happens:
      'The name service knows no address for this name, so no connection is tried. The site system sees ' +
      'nothing.',
    frequency: 'frequent',
    party: 'name service',
    remedy:
      'Register the site system in DNS under the FQDN that clients use, or correct the name that they are ' +
      'given.',
    look:
      "Look the FQDN up from the client (nslookup), and compare it with the name in the site system's " +
      'properties.',
    sightings: [{ client: { stage: 'resolve', codes: ['ENOTFOUND', 'EAI_AGAIN'] }, server: null }],
    ...reportedByWinHttp(12007),
    confidence: 'documented',
    provocation: { fault: 'name-not-resolved', also: ['smb', 'ldap', 'dns', 'wins', 'pxe', 'soh'] },
  },
  'wrong-name-resolved': {
    title: "the name of the site system leads to another machine's address",
    happens:
      'The name service gives the address of another machine. That machine answers, if at all, in its own ' +
      'name: its certificate is for another host, or it does not have the path. Only that ' +
      'machine can see that it was asked for a name that is not its own.',
    frequency: 'rare',
    party: 'name service',
    remedy: 'Correct the address record of the site system, and clear the resolver caches of the clients.',
    look:
      "Compare the address that the client connects to with the site system's, and the names in the " +
      'certificate with its FQDN.',
    sightings: [
      {
        client: { stage: 'tls', codes: ['ERR_TLS_CERT_ALTNAME_INVALID', ...cutOffCodes] },
        server: anotherNameAt('tls'),
      },
      {
        client: { stage: ['tls', 'http'], codes: [...wrongMachine, ...cutOffCodes] },
        server: anotherNameAt('http'),
      },
      {
        client: { stage: 'connect', codes: ['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', ...cutOffCodes] },
        server: anotherNameAt('connect'),
      },
      // Firmware takes a closed port for silence.
      { client: { stage: 'pxe', codes: ['PXE-E51'] }, server: anotherNameAt('connect') },
    ],
    elsewhere: { client: [{ stage: 'connect', codes: ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'] }] },
    suspicion: ({ code, otherNameLeadsHere }) =>
      otherNameLeadsHere ? 'likely' : code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? undefined : 'unlikely',
    ...reportedByFlag('CERT_CN_INVALID'),
    reference: 'Common native mode client -> MP error messages and what to do about them',
    confidence: 'inferred',
    provocation: { fault: 'wrong-name-resolved', also: ['ldap', 'dns', 'wins', 'pxe', 'soh'] },
  },
} satisfies Chapter
