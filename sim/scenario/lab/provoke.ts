import type { Attempt } from '../../evidence/attempt.ts'
import type { Provocation } from '../../evidence/catalogue-entry.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import type { KeyKind } from '../../vocabulary/certificate.ts'
import type { RefusalStyle } from '../../model/hierarchy.ts'
import { type TlsVersion, revocationListPointName } from '../../vocabulary/network.ts'
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
  const { hierarchy } = parseHierarchy(siteFor(provocation, conditions))
  const running = await openHierarchy(hierarchy, options)
  await breakIt(provocation, running)
  if (switchesToNative(provocation)) {
    // Present from the start: what it knows is from before the switch.
    running.client('PC')
    await running.setMode('LAB', 'native')
  }
  return running
}

export async function turnTo(running: RunningHierarchy, provocation: Provocation): Promise<Attempt> {
  const { protocol = 'https', mode = 'native', switched } = provocation
  const client = running.client('PC')
  if (switched === 'otherwise') {
    const { attempts } = await client.assign('LAB')
    const [attempt] = attempts
    if (!attempt) throw new RangeError('an assignment makes an attempt')
    return attempt
  }
  if (switched) return client.contact('management-point', { system: 'mp' })
  if (protocol === 'pxe') return client.contact('pxe-service-point')
  const force = protocol !== siteModes[mode].protocol
  return client.contact('management-point', { system: 'mp', ...(force && { force, protocol }) })
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

function siteFor(
  {
    mode = 'native',
    systemCertificate,
    clientCertificates = ['good'],
    certificateSelection,
    computer,
    switched,
  }: Provocation,
  { tls, refusal, keys }: Conditions,
): object {
  return {
    name: 'Laboratory',
    domain: 'lab.test',
    tls: { version: tls, keys },
    sites: [
      {
        code: 'LAB',
        mode,
        ...(siteModes[mode].clientsPresentCertificates && {
          refusal,
          ...(certificateSelection && { certificateSelection }),
        }),
        systems: [
          {
            name: 'mp',
            roles: ['management-point'],
            ...(systemCertificate !== undefined && { listen: { certificate: systemCertificate } }),
          },
          // A wrong name leads here.
          { name: 'mp2', roles: ['management-point'] },
          ...(computer ? [{ name: 'pxe', roles: ['pxe-service-point'] }] : []),
        ],
      },
    ],
    clients: [
      {
        name: 'PC',
        assignedSite: 'LAB',
        certificate: clientCertificates,
        ...(computer && { pxeBoot: computer }),
        ...(switched && { activeDirectory: switched === 'not-yet' }),
        ...(switched === 'otherwise' && installedForNative),
      },
    ],
  }
}

async function breakIt(
  { fault, revocationListFault }: Provocation,
  running: RunningHierarchy,
): Promise<void> {
  if (fault !== undefined) await running.break('mp', fault)
  if (revocationListFault !== undefined) {
    await running.break(revocationListPointName, revocationListFault)
  }
}
