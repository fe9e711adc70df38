/** A bound on what a stranger can make this program keep, hold open or wait for. */
interface Limit {
  value: number
  unit: 'bytes' | 'seconds' | 'items' | 'days'
  /** What is bounded, as a sentence without its subject: `Bytes of a handshake that a probe keeps`. */
  what: string
  /** What happens beyond it. */
  beyond: string
  /** Why it is this number: a source, or a reason. */
  why: string
  basis: 'documented' | 'our choice'
}

/** The one place of each such bound; docs/limits.md is made from it. */
export const limits = {
  probedBytes: {
    value: 2 ** 20,
    unit: 'bytes',
    what: 'What a probe keeps of the bytes on its connection, both ways, in order to read the handshake',
    beyond: 'it passes on without being kept',
    why: 'OpenSSL takes 100 KiB of certificates, and all else in a handshake is short',
    basis: 'our choice',
  },
  replyBody: {
    value: 8 * 2 ** 20,
    unit: 'bytes',
    what: 'The body of an HTTP reply to a client or a probe',
    beyond: 'the rest is read and dropped',
    why: 'clients ask for packages in ranges of 1 MiB, and for nothing longer',
    basis: 'our choice',
  },
  revocationList: {
    value: 16 * 2 ** 20,
    unit: 'bytes',
    what: 'A revocation list that a client or a site system fetches',
    beyond: 'the fetch fails with ERR_LIST_TOO_LONG, as one of a list that cannot be had',
    why: 'room for 400,000 revoked certificates',
    basis: 'our choice',
  },
  keptConnections: {
    value: 1000,
    unit: 'items',
    what: 'What `serve` and the library keep of the connections of other programs, of their requests, and of the revocation lists fetched for them',
    beyond: 'the oldest are forgotten; `--out` has them all in its file, which grows',
    why: 'a page of them, whatever knocks at the door',
    basis: 'our choice',
  },
  pageStrangers: {
    value: 64,
    unit: 'items',
    what: 'Connections to the live page that have not shown its token',
    beyond: 'the oldest gives way to the new one',
    why: 'a browser shows the token at once',
    basis: 'our choice',
  },
  pageSilence: {
    value: 10,
    unit: 'seconds',
    what: 'From the beginning of a request to the live page to its end',
    beyond: 'the page answers 408 and closes the connection',
    why: 'requests to it are short and come from this machine',
    basis: 'our choice',
  },
  pageListeners: {
    value: 16,
    unit: 'items',
    what: 'Pages that are told of events',
    beyond: 'the oldest has to connect again',
    why: 'nobody looks at more',
    basis: 'our choice',
  },
  pageUnread: {
    value: 2 ** 20,
    unit: 'bytes',
    what: 'Events that a page has not read yet',
    beyond: 'its connection is closed; it connects again, and is told anew',
    why: 'some minutes of a busy hierarchy',
    basis: 'our choice',
  },
  pageStep: {
    value: 64 * 1024,
    unit: 'bytes',
    what: 'A step that is sent to the live page',
    beyond: 'the page answers 413',
    why: 'steps have a few lines',
    basis: 'our choice',
  },
  connections: {
    value: 512,
    unit: 'items',
    what: 'Connections of other programs to one listener',
    beyond: 'the one that has stood still for longest, or is the oldest, gives way to the new one',
    why: 'a flood of one listener leaves descriptors for the others; a domain controller of 2007 takes 5000 (MaxConnections, KB 315071), IIS 6 any number',
    basis: 'our choice',
  },
  webSilence: {
    value: 120,
    unit: 'seconds',
    what: 'From the connection, or the last answer, to the end of the head of the next request; and without a byte while a request is answered',
    beyond: 'the web server closes the connection',
    why: 'the default of IIS 6 for a connection that is idle or waits for a body (ConnectionTimeout, KB 817439)',
    basis: 'documented',
  },
  directorySilence: {
    value: 900,
    unit: 'seconds',
    what: 'The same for LDAP',
    beyond: 'the domain controller closes the connection',
    why: 'the default of a domain controller (MaxConnIdleTime, KB 315071)',
    basis: 'documented',
  },
  shareSilence: {
    value: 900,
    unit: 'seconds',
    what: 'The same for SMB',
    beyond: 'the share closes the connection, open files or not',
    why: 'the default of Windows Server 2003 for an idle session (autodisconnect, KB 297684)',
    basis: 'documented',
  },
  nameServerSilence: {
    value: 120,
    unit: 'seconds',
    what: 'The same for DNS by TCP',
    beyond: 'the name server closes the connection',
    why: 'the order of two minutes (RFC 1035, section 4.2.2)',
    basis: 'documented',
  },
  clockAhead: {
    value: 328_725,
    unit: 'days',
    what: "How far the simulation's clock can be ahead of the machine's: 900 years",
    beyond: 'a scenario whose steps add up to more is refused; a step on the live page is not carried out',
    why: 'certificates are dated back by as much, and dates need a year of four digits',
    basis: 'our choice',
  },
} as const satisfies Record<string, Limit>
