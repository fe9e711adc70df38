import type { CodeTable } from './code-table.ts'

/** WinINet's own names for the numbers that it shares with WinHTTP, and the numbers that it alone has. */
export const wininetErrors: CodeTable = {
  kind: 'WinINet error',
  end: 'client',
  source: 'Error Messages (Wininet.h)',
  codes: {
    '12003': {
      name: 'ERROR_INTERNET_EXTENDED_ERROR',
      means: 'the server answered with an error text of its own',
    },
    '12008': { name: 'ERROR_INTERNET_PROTOCOL_NOT_FOUND', means: 'the protocol of the URL is not supported' },
    '12013': {
      name: 'ERROR_INTERNET_INCORRECT_USER_NAME',
      means: 'the server does not take the user name',
      like: ['401.1'],
    },
    '12014': {
      name: 'ERROR_INTERNET_INCORRECT_PASSWORD',
      means: 'the server does not take the password',
      like: ['401.1'],
    },
    '12031': {
      name: 'ERROR_INTERNET_CONNECTION_RESET',
      means: 'the other end reset the connection',
      like: ['ECONNRESET'],
    },
    '12033': { name: 'ERROR_INTERNET_INVALID_PROXY_REQUEST', means: 'the request to the proxy is not valid' },
    '12039': {
      name: 'ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR',
      means: 'a redirection leads from HTTP to HTTPS',
    },
    '12040': {
      name: 'ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR',
      means: 'a redirection leads from HTTPS to HTTP',
    },
    '12055': {
      name: 'ERROR_INTERNET_SEC_CERT_ERRORS',
      means: "the server's certificate has faults; more than one, or not told here",
      like: ['INVALID_CA', 'CERT_DATE_INVALID', 'CERT_CN_INVALID', 'CERT_REV_FAILED'],
    },
    '12056': {
      name: 'ERROR_INTERNET_SEC_CERT_NO_REV',
      means: 'the certificate names no place of a revocation list',
    },
    '12160': { name: 'ERROR_HTTP_NOT_REDIRECTED', means: 'the request was not redirected' },
    '12163': { name: 'ERROR_INTERNET_DISCONNECTED', means: 'the computer has no connection to the network' },
    '12164': {
      name: 'ERROR_INTERNET_SERVER_UNREACHABLE',
      means: 'the server cannot be reached',
      like: ['12029'],
    },
    '12165': { name: 'ERROR_INTERNET_PROXY_SERVER_UNREACHABLE', means: 'the proxy cannot be reached' },
  },
}

/** WinINet's names for errors that WinHTTP has too: they mean the same. The names of HRESULTs begin WININET_E_. */
export const wininetNames: Readonly<Record<string, number>> = {
  ERROR_INTERNET_OUT_OF_HANDLES: 12001,
  ERROR_INTERNET_TIMEOUT: 12002,
  ERROR_INTERNET_INTERNAL_ERROR: 12004,
  ERROR_INTERNET_INVALID_URL: 12005,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME: 12006,
  ERROR_INTERNET_NAME_NOT_RESOLVED: 12007,
  ERROR_INTERNET_INVALID_OPTION: 12009,
  ERROR_INTERNET_SHUTDOWN: 12012,
  ERROR_INTERNET_LOGIN_FAILURE: 12015,
  ERROR_INTERNET_OPERATION_CANCELLED: 12017,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE: 12018,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE: 12019,
  ERROR_INTERNET_CANNOT_CONNECT: 12029,
  ERROR_INTERNET_CONNECTION_ABORTED: 12030,
  ERROR_INTERNET_FORCE_RETRY: 12032,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID: 12037,
  ERROR_INTERNET_SEC_CERT_CN_INVALID: 12038,
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED: 12044,
  ERROR_INTERNET_INVALID_CA: 12045,
  ERROR_INTERNET_SEC_CERT_REV_FAILED: 12057,
  ERROR_HTTP_HEADER_NOT_FOUND: 12150,
  ERROR_HTTP_INVALID_SERVER_RESPONSE: 12152,
  ERROR_HTTP_INVALID_HEADER: 12153,
  ERROR_HTTP_HEADER_ALREADY_EXISTS: 12155,
  ERROR_HTTP_REDIRECT_FAILED: 12156,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR: 12157,
  ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT: 12166,
  ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT: 12167,
  ERROR_INTERNET_SEC_INVALID_CERT: 12169,
  ERROR_INTERNET_SEC_CERT_REVOKED: 12170,
}
