/** The meaning of each status, result and error by which a protocol other than HTTP refuses or ends an exchange. */
export const messageCodes: Readonly<Record<string, string>> = {
  // Either end's own word for a message that it cannot read.
  INVALID_MESSAGE: 'the bytes that came are no message of the protocol',

  // SMB ([MS-ERREF] 2.3.1).
  STATUS_NOT_SUPPORTED: 'the request, or every dialect offered, is one that the server does not support',
  STATUS_LOGON_FAILURE: 'the user name is unknown, or the password is wrong',
  STATUS_REQUEST_NOT_ACCEPTED: 'the server has as many connections as it accepts',
  STATUS_INSUFFICIENT_RESOURCES: 'the server lacks the resources for the request',
  STATUS_BAD_NETWORK_NAME: 'the server has no share of this name',
  STATUS_NETWORK_NAME_DELETED: 'the share is no longer connected, or was removed',
  STATUS_ACCESS_DENIED: 'the account has no right to do this',
  STATUS_OBJECT_NAME_NOT_FOUND: 'there is no file or directory of this name',
  STATUS_OBJECT_PATH_NOT_FOUND: 'a directory on the way to the file is missing',
  STATUS_NO_SUCH_FILE: 'no file matches',
  STATUS_OBJECT_NAME_INVALID: 'the name is not one that a file can have',

  // LDAP (RFC 4511, appendix A.2).
  operationsError: 'the operation is out of order: most often a search before a bind that counts',
  invalidCredentials: 'the name or the password is wrong',
  inappropriateAuthentication: 'the client may not sign in in this way',
  authMethodNotSupported: 'the server does not know this way to sign in',
  strongerAuthRequired: 'the server demands a stronger way to sign in',
  confidentialityRequired: 'the server demands an encrypted connection',
  insufficientAccessRights: 'the account has no right to do this',
  unwillingToPerform: 'the server will not do this for the client',
  noSuchObject: 'the directory has no entry of this name',
  invalidDNSyntax: 'the name is not a distinguished name',
  busy: 'the server is too busy to answer now',
  unavailable: 'the server is shutting down, or a part of it is out of order',
  timeLimitExceeded: 'the search took longer than the server or the client allows',
  sizeLimitExceeded: 'more entries match than the server or the client allows',
  adminLimitExceeded: 'the search is larger than the administrator of the server allows',

  // DNS and WINS (RFC 1035, section 4.1.1).
  FORMERR: 'the name server cannot read the question',
  SERVFAIL: 'the name server cannot look the name up, which says nothing of whether it exists',
  NOTIMP: 'the name server does not know this kind of question',
  REFUSED: 'the name server will not answer this client',

  // Our own for a PXE service point.
  PXE_NO_BOOT_FILE: 'the PXE service point named no boot file',
  TFTP_FILE_NOT_FOUND: 'the PXE service point does not have the boot file',
  TFTP_ACCESS_DENIED: 'the PXE service point may not read the boot file',
  TFTP_TIMEOUT: 'a block of the boot file was sent and never acknowledged',

  // Statements of health by RADIUS.
  RADIUS_NOT_AUTHENTIC: 'the packet is not signed with the shared secret of this end',
  ACCESS_REJECT: 'the policy server refuses the client access',
  SOH_REFUSED: 'no policy of the policy server admits the client',
  SOH_MISSING: 'the request carries no statement of health',
  SOH_MALFORMED: 'the statement of health cannot be read',
  SOH_RESPONSE_MALFORMED: 'the answer carries no response to the statement of health that can be read',
  SOH_CORRELATION_MISMATCH: 'the response is to another statement of health',
  SOH_NOT_VALIDATED: 'no system health validator has read the statement of health',
}
