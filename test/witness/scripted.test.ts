import { statSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { startHierarchy, type HierarchyInput, type RunningHierarchy } from '../../sim/index.ts'
import { policyServerSecret } from '../../sim/vocabulary/network.ts'
import { newFolder } from '../new-folder.ts'
import { statementMessages } from '../wire/statement-of-health-sample.ts'
import { lacks, run } from './run-program.ts'

const described: HierarchyInput = {
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      systems: [
        { name: 'mp', roles: ['management-point'] },
        {
          name: 'dp',
          roles: ['standard-distribution-point'],
          packages: ['MIX00001', 'MIX00002'],
          anonymousAccess: true,
          // From the start.
          misbehave: [
            {
              ...{ name: 'in-use', protocol: 'smb', operation: 'create', path: '/*/MIX00001.bin' },
              ...{ requests: { nth: 1 }, error: 'STATUS_SHARING_VIOLATION' },
            },
          ],
        },
        { name: 'pxe', roles: ['pxe-service-point'] },
        { name: 'shv', roles: ['system-health-validator-point'] },
      ],
    },
  ],
  packages: [{ id: 'MIX00001' }, { id: 'MIX00002' }],
}

async function opened(t: Test): Promise<RunningHierarchy> {
  const running = await startHierarchy(described, { cache: newFolder(t) })
  t.teardown(() => running.close())
  return running
}

function portOf(urls: readonly string[], protocol: string): string {
  return new URL(urls.find((url) => url.startsWith(`${protocol}:`)) ?? '').port
}

void t.test('smbclient', { skip: lacks('smbclient', '--version') }, async (t) => {
  const running = await opened(t)
  const { address = '', urls = [] } = running.systems.find(({ name }) => name === 'dp') ?? {}
  const out = join(newFolder(t), 'out')
  const get = async (id: string): Promise<string> => {
    const { stdout, stderr } = await run('smbclient', [
      ...['--configfile', '/dev/null', '-p', portOf(urls, 'smb'), '-N', `//${address}/SMSPKGC$`],
      ...['-c', `cd ${id}; get ${id}.bin "${out}"`],
    ])
    return /NT_STATUS_\w+|getting file/.exec(`${stdout.toString()}${stderr}`)?.[0] ?? ''
  }
  t.equal(await get('MIX00002'), 'getting file', 'another file')
  t.equal(await get('MIX00001'), 'NT_STATUS_SHARING_VIOLATION')
  t.equal(await get('MIX00001'), 'getting file', 'the second time')
  running.misbehave({
    ...{ name: 'cut', system: 'dp', protocol: 'smb', operation: 'read' },
    fault: 'reset-after-request',
  })
  t.match(await get('MIX00001'), /^NT_STATUS_CONNECTION_(?:DISCONNECTED|RESET)$/)
  running.behave('cut')
  running.misbehave({ name: 'late', system: 'dp', protocol: 'smb', delayMs: 20 })
  t.equal(await get('MIX00001'), 'getting file', 'late')
  running.behave('late')
  const list = async (): Promise<string> => {
    const { stdout } = await run('smbclient', [
      ...['--configfile', '/dev/null', '-p', portOf(urls, 'smb'), '-N', `//${address}/SMSPKGC$`, '-c', 'ls'],
    ])
    return [...stdout.toString().matchAll(/^ {2}(\S+) +D/gm)].map(([, name]) => name).join(' ')
  }
  running.misbehave({
    ...{ name: 'shuffled', system: 'dp', protocol: 'smb', operation: 'query-directory' },
    ...{ requests: { from: 3 }, unusual: 'list-order' },
  })
  const usual = '. .. MIX00001 MIX00002'
  t.equal(await list(), usual)
  const shuffled = await list()
  t.not(shuffled, usual)
  t.strictSame(shuffled.split(' ').sort(), usual.split(' '), 'nothing is missing')
})

