import type { WinHttpError } from '../catalogue-entry.ts'

/** An error of WinHTTP, by which the real client connects ("WinHTTP Error Messages"). */
export interface WinHttpErrorMeaning {
  code: number
  name: string
  means: string
  /** The callback flag that tells this much under the umbrella of 12175. */
  flag?: string
}

export const winHttpErrors: readonly WinHttpErrorMeaning[] = [
  { code: 12002, name: 'TIMEOUT', means: 'there was no answer in time' },
  { code: 12007, name: 'NAME_NOT_RESOLVED', means: "the server's name could not be resolved" },
  { code: 12029, name: 'CANNOT_CONNECT', means: 'no connection to the server could be made' },
  {
    code: 12030,
    name: 'CONNECTION_ERROR',
    means: 'the connection was reset or ended, or the two ends share no version of SSL',
  },
  {
    code: 12037,
    name: 'SECURE_CERT_DATE_INVALID',
    means: "the server's certificate, or one above it, has expired or is not valid yet",
    flag: 'CERT_DATE_INVALID',
  },
  {
    code: 12038,
    name: 'SECURE_CERT_CN_INVALID',
    means: "the name in the server's certificate is not the one that the client asked for",
    flag: 'CERT_CN_INVALID',
  },
  {
    code: 12044,
    name: 'CLIENT_AUTH_CERT_NEEDED',
    means: 'the server asks for a client certificate and none was presented',
  },
  {
    code: 12045,
    name: 'SECURE_INVALID_CA',
    means: "the client does not trust the root of the server's certificate",
    flag: 'INVALID_CA',
  },
  {
    code: 12057,
    name: 'SECURE_CERT_REV_FAILED',
    means: "whether the server's certificate was revoked could not be found out",
    flag: 'CERT_REV_FAILED',
  },
  {
    code: 12152,
    name: 'INVALID_SERVER_RESPONSE',
    means: "the server's answer cannot be read as HTTP",
  },
  {
    code: 12157,
    name: 'SECURE_CHANNEL_ERROR',
    means: 'the secure channel reported an error of its own, such as no protocol or cipher in common',
    flag: 'SECURITY_CHANNEL_ERROR',
  },
  {
    code: 12169,
    name: 'SECURE_INVALID_CERT',
    means: "the server's certificate cannot be used: malformed, or its chain or purpose is not right",
    flag: 'INVALID_CERT',
  },
  {
    code: 12170,
    name: 'SECURE_CERT_REVOKED',
    means: "the server's certificate, or one above it, was revoked",
    flag: 'CERT_REVOKED',
  },
  {
    code: 12175,
    name: 'SECURE_FAILURE',
    means: "something is wrong with the server's certificate or the handshake; the callback flags say what",
  },
  {
    code: 12179,
    name: 'SECURE_CERT_WRONG_USAGE',
    means: "the server's certificate is not for this purpose",
    flag: 'CERT_WRONG_USAGE',
  },
  {
    code: 12185,
    name: 'CLIENT_CERT_NO_PRIVATE_KEY',
    means: "the client's certificate has no private key",
  },
  {
    code: 12186,
    name: 'CLIENT_CERT_NO_ACCESS_PRIVATE_KEY',
    means: "the private key of the client's certificate cannot be read",
  },
]

/** The detail of 12175, of which several may be set ("WINHTTP_STATUS_CALLBACK Callback Function"). */
export const callbackFlags: Readonly<Record<string, number>> = {
  CERT_REV_FAILED: 0x1,
  INVALID_CERT: 0x2,
  CERT_REVOKED: 0x4,
  INVALID_CA: 0x8,
  CERT_CN_INVALID: 0x10,
  CERT_DATE_INVALID: 0x20,
  CERT_WRONG_USAGE: 0x40,
  SECURITY_CHANNEL_ERROR: 0x80000000,
}

export const flagPrefix = 'WINHTTP_CALLBACK_STATUS_FLAG_'

/** `winHttpError(12002)`. Throws a `RangeError` for a code that is not in the table. */
export function winHttpError(code: number): WinHttpError {
  const known = winHttpErrors.find((error) => error.code === code)
  if (!known) throw new RangeError(`${code} is no error of WinHTTP that is known here`)
  return { code, name: `ERROR_WINHTTP_${known.name}` }
}

/** 12175 with what its callback flags tell: `secureFailure('CERT_REVOKED')`. */
export function secureFailure(...flags: readonly string[]): WinHttpError {
  return { ...winHttpError(12175), flags: flags.map((flag) => flagPrefix + flag) }
}
