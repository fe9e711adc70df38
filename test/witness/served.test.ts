import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { startHierarchy, type HierarchyInput } from '../../sim/index.ts'
import { intelX86, machineIdentifier } from '../../sim/wire/dhcp/pxe.ts'
import { openDatagrams } from '../points/datagrams.ts'
import { interrupt } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

const described: HierarchyInput = {
  domain: 'contoso.test',
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      publishToDns: true,
      networkAccessAccount: 'reader',
      systems: [
        { name: 'mp', roles: ['management-point'] },
        { name: 'bdp', roles: ['branch-distribution-point'], packages: ['MIX00001'] },
        { name: 'pxe', roles: ['pxe-service-point'] },
        { name: 'open', roles: ['pxe-service-point'], pxe: { unknownComputers: true } },
        { name: 'shv', roles: ['system-health-validator-point'] },
      ],
    },
  ],
  packages: [{ id: 'MIX00001', version: 1, size: 10 }],
  clients: [
    { name: 'PC', assignedSite: 'MIX' },
    { name: 'IDLE', assignedSite: 'MIX', pxeBoot: 'not-advertised' },
    { name: 'ALONE', assignedSite: 'MIX', activeDirectory: false, pxeBoot: 'unknown' },
    { name: 'PHONE', assignedSite: 'MIX', kind: 'mobile-device' },
  ],
}

async function open(t: Test) {
  const running = await startHierarchy(described, { cache: false })
  t.teardown(() => running.close())
  const portOf = (urls: readonly string[], scheme: string): string =>
    urls.map((url) => new URL(url)).find(({ protocol }) => protocol === `${scheme}:`)?.port ?? ''
  const at = (name: string, scheme: string) => {
    const { address = '', urls = [] } = running.systems.find((system) => system.name === name) ?? {}
    return { address, port: portOf(urls, scheme) }
  }
  return { running, portOf, at }
}

void t.test('the accounts open the directory and the shares', async (t) => {
  const { running, portOf, at } = await open(t)
  const [pc, , alone] = running.computers
  t.strictSame(
    running.computers.map(({ name }) => name),
    ['PC', 'IDLE', 'ALONE'],
  )
  t.equal(alone?.account, null, 'in no domain')
  const { principalName = '', netBiosName = '', name = '', password = '' } = pc?.account ?? {}
  await t.test('ldapsearch', { skip: lacks('ldapsearch', '-VV') }, async (t) => {
    const { address, urls } = running.domainController
    const bind = async (who: string, by: string) => {
      const url = `ldap://${address}:${portOf(urls, 'ldap')}`
      return (await run('ldapsearch', ['-x', '-H', url, '-b', '', '-s', 'base', '-D', who, '-w', by])).status
    }
    t.equal(await bind(principalName, password), 0)
    t.equal(await bind(netBiosName, password), 0)
    t.equal(await bind(principalName, 'x'), 49)
  })
  await t.test('smbclient', { skip: lacks('smbclient', '--version') }, async (t) => {
    const { address, port } = at('bdp', 'smb')
    const list = async (who: string) =>
      run('smbclient', [
        ...['--configfile', '/dev/null', '-p', port, '--client-protection=sign', '-U', who],
        ...[`//${address}/SMSPKGC$`, '-c', 'ls'],
      ])
    t.match((await list(`${name}%${password}`)).stdout.toString(), 'MIX00001', 'every message is signed')
    t.match((await list(`${name}%x`)).stdout.toString(), 'NT_STATUS_LOGON_FAILURE')
    const [reader, ...others] = running.networkAccessAccounts
    t.match(reader, { name: 'reader', netBiosName: 'CONTOSO\\reader', sites: ['MIX'] })
    t.strictSame(others, [])
    const read = await list(`${reader?.name}%${reader?.password}`)
    t.match(read.stdout.toString(), 'MIX00001', 'the Network Access Account')
  })
  await t.test('dig', { skip: lacks('dig', '-v') }, async (t) => {
    const { address, urls } = running.nameServers
    const server = [`@${address}`, '-p', portOf(urls, 'dns'), '+short']
    const dig = async (...asked: string[]) =>
      (await run('dig', [...server, ...asked])).stdout.toString().trim()
    t.equal(await dig('_mssms_mp_mix._tcp.contoso.test', 'SRV'), '0 0 8080 mp.contoso.test.')
    t.equal(await dig('+tcp', 'mp.contoso.test'), at('mp', 'http').address)
    t.equal(await dig('dc.contoso.test'), running.domainController.address)
  })
})

