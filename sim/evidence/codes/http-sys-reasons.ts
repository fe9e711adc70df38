import type { CodeTable } from './code-table.ts'

const findWhatWaits = 'Find what the requests wait for.'
const lookAtPool = 'Read in the event log why the application pool was stopped, and start it again.'
const askedWrongly = 'Record what this client sends (Network Monitor): the request itself is at fault.'
const lookForCrash = 'Read in the event log of the site system why the worker process ended at this time.'
const headIsTooLong = {
  cause: 'the request carries a Kerberos ticket that is too large, as of an account in very many groups',
  remedy: 'Take the account out of groups, or raise MaxFieldLength and MaxRequestBytes on the site system.',
  source: 'HTTP 400 Bad Request (Request Header too long) responses to HTTP requests (KB 2020943)',
} as const

const codes = {
  AppOffline: {
    means: 'the application pool was taken offline after errors of its application',
    remedy: lookAtPool,
  },
  AppPoolTimer: { means: 'the application pool is too busy to handle the request', remedy: findWhatWaits },
  AppShutdown: {
    means: 'the application pool was shut down by a rule that an administrator has set',
    remedy: 'Read the settings by which the application pool is shut down, and start it again.',
  },
  BadRequest: { means: 'the request cannot be read', remedy: askedWrongly },
  Client_Reset: { means: 'the client closed the connection before a worker process had its request' },
  Connection_Abandoned_By_AppPool: {
    means: 'a worker process ended, or let go of a request, without an answer',
    remedy: lookForCrash,
  },
  Connection_Abandoned_By_ReqQueue: {
    means: 'a worker process ended, or let go of a request, without an answer (Windows Server 2008)',
    remedy: lookForCrash,
  },
  Connection_Dropped: { means: 'the connection was closed before the last of the answer was sent' },
  Connection_Dropped_List_Full: {
    means: 'more connections were dropped at once than are listed (Windows Server 2008)',
    remedy: 'Read the entries with Connection_Dropped before this one.',
  },
  ConnLimit: { means: 'the web site has as many connections as it accepts' },
  Connections_Refused: {
    means: 'the kernel has too little nonpaged memory left, and no new connection is accepted',
    remedy: 'Find the driver that holds the nonpaged pool of the site system.',
  },
  Disabled: {
    means: 'an administrator has taken the application offline',
    remedy: 'Start the application pool or the web site again.',
  },
  EntityTooLarge: { means: 'the body of the request is larger than is allowed', remedy: askedWrongly },
  FieldLength: { means: 'a header of the request is longer than is allowed', otherCauses: [headIsTooLong] },
  Forbidden: { means: 'the request holds something that is forbidden', remedy: askedWrongly },
  Header: { means: 'a header of the request cannot be read', remedy: askedWrongly },
  Hostname: {
    means: 'the name in the header Host cannot be read, or no web site has it',
    remedy: 'Compare the name that the client asks for with the host headers of the web sites.',
  },
  Internal: { means: 'the server itself failed' },
  'Invalid_CR/LF': { means: 'a line of the request ends wrongly', remedy: askedWrongly },
  LengthRequired: { means: 'the request does not tell its length', remedy: askedWrongly },
  'N/A': {
    means: 'the service is unavailable for a reason within HTTP.sys, such as a lack of memory',
    remedy: 'Look for a lack of memory on the site system, and for two programs that reserve the same URL.',
  },
  'N/I': {
    means: 'the server does not know what is asked for, such as this transfer encoding',
    remedy: askedWrongly,
  },
  Number: { means: 'a number in the request cannot be read', remedy: askedWrongly },
  Precondition: { means: 'the request lacks a precondition', remedy: askedWrongly },
  QueueFull: { means: 'the queue of the application pool is full', remedy: findWhatWaits },
  RequestLength: { means: 'the head of the request is longer than is allowed', otherCauses: [headIsTooLong] },
  Timer_AppPool: {
    means: 'the request waited too long in the queue of the application pool',
    remedy: findWhatWaits,
  },
  Timer_ConnectionIdle: { means: 'a connection that nobody used was closed; nothing is wrong' },
  Timer_EntityBody: {
    means: 'the body of a request did not come in time',
    remedy: 'Look for a slow line, or a device in between that holds large uploads back.',
  },
  Timer_HeaderWait: {
    means: 'a connection was made, and no whole request came in time',
    remedy: 'Find out which program connects from this address: scanners do, and checks that only connect.',
  },
  Timer_MinBytesPerSecond: { means: 'the client takes the answer more slowly than is allowed' },
  Timer_ReqQueue: {
    means: 'the request waited too long in the queue of the application pool (Windows Server 2008)',
    remedy: findWhatWaits,
  },
  Timer_Response: { means: 'reserved; not used' },
  Timer_SslRenegotiation: {
    means: 'the client and the server did not agree again on TLS in time, as for a client certificate',
    remedy: 'Find out what the client waits for when it is asked for its certificate.',
  },
  URL: { means: 'the URL of the request cannot be read', remedy: askedWrongly },
  URL_Length: { means: 'the URL of the request is longer than is allowed', remedy: askedWrongly },
  Verb: { means: 'the request begins with something that is no HTTP method, as a TLS handshake does' },
  'Version_N/S': { means: 'the server does not speak this version of HTTP', remedy: askedWrongly },
} as const satisfies CodeTable['codes']

/** Why HTTP.sys refused a request or gave up a connection: the field s-reason of its error log. */
export type HttpSysReason = keyof typeof codes

/** The remedies are our own, where no other source is named. */
export const httpSysReasons = {
  kind: 'reason of HTTP.sys',
  end: 'server',
  source: 'Error logging in HTTP APIs (KB 820729)',
  codes,
} as const satisfies CodeTable

/** The reasons that are no words of other programs' messages: they mean the same wherever they stand. */
export function isTellingReason(reason: string): boolean {
  return reason in codes && /^(?:\w+_)+\w+$/.test(reason)
}
