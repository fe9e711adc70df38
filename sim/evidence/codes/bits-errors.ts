import type { CodeTable } from './code-table.ts'

/** BITS's own errors. What HTTP says to BITS is 0x8019 and the status: those are read by their status. */
export const bitsErrors: CodeTable = {
  kind: 'BITS error',
  end: 'client',
  source: 'BITS Return Values (Bitsmsg.h)',
  codes: {
    '0x80200001': { name: 'BG_E_NOT_FOUND', means: 'there is no such job' },
    '0x80200002': { name: 'BG_E_INVALID_STATE', means: 'the job is in a state that does not allow this' },
    '0x80200003': { name: 'BG_E_EMPTY', means: 'the job has no files' },
    '0x80200004': { name: 'BG_E_FILE_NOT_AVAILABLE', means: 'the error concerns no single file' },
    '0x80200005': { name: 'BG_E_PROTOCOL_NOT_AVAILABLE', means: 'the error concerns no protocol' },
    '0x8020000D': { name: 'BG_E_DESTINATION_LOCKED', means: 'the disk to write to is locked' },
    '0x8020000E': { name: 'BG_E_VOLUME_CHANGED', means: 'the disk to write to was exchanged' },
    '0x8020000F': { name: 'BG_E_ERROR_INFORMATION_UNAVAILABLE', means: 'the job has no error to tell of' },
    '0x80200010': {
      name: 'BG_E_NETWORK_DISCONNECTED',
      means: 'the computer has no network; the job goes on when it has',
      remedy: 'Look whether the network adapter is connected; BITS tries again by itself.',
    },
    '0x80200011': {
      name: 'BG_E_MISSING_FILE_SIZE',
      means: 'the server did not say how long the file is, so that BITS cannot fetch it',
      remedy: 'Let the server send Content-Length; a proxy in between may have removed it.',
    },
    '0x80200012': { name: 'BG_E_INSUFFICIENT_HTTP_SUPPORT', means: 'the server does not speak HTTP/1.1' },
    '0x80200013': {
      name: 'BG_E_INSUFFICIENT_RANGE_SUPPORT',
      means: 'the server, or a proxy in between, does not send parts of a file (Content-Range)',
      remedy: 'Let clients reach the distribution point without the proxy, or let it pass ranges on.',
    },
    '0x80200014': { name: 'BG_E_REMOTE_NOT_SUPPORTED', means: 'BITS cannot be used from afar' },
    '0x80200015': {
      name: 'BG_E_NEW_OWNER_DIFF_MAPPING',
      means: 'the new owner of the job has mapped the drive elsewhere',
    },
    '0x80200016': {
      name: 'BG_E_NEW_OWNER_NO_FILE_ACCESS',
      means: 'the new owner of the job may not write its files',
    },
    '0x80200018': { name: 'BG_E_PROXY_LIST_TOO_LARGE', means: 'the list of proxies is too long' },
    '0x80200019': {
      name: 'BG_E_PROXY_BYPASS_LIST_TOO_LARGE',
      means: 'the list of hosts to reach without a proxy is too long',
    },
    '0x8020001B': {
      name: 'BG_E_INVALID_SERVER_RESPONSE',
      means: "the server's answer is not valid for BITS",
      like: ['12152'],
    },
    '0x8020001C': { name: 'BG_E_TOO_MANY_FILES', means: 'an upload can have one file only' },
    '0x8020001D': { name: 'BG_E_LOCAL_FILE_CHANGED', means: 'the file changed while it was sent' },
    '0x80200020': { name: 'BG_E_TOO_LARGE', means: 'the upload is larger than the server allows' },
    '0x80200021': { name: 'BG_E_STRING_TOO_LONG', means: 'a text of the job is too long' },
    '0x80200022': {
      name: 'BG_E_CLIENT_SERVER_PROTOCOL_MISMATCH',
      means: 'client and server share no protocol for uploads: the BITS server extension may be missing',
      remedy:
        'Install the BITS server extension on the site system, and allow uploads on the virtual directory.',
    },
    '0x80200023': {
      name: 'BG_E_SERVER_EXECUTE_ENABLE',
      means: 'the virtual directory may execute programs, and takes no uploads therefore',
      remedy: 'Switch Scripts and Execute off for the virtual directory that takes the uploads.',
    },
    '0x80200024': {
      name: 'BG_E_NO_PROGRESS',
      means: 'nothing was transferred for too long',
      like: ['UND_ERR_HEADERS_TIMEOUT'],
    },
    '0x80200025': { name: 'BG_E_USERNAME_TOO_LARGE', means: 'the user name is too long' },
    '0x80200026': { name: 'BG_E_PASSWORD_TOO_LARGE', means: 'the password is too long' },
    '0x80200027': {
      name: 'BG_E_INVALID_AUTH_TARGET',
      means: 'the credentials are for neither server nor proxy',
    },
    '0x80200028': { name: 'BG_E_INVALID_AUTH_SCHEME', means: 'there is no such way of authentication' },
    '0x8020002B': { name: 'BG_E_INVALID_RANGE', means: 'the range lies outside the file' },
    '0x8020002C': { name: 'BG_E_OVERLAPPING_RANGES', means: 'the ranges overlap' },
    '0x8020003E': {
      name: 'BG_E_BLOCKED_BY_POLICY',
      means: 'a group policy keeps BITS from transferring now',
    },
    '0x8020003F': { name: 'BG_E_INVALID_PROXY_INFO', means: 'the settings of the proxy are not valid' },
    '0x80200040': { name: 'BG_E_INVALID_CREDENTIALS', means: 'the credentials are not well formed' },
    '0x80200042': { name: 'BG_E_RECORD_DELETED', means: 'the record of the peer cache is gone' },
    '0x80200045': {
      name: 'BG_E_UPNP_ERROR',
      means: 'the Internet gateway answered a UPnP request with an error',
    },
    '0x80200047': { name: 'BG_E_PEERCACHING_DISABLED', means: 'the peer cache is switched off' },
    '0x80200048': { name: 'BG_E_BUSYCACHERECORD', means: 'the record of the peer cache is in use' },
    '0x80200049': {
      name: 'BG_E_TOO_MANY_JOBS_PER_USER',
      means: 'the user has as many jobs as the group policy allows (MaxJobsPerUser)',
      remedy: 'Remove jobs that nobody completes (bitsadmin /list /allusers), or raise the limit.',
    },
    '0x80200050': {
      name: 'BG_E_TOO_MANY_JOBS_PER_MACHINE',
      means: 'the computer has as many jobs as the group policy allows',
    },
    '0x80200051': {
      name: 'BG_E_TOO_MANY_FILES_IN_JOB',
      means: 'the job has more files than the group policy allows',
    },
    '0x80200052': {
      name: 'BG_E_TOO_MANY_RANGES_IN_FILE',
      means: 'the job has more ranges than the group policy allows',
    },
    '0x80200053': {
      name: 'BG_E_VALIDATION_FAILED',
      means: 'the application found that what was transferred is not right',
    },
    '0x80200054': { name: 'BG_E_MAXDOWNLOAD_TIMEOUT', means: 'the job took longer than it may' },
  },
}
