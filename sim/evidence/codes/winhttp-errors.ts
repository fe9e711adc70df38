import type { WinHttpError } from '../catalogue-entry.ts'
import type { CodeTable, KnownCode } from './code-table.ts'

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

/** The callbacks that tell of a failure; the client's log names them. */
export const callbackStatuses: CodeTable = {
  kind: 'callback of WinHTTP',
  end: 'client',
  source: 'WINHTTP_STATUS_CALLBACK Callback Function',
  codes: {
    WINHTTP_CALLBACK_STATUS_SECURE_FAILURE: {
      means: "something is wrong with the server's certificate; the flags beside it say what",
      like: ['12175'],
    },
    WINHTTP_CALLBACK_STATUS_REQUEST_ERROR: { means: 'the request failed; the number beside it says how' },
  },
}

/** An error of WinHTTP, by which the real client connects ("WinHTTP Error Messages"). */
export interface WinHttpErrorMeaning extends KnownCode {
  code: number
  /** Without the prefix ERROR_WINHTTP_. */
  name: string
  /** The callback flag that says the same under the umbrella of 12175. */
  flag?: CallbackFlag
}

const errors = {
  12001: { name: 'OUT_OF_HANDLES', means: 'no more handles can be had' },
  12002: { name: 'TIMEOUT', means: 'there was no answer in time' },
  12004: { name: 'INTERNAL_ERROR', means: 'an error within WinHTTP' },
  12005: { name: 'INVALID_URL', means: 'the URL is not valid' },
  12006: { name: 'UNRECOGNIZED_SCHEME', means: 'the URL begins with neither http: nor https:' },
  12007: { name: 'NAME_NOT_RESOLVED', means: "the server's name could not be resolved" },
  12009: { name: 'INVALID_OPTION', means: 'an option was asked for that there is not' },
  12012: { name: 'SHUTDOWN', means: 'WinHTTP is shutting down, or was unloaded' },
  12015: { name: 'LOGIN_FAILURE', means: 'the logon to the server failed' },
  12017: {
    name: 'OPERATION_CANCELLED',
    means: 'the client gave the request up itself, often after a timeout',
  },
  12018: { name: 'INCORRECT_HANDLE_TYPE', means: 'a call was made with a handle of another kind' },
  12019: { name: 'INCORRECT_HANDLE_STATE', means: 'a call came at a time when it is not allowed' },
  12029: { name: 'CANNOT_CONNECT', means: 'no connection to the server could be made' },
  12030: {
    name: 'CONNECTION_ERROR',
    means: 'the connection was reset or ended, or the two ends share no version of SSL',
  },
  12032: { name: 'RESEND_REQUEST', means: 'the request has to be sent again, for example with credentials' },
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
    like: ['403.7'],
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
  12150: { name: 'HEADER_NOT_FOUND', means: 'the answer lacks the header that was asked for' },
  12152: { name: 'INVALID_SERVER_RESPONSE', means: "the server's answer cannot be read as HTTP" },
  12153: { name: 'INVALID_HEADER', means: 'a header of the request is not valid' },
  12155: { name: 'HEADER_ALREADY_EXISTS', means: 'the header is in the request already' },
  12156: { name: 'REDIRECT_FAILED', means: 'a redirection was not followed: to another scheme, or too many' },
  12157: {
    name: 'SECURE_CHANNEL_ERROR',
    means: 'the secure channel reported an error of its own, such as no protocol or cipher in common',
    flag: 'SECURITY_CHANNEL_ERROR',
  },
  12166: { name: 'BAD_AUTO_PROXY_SCRIPT', means: 'the script that chooses a proxy cannot be carried out' },
  12167: { name: 'UNABLE_TO_DOWNLOAD_SCRIPT', means: 'the script that chooses a proxy cannot be fetched' },
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
  12172: { name: 'NOT_INITIALIZED', means: 'WinHTTP was not initialized' },
  12175: {
    name: 'SECURE_FAILURE',
    means: "something is wrong with the server's certificate or the handshake; the callback flags say what",
  },
  12176: { name: 'UNHANDLED_SCRIPT_TYPE', means: 'the script that chooses a proxy is in no known language' },
  12177: { name: 'SCRIPT_EXECUTION_ERROR', means: 'the script that chooses a proxy failed' },
  12178: {
    name: 'AUTO_PROXY_SERVICE_ERROR',
    means: 'the service that looks for a proxy (WPAD) failed or is not running',
  },
  12179: {
    name: 'SECURE_CERT_WRONG_USAGE',
    means: "the server's certificate is not for this purpose",
    flag: 'CERT_WRONG_USAGE',
  },
  12180: {
    name: 'AUTODETECTION_FAILED',
    means: 'no proxy was found by WPAD, where the client was to look for one',
  },
  12181: { name: 'HEADER_COUNT_EXCEEDED', means: 'the answer has more headers than the client takes' },
  12182: {
    name: 'HEADER_SIZE_OVERFLOW',
    means: 'the headers of the answer are longer than the client takes',
  },
  12183: {
    name: 'CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW',
    means: 'a chunk of the answer announces a length that cannot be read',
  },
  12184: {
    name: 'RESPONSE_DRAIN_OVERFLOW',
    means: 'the rest of an answer was too long to be read and thrown away',
  },
  12185: { name: 'CLIENT_CERT_NO_PRIVATE_KEY', means: "the client's certificate has no private key" },
  12186: {
    name: 'CLIENT_CERT_NO_ACCESS_PRIVATE_KEY',
    means: "the private key of the client's certificate cannot be used",
    otherCauses: [
      {
        cause: 'the account of the client (Local System) may not read the private key',
        remedy: 'Give SYSTEM access to the private key (Manage Private Keys), or enroll the client again.',
        source: 'WinHTTP Error Messages',
      },
      {
        cause: 'the private key is kept by a CNG key storage provider, which the client cannot use',
        remedy:
          'Issue the certificate from a template of version 2, with a cryptographic service provider (CSP).',
        source: 'PKI Certificate Requirements for Configuration Manager',
      },
    ],
  },
  12187: {
    name: 'CLIENT_AUTH_CERT_NEEDED_PROXY',
    means: 'the proxy asks for a client certificate and none was presented',
  },
  12188: {
    name: 'SECURE_FAILURE_PROXY',
    means: "something is wrong with the proxy's certificate or the handshake with it",
  },
  12190: { name: 'HTTP_PROTOCOL_MISMATCH', means: 'the two ends share no version of HTTP' },
  12192: { name: 'FEATURE_DISABLED', means: 'the feature of WinHTTP is switched off' },
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
