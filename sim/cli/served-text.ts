import type { PkiFolder } from '../live/commands.ts'
import type { RunningComputer, RunningHierarchy, RunningSystem } from '../network/running-hierarchy.ts'
import type { Colors } from '../report/terminal/colors.ts'
import { mpListPath } from '../wire/management-point/management-point-list.ts'
import { quoted } from '../printable.ts'
import { openedIn, pkiFolder, type Opened } from '../library/serve.ts'
import type { CommandContext } from './command-context.ts'

/** All that one needs in order to connect to an open hierarchy. */
interface Served extends Opened, Pick<RunningHierarchy, 'hierarchy'> {
  /** The live page. */
  web: string | undefined
  /** The HTTP interface. */
  api: { url: string; token: string } | undefined
  pki: PkiFolder
}

/** What there is to tell of an open hierarchy. */
export function served(
  running: RunningHierarchy,
  file: string,
  pki: string | undefined,
  { web, api }: Pick<Served, 'web' | 'api'>,
  context: CommandContext,
): Served {
  return {
    hierarchy: running.hierarchy,
    ...openedIn(running),
    ...{ web, api },
    pki: pkiFolder(file, pki, context),
  }
}

/** In words. */
export function servedText(opened: Served, colors: Colors): string {
  const { hierarchy, systems, revocationLists, domainController, nameServers, web, api } = opened
  const sites = hierarchy.sites.map(({ code, kind, mode }) => {
    const lines = systems.filter(({ site }) => site === code).map((system) => systemText(system, colors))
    return [colors.bold(`${code}, ${kind} site, ${mode} mode`), ...lines].join('\n')
  })
  const services = [
    ['Active Directory', domainController],
    ['Name servers', nameServers],
    ['Revocation lists', revocationLists],
  ] as const
  const others = services.map(([title, { fqdn, address, urls }]) =>
    [colors.bold(title), placeText(address, fqdn, urls.join('  '), colors)].join('\n'),
  )
  const page = web === undefined ? [] : [`Live page, for whoever has this address:\n  ${colors.cyan(web)}`]
  const programs = api === undefined ? [] : [interfaceText(api, colors)]
  return [
    ...[...sites, ...others, ...computersText(opened, colors), ...secretText(opened, colors)],
    ...[tryIt(opened), ...page, ...programs, 'Ctrl-C ends it.\n'],
  ].join('\n\n')
}

function interfaceText({ url, token }: NonNullable<Served['api']>, colors: Colors): string {
  return [
    'HTTP interface, for programs that send the token:',
    `  ${colors.cyan(url)}`,
    `  Authorization: Bearer ${colors.cyan(token)}`,
  ].join('\n')
}

/** Computers that are listed by name; `--json` has all. */
const mostComputers = 10

/** What a program says in order to pass for a computer, to LDAP, shares and PXE service points. */
function computersText({ computers, networkAccessAccounts, pxe }: Served, colors: Colors): string[] {
  const shown = computers.slice(0, mostComputers)
  const left = computers.length - shown.length
  const more = left > 0 ? [`  and ${left} more, which --json lists`] : []
  const accounts = [
    ...shown.map((computer) => accountOfComputer(computer, colors)),
    ...more,
    ...networkAccessAccounts.map(
      (account) => `${accountText(account, colors)}  Network Access Account of ${account.sites.join(', ')}`,
    ),
  ]
  const firmware = shown.map((computer) => firmwareText(computer, colors))
  const open = pxe.filter(({ unknownComputers }) => unknownComputers).map(({ system }) => system)
  const others = open.length > 0 ? `any other computer: ${open.join(', ')}` : 'no other computer'
  return [
    ...(accounts.length > 0
      ? [[colors.bold('Accounts, for LDAP, web servers and shares'), ...accounts].join('\n')]
      : []),
    ...(pxe.length > 0
      ? [[colors.bold('PXE, by hardware address or UUID'), ...firmware, ...more, `  ${others}`].join('\n')]
      : []),
  ]
}

function accountOfComputer({ name, account }: RunningComputer, colors: Colors): string {
  return account ? accountText(account, colors) : `  ${name} is in no domain`
}

function accountText(
  { principalName, netBiosName, password }: NonNullable<RunningComputer['account']>,
  colors: Colors,
): string {
  return `  ${principalName}  ${netBiosName}  ${colors.cyan(password)}`
}

const boots: Readonly<Record<RunningComputer['pxeBoot'], string>> = {
  advertised: 'boots',
  'not-advertised': 'has nothing to boot',
  unknown: 'is unknown',
}

function firmwareText({ name, hardwareAddress, uuid, pxeBoot }: RunningComputer, colors: Colors): string {
  return `  ${colors.cyan(hardwareAddress)}  ${colors.cyan(uuid)}  ${name} ${boots[pxeBoot]}`
}

function secretText({ systems, radiusSecret }: Served, colors: Colors): string[] {
  const served = systems.some(({ roles }) => roles.includes('system-health-validator-point'))
  return served ? [`${colors.bold('Secret of RADIUS')}\n  ${colors.cyan(radiusSecret)}`] : []
}

/** Where a host is, and what it has open. */
function placeText(address: string, called: string, opened: string, colors: Colors): string {
  return `  ${address.padEnd(14)} ${called}\n${' '.repeat(17)}${colors.cyan(opened)}`
}

function systemText({ fqdn, address, roles, urls }: RunningSystem, colors: Colors): string {
  const opened = urls.length > 0 ? urls.join('  ') : 'opens no listener in this version'
  return placeText(address, `${fqdn.padEnd(24)} ${roles.join(', ')}`, opened, colors)
}

/** A curl command that can be pasted as it stands. */
function tryIt({ hierarchy, systems, pki: { folder, writtenBy, trusted } }: Served): string {
  const target =
    systems.find(({ roles, urls }) => roles.includes('management-point') && urls[0]?.startsWith('https:')) ??
    systems.find(({ roles, urls }) => roles.includes('management-point') && urls.length > 0)
  const url = target?.urls[0]
  if (target === undefined || url === undefined) return 'No management point is open to try.'
  const [, port = ''] = /:(\d+)$/.exec(url) ?? []
  const resolve = `--resolve ${target.fqdn}:${port}:${target.address}`
  if (url.startsWith('http:')) return `Try:\n  curl ${resolve} '${url}${mpListPath}'`

  const client = hierarchy.clients.find(
    ({ assignedSite, certificates }) => assignedSite === target.site && certificates[0] === 'good',
  )
  const credential = client
    ? `--cert ${quoted(`${folder}/clients/${client.name}.pem`)} --key ${quoted(`${folder}/clients/${client.name}.key`)} `
    : ''
  return [
    ...(writtenBy === null ? [] : ['Write the certificates, in another terminal:', `  ${writtenBy}`]),
    'Try:',
    `  curl ${credential}--cacert ${quoted(`${folder}/${trusted}`)} ${resolve} '${url}${mpListPath}'`,
  ].join('\n')
}
