/** The codes by which servers refuse a request, by the names of their standards, for each protocol that has such codes. */

/** The status codes of errors in [MS-ERREF] 2.3.1 that a share here knows. */
export const shareErrors = {
  STATUS_INFO_LENGTH_MISMATCH: 0xc0000004,
  STATUS_INVALID_HANDLE: 0xc0000008,
  STATUS_INVALID_PARAMETER: 0xc000000d,
  STATUS_NO_SUCH_FILE: 0xc000000f,
  STATUS_INVALID_DEVICE_REQUEST: 0xc0000010,
  STATUS_END_OF_FILE: 0xc0000011,
  STATUS_ACCESS_DENIED: 0xc0000022,
  STATUS_BUFFER_TOO_SMALL: 0xc0000023,
  STATUS_OBJECT_NAME_INVALID: 0xc0000033,
  STATUS_OBJECT_NAME_NOT_FOUND: 0xc0000034,
  STATUS_OBJECT_PATH_NOT_FOUND: 0xc000003a,
  STATUS_SHARING_VIOLATION: 0xc0000043,
  STATUS_LOGON_FAILURE: 0xc000006d,
  STATUS_DISK_FULL: 0xc000007f,
  STATUS_INSUFFICIENT_RESOURCES: 0xc000009a,
  STATUS_MEDIA_WRITE_PROTECTED: 0xc00000a2,
  STATUS_FILE_IS_A_DIRECTORY: 0xc00000ba,
  STATUS_NOT_SUPPORTED: 0xc00000bb,
  STATUS_NETWORK_NAME_DELETED: 0xc00000c9,
  STATUS_BAD_NETWORK_NAME: 0xc00000cc,
  STATUS_REQUEST_NOT_ACCEPTED: 0xc00000d0,
  STATUS_NOT_A_DIRECTORY: 0xc0000103,
  STATUS_FILE_CLOSED: 0xc0000128,
  STATUS_USER_SESSION_DELETED: 0xc0000203,
} as const

/** The result codes of RFC 4511, section 4.1.9, that say that an operation has failed and nothing more. */
export const directoryErrors = {
  operationsError: 1,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  authMethodNotSupported: 7,
  strongerAuthRequired: 8,
  adminLimitExceeded: 11,
  unavailableCriticalExtension: 12,
  confidentialityRequired: 13,
  noSuchAttribute: 16,
  undefinedAttributeType: 17,
  inappropriateMatching: 18,
  noSuchObject: 32,
  invalidDNSyntax: 34,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
  other: 80,
} as const

/** RFC 1035, section 4.1.1. */
export const dnsErrors = { FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const

/** RFC 1350, section 5; the last is from RFC 2347. */
export const tftpErrors = {
  notDefined: 0,
  fileNotFound: 1,
  accessViolation: 2,
  diskFull: 3,
  illegalOperation: 4,
  unknownTransfer: 5,
  fileExists: 6,
  noSuchUser: 7,
  optionsRefused: 8,
} as const

/** The codes of the packets by which a RADIUS server admits nobody, or not yet (RFC 2865, sections 4.3 and 4.4). */
export const radiusRefusals = { 'Access-Reject': 3, 'Access-Challenge': 11 } as const

/** RFC 1002, section 4.2.14. */
export const winsErrors = { FMT_ERR: 1, SRV_ERR: 2, NAM_ERR: 3, IMP_ERR: 4, RFS_ERR: 5 } as const
