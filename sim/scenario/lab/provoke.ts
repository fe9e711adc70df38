import type { Attempt } from '../../evidence/attempt.ts'
import type { Provocation } from '../../evidence/catalogue-entry.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import type { KeyKind, RefusalStyle } from '../../vocabulary/certificate.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import {
  domainControllerName,
  isLookup,
  isWebProtocol,
  lookupInWords,
  nameServerName,
  revocationListPointName,
  type LookupProtocol,
  type Protocol,
  type TlsVersion,
} from '../../vocabulary/network.ts'
import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import { parseHierarchy } from '../../model/load-hierarchy.ts'
import { openHierarchy, type OpenOptions, type RunningHierarchy } from '../../network/running-hierarchy.ts'

/** Conditions under which a failure is provoked. */
export interface Conditions {
  tls: TlsVersion
  refusal: RefusalStyle
  keys: KeyKind
}

/** Provokes a failure in a small site of its own, where one client contacts one site system. */
export async function provoke(
  provocation: Provocation,
  conditions: Conditions,
  options: OpenOptions,
): Promise<Attempt> {
  await using running = await openProvoked(provocation, conditions, options)
  return await turnTo(running, provocation)
}

/** Opens the small site with its fault, so that other programs can try it too; `turnTo` makes the client's attempt. */
export async function openProvoked(
  provocation: Provocation,
  conditions: Conditions,
  options: OpenOptions,
): Promise<RunningHierarchy> {
  const hierarchy = hierarchyFor(provocation, conditions)
  const running = await openHierarchy(hierarchy, options)
  try {
    await breakIt(provocation, running)
    if (switchesToNative(provocation)) {
      // Present from the start: what it knows is from before the switch.
      running.client('PC')
      await running.setMode('LAB', 'native')
    }
    return running
  } catch (error) {
    await running.close()
    throw error
  }
}

/** The host that each protocol leads to; `role`: of a site system, which the small site has only for this protocol. */
const hosts = {
  http: { name: 'mp', role: 'management-point' },
  https: { name: 'mp', role: 'management-point' },
  smb: { name: 'dp', role: 'branch-distribution-point' },
  pxe: { name: 'pxe', role: 'pxe-service-point' },
  soh: { name: 'shv', role: 'system-health-validator-point' },
  ldap: { name: domainControllerName },
  dns: { name: nameServerName },
  wins: { name: nameServerName },
} as const satisfies Readonly<Record<Protocol | LookupProtocol, { name: string; role?: SiteSystemRole }>>

/** A management point lets clients in without an account. */
const contentHost = { name: 'content', role: 'standard-distribution-point' } as const

function hostFor<Named extends Protocol | LookupProtocol>({ signsIn }: Provocation, protocol: Named) {
  return signsIn && isWebProtocol(protocol) ? contentHost : hosts[protocol]
}

export async function turnTo(running: RunningHierarchy, provocation: Provocation): Promise<Attempt> {
  const { protocol = 'https', mode = 'native', requests, switched } = provocation
  const client = running.client('PC')
  if (switched === 'otherwise') {
    const { attempts } = await client.assign('LAB')
    const [attempt] = attempts
    if (!attempt) throw new RangeError('an assignment makes an attempt')
    return attempt
  }
  if (switched) return client.contact('management-point', { system: 'mp' })
  if (isLookup(protocol)) {
    // On its way to its management point it looks where that is.
    await client.contact('management-point')
    const lookup = running.attempts.find((attempt) => attempt.protocol === protocol)
    if (!lookup) throw new Error(`the client has not looked in ${lookupInWords[protocol]}`)
    return lookup
  }
  const { name: system, role } = hostFor(provocation, protocol)
  if (!isWebProtocol(protocol)) return client.contact(role, { system })
  const force = protocol !== siteModes[mode].protocol
  return client.contact(role, {
    system,
    ...(force && { force, protocol }),
    ...(requests && {
      async conversation(send) {
        // Any answer will do.
        for (let made = 0; made < requests; made++) await send({ method: 'GET', path: '/' })
      },
    }),
  })
}

function switchesToNative({ switched }: Provocation): boolean {
  return switched === 'never' || switched === 'not-yet'
}

/** On the Internet a client knows only what CCMSetup was told. */
const installedForNative = {
  assignedSite: 'none',
  mode: 'native',
  alwaysOnInternet: true,
  internetManagementPoint: 'mp',
}

/** No file may give clients criteria that they cannot read; the laboratory may. */
function hierarchyFor(provocation: Provocation, conditions: Conditions): Hierarchy {
  const { hierarchy } = parseHierarchy(siteFor(provocation, conditions))
  const { certificateSelection } = provocation
  if (!certificateSelection) return hierarchy
  return { ...hierarchy, sites: hierarchy.sites.map((site) => ({ ...site, certificateSelection })) }
}

function siteFor(
  {
    protocol = 'https',
    mode = 'native',
    systemCertificate,
    clientCertificates = ['good'],
    clientClock,
    computer,
    switched,
    signsIn,
  }: Provocation,
  { tls, refusal, keys }: Conditions,
): object {
  const host = hosts[protocol]
  return {
    name: 'Laboratory',
    domain: 'lab.test',
    tls: { version: tls, keys },
    sites: [
      {
        code: 'LAB',
        mode,
        publishToDns: protocol === 'dns',
        ...(siteModes[mode].clientsPresentCertificates && { refusal }),
        systems: [
          {
            name: 'mp',
            roles: ['management-point'],
            ...(systemCertificate !== undefined && { listen: { certificate: systemCertificate } }),
          },
          // A wrong name leads here.
          { name: 'mp2', roles: ['management-point'] },
          ...(signsIn ? [{ name: contentHost.name, roles: [contentHost.role] }] : []),
          ...('role' in host && host.name !== 'mp' ? [{ name: host.name, roles: [host.role] }] : []),
        ],
      },
    ],
    clients: [
      {
        name: 'PC',
        assignedSite: 'LAB',
        certificate: clientCertificates,
        ...(protocol === 'dns' && { activeDirectory: false, dnsSuffix: 'lab.test' }),
        ...(protocol === 'wins' && { activeDirectory: false, wins: true }),
        ...(clientClock && { clock: clientClock }),
        ...(signsIn === 'without-account' && { activeDirectory: false }),
        ...(signsIn === 'wrong-password' && { computerAccount: 'broken' }),
        ...(computer && { pxeBoot: computer }),
        ...(switched && { activeDirectory: switched === 'not-yet' }),
        ...(switched === 'otherwise' && installedForNative),
      },
    ],
  }
}

async function breakIt(
  { protocol = 'https', fault, scriptedAnswer: status, revocationListFault }: Provocation,
  running: RunningHierarchy,
): Promise<void> {
  if (fault !== undefined) await running.break(hosts[protocol].name, fault)
  if (status !== undefined)
    running.misbehave({ name: 'provoked', system: hosts[protocol].name, answer: { status } })
  if (revocationListFault !== undefined) {
    await running.break(revocationListPointName, revocationListFault)
  }
}
