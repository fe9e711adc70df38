import type { WinHttpError } from '../catalogue-entry.ts'

/** The details of 12175, as flags; several may be set ("WINHTTP_STATUS_CALLBACK Callback Function"). */
export const callbackFlags = {
  CERT_REV_FAILED: 0x1,
  INVALID_CERT: 0x2,
  CERT_REVOKED: 0x4,
  INVALID_CA: 0x8,
  CERT_CN_INVALID: 0x10,
  CERT_DATE_INVALID: 0x20,
  CERT_WRONG_USAGE: 0x40,
  SECURITY_CHANNEL_ERROR: 0x80000000,
} as const

export type CallbackFlag = keyof typeof callbackFlags

export const flagPrefix = 'WINHTTP_CALLBACK_STATUS_FLAG_'

/** An error of WinHTTP, by which the real client connects ("WinHTTP Error Messages"). */
export interface WinHttpErrorMeaning {
  code: number
  /** Without the prefix ERROR_WINHTTP_. */
  name: string
  means: string
  /** The callback flag that says the same under the umbrella of 12175. */
  flag?: CallbackFlag
}

const errors = {
  12002: { name: 'TIMEOUT', means: 'there was no answer in time' },
  12007: { name: 'NAME_NOT_RESOLVED', means: "the server's name could not be resolved" },
  12029: { name: 'CANNOT_CONNECT', means: 'no connection to the server could be made' },
  12030: {
    name: 'CONNECTION_ERROR',
    means: 'the connection was reset or ended, or the two ends share no version of SSL',
  },
  12037: {
    name: 'SECURE_CERT_DATE_INVALID',
    means: "the server's certificate, or one above it, has expired or is not valid yet",
    flag: 'CERT_DATE_INVALID',
  },
  12038: {
    name: 'SECURE_CERT_CN_INVALID',
    means: "the name in the server's certificate is not the one that the client asked for",
    flag: 'CERT_CN_INVALID',
  },
  12044: {
    name: 'CLIENT_AUTH_CERT_NEEDED',
    means: 'the server asks for a client certificate and none was presented',
  },
  12045: {
    name: 'SECURE_INVALID_CA',
    means: "the client does not trust the root of the server's certificate",
    flag: 'INVALID_CA',
  },
  12057: {
    name: 'SECURE_CERT_REV_FAILED',
    means: "whether the server's certificate was revoked could not be found out",
    flag: 'CERT_REV_FAILED',
  },
  12152: { name: 'INVALID_SERVER_RESPONSE', means: "the server's answer cannot be read as HTTP" },
  12157: {
    name: 'SECURE_CHANNEL_ERROR',
    means: 'the secure channel reported an error of its own, such as no protocol or cipher in common',
    flag: 'SECURITY_CHANNEL_ERROR',
  },
  12169: {
    name: 'SECURE_INVALID_CERT',
    means: "the server's certificate cannot be used: malformed, or its chain or purpose is not right",
    flag: 'INVALID_CERT',
  },
  12170: {
    name: 'SECURE_CERT_REVOKED',
    means: "the server's certificate, or one above it, was revoked",
    flag: 'CERT_REVOKED',
  },
  12175: {
    name: 'SECURE_FAILURE',
    means: "something is wrong with the server's certificate or the handshake; the callback flags say what",
  },
  12179: {
    name: 'SECURE_CERT_WRONG_USAGE',
    means: "the server's certificate is not for this purpose",
    flag: 'CERT_WRONG_USAGE',
  },
  12185: { name: 'CLIENT_CERT_NO_PRIVATE_KEY', means: "the client's certificate has no private key" },
  12186: {
    name: 'CLIENT_CERT_NO_ACCESS_PRIVATE_KEY',
    means: "the private key of the client's certificate cannot be read",
  },
} satisfies Readonly<Record<number, Omit<WinHttpErrorMeaning, 'code'>>>

export type WinHttpCode = keyof typeof errors

export const winHttpErrors: readonly WinHttpErrorMeaning[] = Object.entries(errors).map(([code, error]) => ({
  code: Number(code),
  ...error,
}))

export function winHttpError(code: WinHttpCode): WinHttpError {
  return { code, name: `ERROR_WINHTTP_${errors[code].name}` }
}

/** 12175 with the callback flags that say what is wrong: `secureFailure('CERT_REVOKED')`. */
export function secureFailure(...flags: readonly CallbackFlag[]): WinHttpError {
  return { ...winHttpError(12175), flags: flags.map((flag) => flagPrefix + flag) }
}
