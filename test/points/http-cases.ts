/** A request that a standard speaks of, and what it says about it. */
export interface HttpCase {
  /** `RFC 9112, 3.2`. */
  section: string
  says: string
  /** The request, for a target that the role serves, and its name. */
  bytes(target: string, host: string): string
  /** The statuses of the answers; `own`: the status of the role's own answer to a GET. */
  statuses: readonly (number | 'own')[]
  /** Whether the connection is closed with the last answer. */
  closes: boolean
  /** The answer has no body. */
  head?: true
  /** The client sends no more, and says so. */
  halfCloses?: true
}

type Of = Partial<Pick<HttpCase, 'head' | 'halfCloses'>>

function refused(section: string, says: string, status: number, bytes: HttpCase['bytes']): HttpCase {
  return { section, says, bytes, statuses: [status], closes: true }
}

function served(
  section: string,
  says: string,
  statuses: HttpCase['statuses'] | number | 'own',
  bytes: HttpCase['bytes'],
  of: Of = {},
): HttpCase {
  return { section, says, bytes, statuses: [statuses].flat(), closes: false, ...of }
}

/** The connection is closed with the answer. */
function last(one: HttpCase): HttpCase {
  return { ...one, closes: true }
}

function lines(...written: string[]): string {
  return [...written, '', ''].join('\r\n')
}

