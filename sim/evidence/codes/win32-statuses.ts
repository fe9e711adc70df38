/** A Windows status as the log of IIS has it in sc-win32-status, and other logs as an HRESULT. */
export interface Win32Status {
  code: number
  name: string
  means: string
}

export const win32Statuses: readonly Win32Status[] = [
  { code: 2, name: 'ERROR_FILE_NOT_FOUND', means: 'there is no such file' },
  { code: 5, name: 'ERROR_ACCESS_DENIED', means: 'access is denied' },
  { code: 64, name: 'ERROR_NETNAME_DELETED', means: 'the client closed the connection' },
  { code: 1326, name: 'ERROR_LOGON_FAILURE', means: 'the user name or password is wrong' },
  { code: 0x80090326, name: 'SEC_E_ILLEGAL_MESSAGE', means: 'a handshake message was not what it should be' },
  { code: 0x80090331, name: 'SEC_E_ALGORITHM_MISMATCH', means: 'the two ends share no cipher or protocol' },
  { code: 0x80092010, name: 'CRYPT_E_REVOKED', means: 'the certificate was revoked' },
  {
    code: 0x80092012,
    name: 'CRYPT_E_NO_REVOCATION_CHECK',
    means: 'revocation could not be checked for the certificate',
  },
  {
    code: 0x80092013,
    name: 'CRYPT_E_REVOCATION_OFFLINE',
    means: 'the server of the revocation list cannot be reached',
  },
  { code: 0x800b0101, name: 'CERT_E_EXPIRED', means: 'the certificate has expired or is not valid yet' },
  { code: 0x800b0109, name: 'CERT_E_UNTRUSTEDROOT', means: 'the chain ends in a root that is not trusted' },
  { code: 0x800b010a, name: 'CERT_E_CHAINING', means: 'no chain to a trusted root can be built' },
  { code: 0x800b010c, name: 'CERT_E_REVOKED', means: 'the certificate was revoked by its issuer' },
  { code: 0x800b010f, name: 'CERT_E_CN_NO_MATCH', means: 'the name in the certificate is another' },
  { code: 0x800b0110, name: 'CERT_E_WRONG_USAGE', means: 'the certificate is not for this purpose' },
]

/** Windows statuses that say the same of a server's certificate as a callback flag of WinHTTP does. */
export const flagOfStatus: Readonly<Record<string, string>> = {
  SEC_E_ALGORITHM_MISMATCH: 'SECURITY_CHANNEL_ERROR',
  CRYPT_E_REVOKED: 'CERT_REVOKED',
  CRYPT_E_NO_REVOCATION_CHECK: 'CERT_REV_FAILED',
  CRYPT_E_REVOCATION_OFFLINE: 'CERT_REV_FAILED',
  CERT_E_EXPIRED: 'CERT_DATE_INVALID',
  CERT_E_UNTRUSTEDROOT: 'INVALID_CA',
  CERT_E_CHAINING: 'INVALID_CA',
  CERT_E_REVOKED: 'CERT_REVOKED',
  CERT_E_CN_NO_MATCH: 'CERT_CN_INVALID',
  CERT_E_WRONG_USAGE: 'CERT_WRONG_USAGE',
}