/** A DISCOVER as RFC 2131, section 2, and RFC 4578 have it. */
function discover(hardwareAddress: string, uuid: string): Buffer {
  const fixed = Buffer.alloc(236)
  fixed.set([1, 1, 6, 0])
  fixed.set(Buffer.from(hardwareAddress.replaceAll(':', ''), 'hex'), 28)
  const option = (code: number, value: Buffer): Buffer =>
    Buffer.concat([Buffer.from([code, value.length]), value])
  return Buffer.concat([
    fixed,
    Buffer.from([0x63, 0x82, 0x53, 0x63]),
    option(53, Buffer.from([1])),
    option(60, Buffer.from(intelX86.vendorClass)),
    option(93, intelX86.architecture),
    option(97, machineIdentifier(uuid)),
    Buffer.from([255]),
  ])
}

void t.test('the firmware of the computers is answered, and of others only where it says so', async (t) => {
  const { running, at } = await open(t)
  const [pc, idle, alone] = running.computers
  t.strictSame(running.pxe, [
    { system: 'pxe.contoso.test', unknownComputers: false },
    { system: 'open.contoso.test', unknownComputers: true },
  ])
  const client = await openDatagrams(t)
  const isAnswered = async (name: string, one: typeof pc): Promise<boolean> => {
    if (!one || !pc) throw new Error('no computer')
    const { address, port } = at(name, 'dhcp')
    client.sendTo(address, Number(port), discover(one.hardwareAddress, one.uuid))
    // The next one is answered in any case.
    client.sendTo(address, Number(port), discover(pc.hardwareAddress, pc.uuid))
    const { bytes } = await client.next()
    const first = bytes.toString('hex', 28, 34) === one.hardwareAddress.replaceAll(':', '')
    if (first && one !== pc) await client.next()
    return first
  }
  for (const [name, isOpen] of [
    ['pxe', false],
    ['open', true],
  ] as const) {
    t.equal(await isAnswered(name, idle), true)
    t.equal(await isAnswered(name, alone), isOpen, `${name}: ${alone?.pxeBoot ?? ''}`)
  }
})

void t.test('serve says all of that, in words and in JSON', async (t) => {
  const folder = newFolder(t)
  const file = join(folder, 'contoso.json')
  writeFileSync(file, JSON.stringify(described))
  const serve = async (...more: string[]): Promise<string> =>
    (
      await interrupt(join(folder, 'cache'), ['serve', file, ...more], 'SIGINT', (told) =>
        told.endsWith('\n'),
      )
    ).stdout
  const told = JSON.parse(await serve('--json')) as Record<string, unknown>
  const { running } = await open(t)
  const { computers, networkAccessAccounts, pxe, radiusSecret } = running
  t.match(told, { computers, networkAccessAccounts, pxe, radiusSecret })
  t.match(told, {
    domainController: { fqdn: 'dc.contoso.test', urls: ['ldap://dc.contoso.test:8389'] },
    nameServers: { urls: ['dns://ns.contoso.test:8053', 'wins://ns.contoso.test:8137'] },
    revocationLists: { urls: [/root\.crl$/, /issuing\.crl$/] },
  })
  const words = await serve()
  for (const known of [
    ...computers.flatMap(({ hardwareAddress, uuid, account }) => [
      hardwareAddress,
      uuid,
      ...(account ? [account.principalName, account.netBiosName, account.password] : []),
    ]),
    ...networkAccessAccounts.map(({ password }) => password),
    'Network Access Account of MIX',
    ...[radiusSecret, 'ldap://dc.contoso.test:8389', 'dns://ns.contoso.test:8053', 'issuing.crl'],
    ...['ALONE is in no domain', 'IDLE has nothing to boot', 'any other computer: open.contoso.test'],
  ])
    t.ok(words.includes(known), known)
})