void t.test('ldapsearch', { skip: lacks('ldapsearch', '-VV') }, async (t) => {
  const running = await opened(t)
  const { address, urls } = running.domainController
  const search = async (filter: string): Promise<number> => {
    const url = `ldap://${address}:${portOf(urls, 'ldap')}`
    const base = 'CN=System Management,CN=System,DC=sitemode,DC=test'
    const { status, stderr } = await run('ldapsearch', ['-x', '-LLL', '-H', url, '-b', base, filter])
    t.comment(stderr)
    return status
  }
  const dc = { system: 'dc', protocol: 'ldap' } as const
  t.equal(await search('(mSSMSSiteCode=MIX)'), 0)
  running.misbehave({ ...dc, name: 'busy', filter: '(mssmssitecode=*)', error: 'busy', requests: { nth: 2 } })
  t.equal(await search('(mSSMSSiteCode=MIX)'), 0)
  t.equal(await search('(mSSMSSiteCode=MIX)'), 51, 'the second search')
  t.equal(await search('(cn=MIX)'), 0, 'another filter')
  running.misbehave({ ...dc, name: 'bind', operation: 'bind', error: 49 })
  t.equal(await search('(cn=MIX)'), 49, 'no bind')
  running.behave('bind')
  running.misbehave({ ...dc, name: 'cut', operation: 'search', fault: 'closed-after-request' })
  t.equal(await search('(cn=MIX)'), 255, 'cannot contact the server')
})

void t.test('dig', { skip: lacks('dig', '-v') }, async (t) => {
  const running = await opened(t)
  const { address, urls } = running.nameServers
  const ask = async (name: string, ...how: string[]): Promise<string> => {
    const asked = [`@${address}`, '-p', portOf(urls, 'dns'), '+tries=1', '+time=1', ...how, name]
    const { stdout } = await run('dig', asked)
    return /status: (\w+)|timed out|malformed|communications error/.exec(stdout.toString())?.[1] ?? 'none'
  }
  const ns = { system: 'ns', protocol: 'dns' } as const
  const name = 'mp.sitemode.test'
  for (const by of ['+notcp', '+tcp']) {
    running.misbehave({ ...ns, name: 'fails', question: 'mp.*', error: 'SERVFAIL', requests: { nth: 2 } })
    t.equal(await ask('dc.sitemode.test', by), 'NOERROR', 'another name')
    t.equal(await ask(name, by), 'NOERROR')
    t.equal(await ask(name, by), 'SERVFAIL', `the second question ${by}`)
    t.equal(await ask(name, by), 'NOERROR')
    running.behave()
    running.misbehave({ ...ns, name: 'own', error: 9 })
    t.equal(await ask(name, by), 'NOTAUTH', 'a number without a name here')
    running.behave()
    running.misbehave({ ...ns, name: 'silent', fault: 'silent-after-request' })
    t.equal(await ask(name, by), 'none', 'no answer')
    running.behave()
    running.misbehave({ ...ns, name: 'late', delayMs: 30 })
    t.equal(await ask(name, by), 'NOERROR')
    running.behave()
  }
})

void t.test('nslookup', { skip: lacks('nslookup', '-version') }, async (t) => {
  const running = await opened(t)
  const { address, urls } = running.nameServers
  const ask = async (): Promise<string> => {
    const asked = [`-port=${portOf(urls, 'dns')}`, '-type=A', 'mp.sitemode.test', address]
    return (await run('nslookup', asked)).stdout.toString()
  }
  t.match(await ask(), 'Name:\tmp.sitemode.test')
  running.misbehave({ name: 'refused', system: 'ns', protocol: 'dns', error: 'REFUSED' })
  t.match(await ask(), "server can't find mp.sitemode.test: REFUSED")
})

void t.test('atftp', { skip: lacks('atftp', '--version') }, async (t) => {
  const running = await opened(t)
  const { address = '', urls = [] } = running.systems.find(({ name }) => name === 'pxe') ?? {}
  const fetched = join(newFolder(t), 'fetched')
  const port = portOf(urls, 'tftp')
  /** What it fetched, or what it says. */
  const get = async (file: string): Promise<number | string> => {
    const { status, stdout, stderr } = await run('atftp', [
      ...['--trace', '--tftp-timeout', '1', '--option', 'blksize 1024'],
      ...['-g', '-r', file, '-l', fetched, address, port],
    ])
    const said = stdout.toString() + stderr
    t.comment(said.split('\n').slice(0, 8).join('\n'))
    return status === 0 ? statSync(fetched).size : (/received from server <(.*)>/.exec(said)?.[1] ?? said)
  }
  const file = 'smsboot\\x86\\wdsnbp.com'
  const size = 31_000
  const by = { system: 'pxe', protocol: 'tftp' } as const
  t.equal(await get(file), size)
  running.misbehave({ ...by, name: 'refused', path: '/*/wdsnbp.com', error: 6, requests: { nth: 2 } })
  t.equal(await get('smsboot\\x86\\abortpxe.com'), 80, 'another file')
  t.equal(await get(file), size)
  t.equal(await get(file), 'the server was asked to refuse the file', 'the second time')
  running.misbehave({ ...by, name: 'cut', fault: 'truncated', requests: { nth: 1 } })
  t.equal(await get(file), 512, 'half a block is the last one')
  running.misbehave({ ...by, name: 'lost', fault: 'silent-after-request', requests: { nth: 1 } })
  t.equal(await get(file), size, 'asked for again')
  running.misbehave({ ...by, name: 'garbage', fault: 'garbage-answer', requests: { nth: 1 } })
  t.equal(await get(file), size, 'asked for again')
  for (const unusual of ['small-blocks', 'repeated-answer'] as const) {
    running.misbehave({ ...by, name: unusual, unusual })
    t.equal(await get(file), size, unusual)
  }
})

