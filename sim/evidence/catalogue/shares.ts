import type { EndEvidence } from '../end-evidence.ts'
import type { CatalogueEntry, Chapter } from '../catalogue-entry.ts'
import { reportedByNothing } from './client-report.ts'

/** The share refuses a request by a status of SMB, which both ends know. */
function refusedBy(...codes: readonly string[]) {
  return {
    sightings: [{ client: { stage: 'smb', codes }, server: { stage: 'smb', codes } }],
    ...reportedByNothing,
    reference: '[MS-ERREF] 2.3.1, NTSTATUS values; System Error Codes',
    confidence: 'documented',
  } satisfies Partial<CatalogueEntry>
}

const accessDenied = { stage: 'smb', codes: ['STATUS_ACCESS_DENIED'] } as const

function isAnonymous({ anonymous }: EndEvidence): boolean {
  return anonymous === true
}

/** Refusals by the shares of distribution points and state migration points, in the order in which a client meets them. */
export const shares = {
  'share-dialect-not-shared': {
    title: 'the client and the share speak no dialect of SMB in common',
    happens:
      'The client and the server name the dialects of SMB that they speak, and have none in common: one of ' +
      'them has SMB 1 or SMB 2 switched off. Nobody has signed in yet.',
    frequency: 'rare',
    party: 'site system',
    remedy:
      'Switch on, at the Server service of the site system or the Workstation service of the client, a ' +
      'dialect that the other one speaks.',
    look:
      'Compare the SMB1 and SMB2 values below LanmanServer\\Parameters on the site system with the dialects ' +
      'of a client that uses the share.',
    ...refusedBy('STATUS_NOT_SUPPORTED'),
    provocation: { protocol: 'smb', fault: 'dialect-not-shared' },
  },
  'share-sign-in-refused': {
    title: 'the site system does not let the client sign in to its shares',
    happens:
      'The dialect is agreed, and the sign-in fails: the computer account or, at a distribution point, the ' +
      'Network Access Account is unknown, locked or has another password. Windows reports error 1326.',
    frequency: 'frequent',
    party: 'site',
    remedy:
      'Reset the computer account where the client signs in by that one, and set the password of the Network ' +
      'Access Account again in the Computer Client Agent properties.',
    look:
      "Read the failed sign-in in the site system's Security log: it names the account, and whether the name " +
      'or the password is wrong.',
    ...refusedBy('STATUS_LOGON_FAILURE'),
    provocation: { protocol: 'smb', fault: 'sign-in-refused' },
  },
  'share-connections-exhausted': {
    title: 'as many clients are connected to the share as the system admits',
    happens:
      'The server refuses one more client. A workstation edition of Windows, on which a branch distribution ' +
      'point may run, admits no more than ten at a time, or twenty. Windows reports error 71.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Spread the clients over more branch distribution points, or put one on a server edition of Windows.',
    look: 'Count the sessions on the site system (net session) while a client is refused.',
    ...refusedBy('STATUS_REQUEST_NOT_ACCEPTED', 'STATUS_INSUFFICIENT_RESOURCES'),
    provocation: { protocol: 'smb', fault: 'connections-exhausted' },
  },
  'share-missing': {
    title: 'the site system has no share of this name',
    happens:
      'The client has signed in, and the share is not there: the drive that holds the packages or the user ' +
      'state was replaced, the share was removed, or its content was moved to another drive. Windows reports ' +
      'error 67.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Share the folder again under the name that clients are told, or install the role again; a ' +
      'distribution point then copies its packages.',
    look:
      'List the shares of the site system (net view), and compare them with the path in the reply that the ' +
      'client got.',
    ...refusedBy('STATUS_BAD_NETWORK_NAME', 'STATUS_NETWORK_NAME_DELETED'),
    provocation: { protocol: 'smb', fault: 'share-missing' },
  },
  'share-without-account': {
    title: 'the share lets in accounts of the domain alone, and the client has none',
    happens:
      'The client signs in anonymously, which Windows allows, and is refused when it connects to the share: ' +
      'the computer is in a workgroup or in a domain that is not trusted, and has no Network Access Account, ' +
      'which is for distribution points only. Windows reports error 5.',
    frequency: 'frequent',
    party: 'site',
    remedy:
      'Give the site a Network Access Account that may read the content; for user state join the computer to ' +
      'the domain.',
    look:
      "Read in the site system's Security log who signed in before the share refused: ANONYMOUS LOGON is a " +
      'client without an account.',
    ...refusedBy('STATUS_ACCESS_DENIED'),
    sightings: [
      { client: { ...accessDenied, where: isAnonymous }, server: { ...accessDenied, where: isAnonymous } },
    ],
    // In a log it looks like the next one.
    elsewhere: { client: [accessDenied] },
    reference: '[MS-SMB2] 3.3.5.7, Receiving an SMB2 TREE_CONNECT Request; [MS-ERREF] 2.3.1',
    provocation: { protocol: 'smb', signsIn: 'without-account' },
  },
  'share-access-denied': {
    title: "the client's account may not read or write in the share",
    happens:
      'The client has signed in and reached the share, and its account has no right there: by the ' +
      'permissions of the share, of the folder, or of the package access accounts. Windows reports error 5.',
    frequency: 'frequent',
    party: 'site',
    remedy:
      "Give the account of the client Read in the package's access accounts, and update the distribution " +
      'points; the permissions of the share have to allow it as well, and at a state migration point Change.',
    look:
      'Open the folder from the client under the same account: if the share opens and the folder does not, ' +
      'the permissions of the files withhold it.',
    ...refusedBy('STATUS_ACCESS_DENIED'),
    sightings: [{ client: accessDenied, server: { ...accessDenied, where: (end) => !isAnonymous(end) } }],
    provocation: { protocol: 'smb', fault: 'access-denied' },
  },
  'share-package-missing': {
    title: 'the share does not have the file or the folder that the client asks for',
    happens:
      'The share opens, and the path leads nowhere: the package has not been copied there, was removed, or is ' +
      'there in an older version; or the user state was deleted. Windows reports error 2 or 3.',
    frequency: 'frequent',
    party: 'site',
    remedy:
      'Update the distribution point with this package, and wait until its status is Installed; capture the ' +
      'user state again where that is what is missing.',
    look:
      "Compare the folders of the share with the package's status: where it says Installed and the folder is " +
      "gone, somebody deleted it. For user state look at the state migration point's deletion policy.",
    ...refusedBy(
      'STATUS_OBJECT_NAME_NOT_FOUND',
      'STATUS_OBJECT_PATH_NOT_FOUND',
      'STATUS_NO_SUCH_FILE',
      'STATUS_OBJECT_NAME_INVALID',
    ),
    provocation: { protocol: 'smb', fault: 'file-missing' },
  },
} satisfies Chapter
