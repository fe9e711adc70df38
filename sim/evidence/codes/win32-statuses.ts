import type { CallbackFlag } from './winhttp-errors.ts'

/** A Windows status: IIS logs it as sc-win32-status, and other logs as an HRESULT. */
export interface Win32Status {
  code: number
  means: string
  /** The callback flag by which WinHTTP says the same of a server's certificate. */
  flag?: CallbackFlag
}

export const win32Statuses = {
  ERROR_FILE_NOT_FOUND: { code: 2, means: 'there is no such file' },
  ERROR_ACCESS_DENIED: { code: 5, means: 'access is denied' },
  ERROR_NETNAME_DELETED: { code: 64, means: 'the client closed the connection' },
  ERROR_LOGON_FAILURE: { code: 1326, means: 'the user name or password is wrong' },
  SEC_E_ILLEGAL_MESSAGE: { code: 0x80090326, means: 'a handshake message was not what it should be' },
  SEC_E_ALGORITHM_MISMATCH: {
    code: 0x80090331,
    means: 'the two ends share no cipher or protocol',
    flag: 'SECURITY_CHANNEL_ERROR',
  },
  CRYPT_E_REVOKED: { code: 0x80092010, means: 'the certificate was revoked', flag: 'CERT_REVOKED' },
  CRYPT_E_NO_REVOCATION_CHECK: {
    code: 0x80092012,
    means: 'revocation could not be checked for the certificate',
    flag: 'CERT_REV_FAILED',
  },
  CRYPT_E_REVOCATION_OFFLINE: {
    code: 0x80092013,
    means: 'the server of the revocation list cannot be reached',
    flag: 'CERT_REV_FAILED',
  },
  CERT_E_EXPIRED: {
    code: 0x800b0101,
    means: 'the certificate has expired or is not valid yet',
    flag: 'CERT_DATE_INVALID',
  },
  CERT_E_UNTRUSTEDROOT: {
    code: 0x800b0109,
    means: 'the chain ends in a root that is not trusted',
    flag: 'INVALID_CA',
  },
  CERT_E_CHAINING: { code: 0x800b010a, means: 'no chain to a trusted root can be built', flag: 'INVALID_CA' },
  CERT_E_REVOKED: {
    code: 0x800b010c,
    means: 'the certificate was revoked by its issuer',
    flag: 'CERT_REVOKED',
  },
  CERT_E_CN_NO_MATCH: {
    code: 0x800b010f,
    means: 'the name in the certificate is another',
    flag: 'CERT_CN_INVALID',
  },
  CERT_E_WRONG_USAGE: {
    code: 0x800b0110,
    means: 'the certificate is not for this purpose',
    flag: 'CERT_WRONG_USAGE',
  },
} satisfies Readonly<Record<string, Win32Status>>