void t.test('radclient', { skip: lacks('radclient', '-v') }, async (t) => {
  const running = await opened(t)
  const { address = '', urls = [] } = running.systems.find(({ name }) => name === 'shv') ?? {}
  const raddb = t.testdir({
    dictionary: '',
    request: [
      'User-Name = "host/pc.contoso.test"',
      'Message-Authenticator = 0x00',
      `MS-Quarantine-SOH = 0x${statementMessages.withMode.toString('hex')}`,
    ].join('\n'),
  })
  /** The answer and the names of its attributes, or what it says. */
  const ask = async (...how: string[]): Promise<string[]> => {
    const { stdout, stderr } = await run('radclient', [
      ...['-x', '-d', raddb, '-f', join(raddb, 'request'), ...how],
      ...[`${address}:${portOf(urls, 'radius')}`, 'auth', policyServerSecret],
    ])
    const said = stdout.toString() + stderr
    const [, answer = 'No reply'] = said.split(/(?=^Received )/m)
    return [...answer.matchAll(/^(?:Received (\S+)|\t([\w-]+) = |(No reply))/gm)].map(
      ([, code, attribute, silence]) => code ?? attribute ?? silence ?? '',
    )
  }
  const by = { system: 'shv', protocol: 'soh' } as const
  const usual = await ask('-r', '1')
  t.equal(usual[0], 'Access-Accept')
  t.equal(usual.at(-1), 'Reply-Message')
  running.misbehave({ ...by, name: 'refused', error: 'Access-Reject', requests: { nth: 2 } })
  t.strictSame(await ask('-r', '1'), usual)
  t.strictSame(await ask('-r', '1'), ['Access-Reject', 'Message-Authenticator', 'Reply-Message'])
  running.misbehave({ ...by, name: 'challenged', error: 11, requests: { nth: 1 } })
  t.equal((await ask('-r', '1'))[0], 'Access-Challenge')
  for (const fault of ['silent-after-request', 'garbage-answer', 'truncated'] as const) {
    running.misbehave({ ...by, name: fault, fault, requests: { nth: 1 } })
    t.strictSame(await ask('-r', '1', '-t', '1'), ['No reply'], fault)
    running.behave(fault)
  }
  running.misbehave({ ...by, name: 'lost', fault: 'silent-after-request', requests: { nth: 1 } })
  t.strictSame(await ask('-r', '3', '-t', '1'), usual, 'asked again')
  running.misbehave({ ...by, name: 'odd', unusual: 'radius-order', requests: { nth: 1 } })
  const odd = await ask('-r', '1')
  t.notSame(odd, usual)
  t.strictSame([...odd].sort(), [...usual].sort())
  running.misbehave({ ...by, name: 'twice', unusual: 'repeated-answer' })
  t.strictSame(await ask('-r', '1'), usual)
})

// It asks port 137 and no other, which is root's.
const notRoot = process.getuid?.() !== 0 && 'port 137 is for root'
const alone = process.platform !== 'linux' && 'there is only 127.0.0.1'

void t.test('nmblookup', { skip: notRoot || alone || lacks('nmblookup', '--version') }, async (t) => {
  const running = await startHierarchy({ ...described, servicePorts: { wins: 137 } }, { cache: newFolder(t) })
  t.teardown(() => running.close())
  const { address } = running.nameServers
  const ask = async (): Promise<number> => {
    const asked = ['--configfile=/dev/null', '--unicast', address, '--recursion', 'MP_MIX#1a']
    return (await run('nmblookup', asked)).status
  }
  t.equal(await ask(), 0)
  running.misbehave({ name: 'gone', system: 'ns', protocol: 'wins', question: 'mp_*', error: 'NAM_ERR' })
  t.equal(await ask(), 1)
  running.behave()
  t.equal(await ask(), 0)
})
