import t from 'tap'
import type { Attempt } from '../../sim/evidence/attempt.ts'
import {
  faults,
  isFaultOf,
  isNameFault,
  revocationListFaults,
  trustFaults,
} from '../../sim/vocabulary/fault.ts'
import {
  isDatagramProtocol,
  type LookupProtocol,
  type Protocol,
  type TcpProtocol,
} from '../../sim/vocabulary/network.ts'
import type { SiteMode } from '../../sim/vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../../sim/vocabulary/site-system-role.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { FaultError, openHierarchy, type RunningHierarchy } from '../../sim/network/running-hierarchy.ts'
import { createSemaphore } from '../../sim/semaphore.ts'

/** A host with a listener, and what a client wants from it. */
interface Subject {
  host: string
  protocol: Protocol | LookupProtocol
  /** The listener that breaks, where the host has others. */
  listener?: TcpProtocol
  mode?: SiteMode
  act(running: RunningHierarchy): Promise<unknown>
}

const contact = (role: SiteSystemRole, client = 'PC') => {
  return (running: RunningHierarchy) => running.client(client).contact(role)
}
const getContent = (running: RunningHierarchy) => running.client('PC').getContent('LAB00001')

const subjects: readonly Subject[] = [
  { host: 'mp', protocol: 'http', mode: 'mixed', act: contact('management-point') },
  { host: 'mp', protocol: 'https', act: contact('management-point') },
  { host: 'dp', protocol: 'http', listener: 'http', mode: 'mixed', act: getContent },
  { host: 'dp', protocol: 'https', listener: 'https', act: getContent },
  { host: 'bdp', protocol: 'smb', act: contact('branch-distribution-point') },
  { host: 'pxe', protocol: 'pxe', act: contact('pxe-service-point') },
  { host: 'shv', protocol: 'soh', act: contact('system-health-validator-point') },
  { host: 'dc', protocol: 'ldap', act: contact('management-point') },
  { host: 'ns', protocol: 'dns', act: contact('management-point', 'BY-DNS') },
  { host: 'ns', protocol: 'wins', act: contact('management-point', 'BY-WINS') },
  { host: 'crl', protocol: 'https', act: contact('management-point') },
]

function siteIn(mode: SiteMode): object {
  return {
    domain: 'lab.test',
    packages: [{ id: 'LAB00001', version: 1, size: 3 * 1024 * 1024 }],
    sites: [
      {
        code: 'LAB',
        mode,
        publishToDns: true,
        boundaries: [{ subnet: '10.0.0.0/8' }],
        systems: [
          { name: 'mp', roles: ['management-point'] },
          { name: 'dp', roles: ['standard-distribution-point'], packages: ['LAB00001'] },
          { name: 'bdp', roles: ['branch-distribution-point'], packages: ['LAB00001'] },
          { name: 'pxe', roles: ['pxe-service-point'] },
          { name: 'shv', roles: ['system-health-validator-point'] },
        ],
      },
    ],
    clients: [
      { name: 'PC', assignedSite: 'LAB', at: { address: '10.0.0.5' } },
      { name: 'BY-DNS', assignedSite: 'LAB', activeDirectory: false, dnsSuffix: 'lab.test' },
      { name: 'BY-WINS', assignedSite: 'LAB', activeDirectory: false, wins: true },
    ],
  }
}

/** Milliseconds: many times what an answer needs on a busy machine. */
const timeout = 3000
/** Most of the time goes into waiting for silent peers. */
const limited = createSemaphore(16)

type AnyFault = (typeof faults | typeof revocationListFaults)[number]

const allFaults = [...faults, ...revocationListFaults]

function openFor({ mode = 'native' }: Subject, cache: string): Promise<RunningHierarchy> {
  return openHierarchy(parseHierarchy(siteIn(mode)).hierarchy, { cache, timeout })
}

function breakBy(fault: AnyFault, { host, listener }: Subject, running: RunningHierarchy): Promise<void> {
  return running.break(host, fault, isNameFault(fault) ? undefined : listener)
}

/** The faults that a host can have. */
async function faultsOf(subject: Subject, cache: string): Promise<AnyFault[]> {
  await using running = await openFor(subject, cache)
  const possible: AnyFault[] = []
  for (const fault of allFaults) {
    // DNS has connections, by which no simulated client asks; test/network/dns-by-tcp.test.ts breaks them.
    if (isDatagramProtocol(subject.protocol) && isFaultOf(fault, 'connection')) continue
    try {
      await breakBy(fault, subject, running)
      possible.push(fault)
    } catch (error) {
      if (!(error instanceof FaultError)) throw error
    }
  }
  return possible
}

/** The attempts that fail under a fault. */
async function failedUnder(fault: AnyFault, subject: Subject, cache: string): Promise<Attempt[]> {
  await using running = await openFor(subject, cache)
  await breakBy(fault, subject, running)
  await subject.act(running)
  return running.attempts.filter(({ outcome }) => outcome !== 'answered' && outcome !== 'withheld')
}

/** Faults that show only in a conversation of several requests, or in a long answer. */
const showLater: readonly AnyFault[] = ['reset-in-transfer', 'closed-in-conversation']

// A client whose certificate a distribution point refuses turns to the directory there that asks for none.
void t.test('every fault of every listener is provoked, and none is unexplained', async (t) => {
  const cache = t.testdir()
  const had = new Set<AnyFault>()
  const possible = await Promise.all(
    subjects.map(async (subject) => ({ subject, possible: await faultsOf(subject, cache) })),
  )
  await Promise.all(
    possible.flatMap(({ subject, possible }) =>
      possible.map((fault) =>
        limited(async () => {
          const failed = await failedUnder(fault, subject, cache)
          const where = `${fault} of ${subject.host} over ${subject.protocol}`
          const shows = failed.some(({ protocol }) => protocol === subject.protocol)
          const isAvoided = trustFaults.some((one) => one === fault) && subject.host === 'dp'
          if (!showLater.includes(fault) && !isAvoided) t.ok(shows, `${where} makes an attempt fail`)
          if (shows) had.add(fault)
          for (const { diagnosis, client_end, server_end, contradiction } of failed) {
            t.equal(contradiction, null, where)
            const seen = [client_end, server_end].map((end) => `${end?.stage ?? ''} ${end?.code ?? ''}`)
            t.notSame(diagnosis, 'unexplained', `${where}: ${seen.join(', ')}`)
          }
        }),
      ),
    ),
  )
  const unseen = allFaults.filter((fault) => !had.has(fault))
  t.strictSame(unseen, [], 'each fault was seen')
})
