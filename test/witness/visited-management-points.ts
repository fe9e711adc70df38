import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { stringify } from 'yaml'
import { pkiLayout } from '../../certs/pki-directory.ts'
import type { ForeignConnection, HierarchyInput } from '../../sim/index.ts'
import { certificateRecipes } from '../../sim/vocabulary/certificate.ts'
import { sitemode } from '../cli/command.ts'
import { endingOf, type Ending, type Shown } from './recipes-shown.ts'
import type { TlsProgramName, Visit } from './tls-programs.ts'

/** Two management points that differ in how they refuse, and a client with each recipe, which has its name. */
export const visited: HierarchyInput = {
  domain: 'contoso.test',
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      systems: [
        { name: 'mp.nat', roles: ['management-point'] },
        { name: 'iis.nat', roles: ['management-point'], listen: { refusal: 'iis' } },
      ],
    },
  ],
  clients: certificateRecipes.map((recipe) => ({ name: recipe, assignedSite: 'NAT', certificate: recipe })),
}

export const systemNames = ['mp.nat', 'iis.nat'] as const
export type SystemName = (typeof systemNames)[number]

export const everyShown: readonly Shown[] = ['none', ...certificateRecipes]

/** The hierarchy's file and the certificates that `sitemode certs` writes for it. */
export async function writeVisited(t: Test) {
  const folder = t.testdir({})
  const [file, pki, cache] = [join(folder, 'h.yaml'), join(folder, 'pki'), join(folder, 'cache')]
  writeFileSync(file, stringify(visited))
  t.equal((await sitemode(cache, 'certs', file, '--out', pki)).status, 0)
  return { folder, file, pki, cache }
}

/** A visit by a program that trusts the hierarchy's authorities. */
export function visitTo(system: Pick<Visit, 'fqdn' | 'address'>, pki: string, shown: Shown): Visit {
  const { authorities, client } = pkiLayout(pki)
  const { fqdn, address } = system
  return { fqdn, address, authorities, own: shown === 'none' ? undefined : client(shown) }
}

/** The server's view of a visit has to be that of the recipe. */
export function compare(
  t: Test,
  connection: ForeignConnection | undefined,
  visit: { program: TlsProgramName; shown: Shown; system: SystemName; version: '1.2' | '1.3' },
): void {
  const { program, shown, system, version } = visit
  const { ending } = endingOf(program, shown)
  const ends = {
    system: `${system}.contoso.test`,
    protocol: 'https',
    serverPort: 8443,
    clientAddress: '127.0.0.1',
  }
  t.match(
    connection,
    { ...ends, ...viewOf(ending, system, version) },
    `${program} with ${shown} at ${system}`,
  )
  const certificate = connection?.certificate
  const isSeen = shown !== 'none' && shown !== 'key-mismatch' && ending !== 'left'
  if (!isSeen) t.equal(certificate, null)
  else if (shown === 'subject-without-name') t.equal(certificate?.subject, '')
  else t.match(certificate, { subject: /^CN=/, issuer: /^CN=/, usages: [/^1\.3\.6/] })
  if (isSeen && ending !== 'answered') t.match(certificate?.subject, `CN=${shown}.contoso.test`)
}

function viewOf(ending: Ending, system: SystemName, version: '1.2' | '1.3'): Partial<ForeignConnection> {
  const tls = `TLSv${version}`
  const nothingWrong = { diagnosis: null, server_end: null, candidates: [] }
  if (ending === 'left') return { outcome: 'unanswered', tls: null, ...nothingWrong }
  if (ending === 'answered')
    return { outcome: 'answered', tls, status: 200, clientCertificate: 'verified', ...nothingWrong }
  if (ending === 'stayed-away') throw new Error('nobody came')
  const [failure, iisStatus] = ending
  const [status, substatus] = iisStatus?.split('.').map(Number) ?? []
  const answered = system === 'iis.nat' && status !== undefined && substatus !== undefined
  return {
    outcome: 'failed',
    tls,
    diagnosis: failure,
    candidates: [failure],
    ...(answered ? { status, substatus } : { status: null, substatus: null, replies: 0 }),
  }
}