/** A request with more fields. */
function asking(method: string, ...fields: string[]): HttpCase['bytes'] {
  return (target, host) => lines(`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...fields)
}

/** A request with a body, whose fields say how long it is. */
function sending(fields: readonly string[], body: string, method = 'POST'): HttpCase['bytes'] {
  return (target, host) => asking(method, ...fields)(target, host) + body
}

const chunked = 'Transfer-Encoding: chunked'
const noMore = '0\r\n\r\n'

/** What holds for every web server, whatever it serves. */
export const casesOfServer: readonly HttpCase[] = [
  refused('RFC 9112, 3.2', 'a request of 1.1 names a host', 400, (target) => lines(`GET ${target} HTTP/1.1`)),
  refused('RFC 9112, 3.2', 'it names one', 400, asking('GET', 'Host: other')),
  refused('RFC 9112, 3.2', 'its host is a name', 400, (target) =>
    lines(`GET ${target} HTTP/1.1`, 'Host: a b/c@'),
  ),
  served('RFC 9112, 3.2', 'the host may be empty', 'own', (target) =>
    lines(`GET ${target} HTTP/1.1`, 'Host:'),
  ),
  served('RFC 9112, 3.2.2', 'an absolute target is accepted', 'own', (target, host) =>
    lines(`GET http://${host}${target} HTTP/1.1`, `Host: ${host}`),
  ),
  served('RFC 9112, 3.2.2', 'its host counts', 'own', (target, host) =>
    lines(`GET http://${host}${target} HTTP/1.1`, 'Host: wrong'),
  ),
  served('RFC 9112, 3.2.4', 'OPTIONS * is about the server', 200, (_target, host) =>
    lines('OPTIONS * HTTP/1.1', `Host: ${host}`),
  ),
  served('RFC 9112, 3.2.4', 'an asterisk is for OPTIONS alone', 400, (_target, host) =>
    lines('GET * HTTP/1.1', `Host: ${host}`),
  ),
  refused(
    'RFC 9112, 6.1',
    'a length beside a transfer coding is an attack',
    400,
    sending(['Content-Length: 3', chunked], noMore),
  ),
  refused(
    'RFC 9112, 6.3',
    'lengths agree',
    400,
    sending(['Content-Length: 3', 'Content-Length: 5'], 'abcde'),
  ),
  ...['3, 5', '-1', '+5', '0x5', ''].map((length) =>
    refused(
      'RFC 9112, 6.3',
      `"${length}" is no length`,
      400,
      sending([`Content-Length: ${length}`], 'abcde'),
    ),
  ),
  refused('RFC 9112, 6.1', 'a coding is understood', 501, sending(['Transfer-Encoding: foo'], '')),
  refused(
    'RFC 9112, 6.1',
    'each of the codings is',
    501,
    sending(['Transfer-Encoding: gzip, chunked'], noMore),
  ),
  refused('RFC 9112, 6.3', 'chunked is the last coding', 400, sending([`${chunked}, identity`], noMore)),
  refused('RFC 9112, 5.1', 'no space is before the colon', 400, asking('GET', 'X-A : b')),
  refused('RFC 9112, 5.2', 'a field is not folded', 400, asking('GET', 'X-A: b\r\n c')),
  refused('RFC 9112, 2.2', 'a line ends with CR and LF', 400, (target, host) =>
    asking('GET')(target, host).replaceAll('\r', ''),
  ),
  refused('RFC 9112, 2.2', 'a CR is followed by LF', 400, asking('GET', 'X-A: b\rc')),
  served(
    'RFC 9112, 2.2',
    'empty lines before a request are ignored',
    'own',
    (target, host) => `\r\n\r\n${asking('GET')(target, host)}`,
  ),
  refused('RFC 9112, 2.2', 'no whitespace is after the request line', 400, (target, host) =>
    lines(`GET ${target} HTTP/1.1`, ' X: y', `Host: ${host}`),
  ),
  ...['1.9', '2.0', '3.0'].map((version) =>
    refused('RFC 9112, 2.3', `the version may not be ${version}`, 505, (target, host) =>
      lines(`GET ${target} HTTP/${version}`, `Host: ${host}`),
    ),
  ),
  refused('RFC 9112, 3', 'a request line names a version', 400, (target) => `GET ${target}\r\n`),
  refused('RFC 9112, 3', 'a request line has three parts', 400, () => lines('GARBAGE')),
  refused('RFC 9112, 3', 'a target is one word', 400, () => lines('This is no HTTP.')),
  served('RFC 9112, 3', 'whitespace may be wider', 'own', (target, host) =>
    lines(`GET  ${target} HTTP/1.1`, `Host: ${host}`),
  ),
  refused('RFC 9110, 15.5.15', 'a target can be too long', 414, (_target, host) =>
    lines(`GET /${'a'.repeat(32_768)} HTTP/1.1`, `Host: ${host}`),
  ),
  refused('RFC 6585, 5', 'a field can be too long', 431, asking('GET', `X: ${'a'.repeat(65_536)}`)),
  refused(
    'RFC 6585, 5',
    'fields can be too many',
    431,
    asking('GET', ...Array.from({ length: 3000 }, (_, at) => `X-${at}: y`)),
  ),
  refused('RFC 9110, 9.1', 'a verb is known', 501, asking('FROB')),
  refused('RFC 9110, 9.1', 'a verb is case-sensitive', 501, asking('get')),
  refused('RFC 9110, 9.1', 'verbs of Node are not all of IIS', 501, asking('M-SEARCH')),
  refused('RFC 9110, 9.3.6', 'a tunnel is not made', 501, (_target, host) =>
    lines('CONNECT a:1 HTTP/1.1', `Host: ${host}`),
  ),
  served('RFC 9110, 15.5.6', 'a method may not be for this resource', 405, asking('DELETE')),
  served('RFC 9110, 15.5.6', 'nor may another', 405, sending(['Content-Length: 1'], 'a', 'PUT')),
  served('RFC 9110, 9.3.8', 'TRACE can be refused', 405, asking('TRACE')),
  served('RFC 9110, 10.1.1', 'an expectation can be met or not', 417, asking('GET', 'Expect: foo')),
  refused('RFC 9112, 7.1', 'a chunk has a length', 400, sending([chunked], `zz\r\nabc\r\n${noMore}`)),
  refused(
    'RFC 9112, 7.1',
    'its length does not overflow',
    400,
    sending([chunked], `${'F'.repeat(17)}\r\nabc\r\n`),
  ),
  refused('RFC 9112, 7.1', 'its lines end with CR and LF', 400, sending([chunked], '3\nabc\n0\n\n')),
  served('RFC 9112, 9.3.2', 'requests can follow without waiting', ['own', 'own', 'own'], (target, host) =>
    asking('GET')(target, host).repeat(3),
  ),
  last(
    served('RFC 9112, 9.3.2', 'a request that is none is refused in its turn', ['own', 400], (target, host) =>
      asking('GET')(target, host).concat(lines('GARBAGE')),
    ),
  ),
  last(served('RFC 9112, 9.6', 'a connection closes when asked', 'own', asking('GET', 'Connection: close'))),
  last(served('RFC 9112, 9.3', 'so does one of 1.0', 'own', (target) => lines(`GET ${target} HTTP/1.0`))),
  served('RFC 9112, 9.3', 'unless asked to stay', 'own', (target) =>
    lines(`GET ${target} HTTP/1.0`, 'Connection: keep-alive'),
  ),
  served('RFC 9110, 9.3.2', 'HEAD has no body', 404, () => lines('HEAD /nope HTTP/1.1', 'Host: a'), {
    head: true,
  }),
  {
    ...refused('RFC 9112, 8', 'a head ends', 400, (target) => `GET ${target} HTTP/1.1\r\nHos`),
    halfCloses: true,
  },
  { ...refused('RFC 9112, 8', 'a request line does', 400, () => 'FRO'), halfCloses: true },
  served('RFC 3986, 2.1', 'an escape is two digits', 400, (_target, host) =>
    lines('GET /%zz HTTP/1.1', `Host: ${host}`),
  ),
  served('RFC 3986, 2.1', 'NUL is in no name', 404, (_target, host) =>
    lines('GET /%00 HTTP/1.1', `Host: ${host}`),
  ),
  served('RFC 3986, 3.3', 'nothing is above the root', 404, (_target, host) =>
    lines('GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1', `Host: ${host}`),
  ),
  refused('RFC 3986, 2', 'a target is ASCII', 400, (_target, host) =>
    lines('GET /\xe4\xf6 HTTP/1.1', `Host: ${host}`),
  ),
]

