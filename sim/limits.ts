/** A bound on what a stranger can make this program keep, hold open or wait for. */
interface Limit {
  value: number
  unit: 'bytes' | 'seconds' | 'connections' | 'requests' | 'lines' | 'days'
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
  connections: {
    value: 512,
    unit: 'connections',
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