/** What holds for a file that a distribution point gives out: 64 KiB, of 22 August 2007. */
export const casesOfFile: readonly HttpCase[] = [
  ...casesOfRefusedBody(),
  served('RFC 9110, 9.3.2', 'HEAD has no body', 200, asking('HEAD'), { head: true }),
  served('RFC 9110, 14.2', 'HEAD has no ranges', 200, asking('HEAD', 'Range: bytes=0-0'), { head: true }),
  ...conditions([
    ['13.1.2', 'If-None-Match: *', 304],
    ['13.1.3', 'If-Modified-Since: Wed, 22 Aug 2007 00:00:00 GMT', 304],
    ['13.1.3', 'If-Modified-Since: Wednesday, 22-Aug-07 00:00:00 GMT', 304],
    ['13.1.3', 'If-Modified-Since: yesterday', 200],
    ['13.1.1', 'If-Match: "x"', 412],
    ['13.1.4', 'If-Unmodified-Since: Wed, 01 Aug 2001 00:00:00 GMT', 412],
    ['14.2', 'Range: bytes=0-0', 206],
    ['14.2', 'Range: bytes=-5', 206],
    ['14.2', 'Range: bytes=-0', 416],
    ['14.2', 'Range: bytes=65536-', 416],
    ['14.2', 'Range: bytes=5-2', 200],
    ['14.2', 'Range: lines=1-2', 200],
    ['14.2', 'Range: bytes=0-1,4-5', 206],
    ['14.2', `Range: bytes=${Array.from({ length: 200 }, () => '0-65535').join(',')}`, 416],
    ['13.1.5', 'Range: bytes=0-0\r\nIf-Range: "x"', 200],
    ['13.1.5', 'Range: bytes=0-0\r\nIf-Range: W/"NAT00001.1.65536"', 200],
    ['13.1.5', 'Range: bytes=0-0\r\nIf-Range: "NAT00001.1.65536"', 206],
    ['13.1.5', 'Range: bytes=0-0\r\nIf-Range: Wed, 22 Aug 2007 00:00:00 GMT', 206],
  ]),
  served('RFC 4918, 9.1', 'a body is XML', 400, listing(['Depth: 0'], '<a><')),
  served('RFC 4918, 9.1', 'a depth is 0, 1 or infinity', 400, listing(['Depth: 5'], '')),
  served('RFC 4918, 9.1', 'names can be asked for', 207, listing(['Depth: 0'], propfind('<propname/>'))),
  served(
    'RFC 4918, 9.1',
    'an unknown property is answered',
    207,
    listing(['Depth: 0'], propfind('<prop><x xmlns="u:x"/></prop>')),
  ),
  served('RFC 4918, 9.3.1', 'MKCOL is for what does not exist', 405, asking('MKCOL')),
  made('what is above it exists', 409, '/NAT00009/new/'),
  made('a server may not allow it', 403, '/new'),
  served('RFC 4918, 9.3.1', 'a body is not understood', 415, (target, host) =>
    asking('MKCOL', 'Content-Length: 2')(`${directoryOf(target)}/new`, host).concat('ab'),
  ),
  served('RFC 3986, 5.2.4', 'nothing is above the directory', 404, (target, host) =>
    asking('GET')(`${directoryOf(target)}/%2e%2e/%2e%2e/etc/passwd`, host),
  ),
]

/** A method that is not for this resource is refused before its body counts. */
function casesOfRefusedBody(): HttpCase[] {
  return [
    refused('RFC 9112, 6.1', 'a coding is none of 1.0', 405, (target) =>
      lines(`POST ${target} HTTP/1.0`, chunked).concat(noMore),
    ),
    served(
      'RFC 9110, 10.1.1',
      'a client that waits to go on hears that it may',
      [100, 405],
      sending(['Expect: 100-continue', 'Content-Length: 3'], 'abc'),
    ),
    served('RFC 9112, 7.1.1', 'extensions and trailers are passed over', [405, 206], (target, host) =>
      sending([chunked], '3;a=b;c="d"\r\nabc\r\n0\r\nTrailer: x\r\n\r\n')(target, host).concat(
        asking('GET', 'Range: bytes=0-0')(target, host),
      ),
    ),
    {
      ...refused('RFC 9112, 6.3', 'a body may be cut short', 405, sending(['Content-Length: 10'], 'abc')),
      halfCloses: true,
    },
  ]
}

function conditions(of: readonly (readonly [section: string, field: string, status: number])[]): HttpCase[] {
  return of.map(([section, field, status]) =>
    served(`RFC 9110, ${section}`, field.slice(0, 60), status, asking('GET', field)),
  )
}

function listing(fields: readonly string[], body: string): HttpCase['bytes'] {
  return sending([...fields, 'Content-Type: text/xml', `Content-Length: ${body.length}`], body, 'PROPFIND')
}

function propfind(kind: string): string {
  return `<?xml version="1.0"?><propfind xmlns="DAV:">${kind}</propfind>`
}

function made(says: string, status: number, below: string): HttpCase {
  return served('RFC 4918, 9.3.1', says, status, (target, host) =>
    asking('MKCOL')(directoryOf(target) + below, host),
  )
}

/** The virtual directory of a target. */
function directoryOf(target: string): string {
  return target.split('/').slice(0, 2).join('/')
}
