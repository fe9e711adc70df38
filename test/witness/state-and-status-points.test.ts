import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

const directory = newFolder(t)
const { running, pki } = await open(
  t,
  {
    domain: 'contoso.test',
    sites: [
      {
        code: 'NAT',
        mode: 'native',
        boundaries: [{ subnet: '10.1.0.0/16' }],
        systems: [
          { name: 'smp.nat', roles: ['state-migration-point'] },
          { name: 'ss.nat', roles: ['fallback-status-point', 'server-locator-point', 'reporting-point'] },
        ],
      },
    ],
    clients: [{ name: 'PC', assignedSite: 'NAT' }],
  },
  { cache: join(directory, 'cache') },
)
const file = (name: string): string => join(directory, name)

/** Calls curl on a site system by its name; resolves to the status and the body. */
async function curl(name: string, path: string, ...args: string[]): Promise<[status: string, body: Buffer]> {
  const system = running.systems.find((candidate) => candidate.name === name)
  const url = new URL(system?.urls[0] ?? '')
  const body = file('answer')
  await writeFile(body, '')
  const resolve = ['--resolve', `${url.hostname}:${url.port}:${system?.address ?? ''}`]
  const output = ['-s', '-o', body, '-w', '%{http_code}']
  const { stdout } = await run('curl', [...output, ...resolve, ...args, `${url.origin}${path}`])
  return [stdout.toString(), await readFile(body)]
}

const skip = lacks('curl', '--version')

void t.test('curl stores user state, in two parts, and restores it', { skip }, async (t) => {
  const [pc = { name: '', fqdn: '' }] = running.hierarchy.clients
  const [{ certificate, key }, { root }] = await Promise.all([pki.client(pc, 'good'), pki.authorities()])
  await Promise.all([
    writeFile(file('cert.pem'), certificate),
    writeFile(file('key.pem'), key ?? ''),
    writeFile(file('ca.pem'), root),
  ])
  const smp = (path: string, ...args: string[]) =>
    curl(
      'smp.nat',
      path,
      '--cacert',
      file('ca.pem'),
      '--cert',
      file('cert.pem'),
      '--key',
      file('key.pem'),
      ...args,
    )
  const request = async (attributes: string): Promise<string> => {
    const [status, body] = await smp('/SMSSMP/smp.dll', '--data-binary', `<StateStoreRequest ${attributes}/>`)
    t.equal(status, '200')
    return body.toString()
  }
  const state = randomBytes(600_000)
  await Promise.all([writeFile(file('state'), state), writeFile(file('part'), state.subarray(0, 250_000))])
  const granted = await request(`Action="Capture" Computer="OLD" Destination="NEW" Size="${state.length}"`)
  const [, store = ''] = / Store="([^"]+)"/.exec(granted) ?? []
  const path = (computer: string): string => `/SMSSMP/stores/${store}?computer=${computer}`

  const begun = ['-H', `Content-Range: bytes 0-249999/${state.length}`, '-T', file('part')]
  t.equal((await smp(path('OLD'), ...begun))[0], '200')
  // To resume an upload curl tells by Content-Range what it sends.
  t.equal((await smp(path('OLD'), '-C', '250000', '-T', file('state')))[0], '200')
  const hash = createHash('sha256').update(state).digest('hex')
  t.match(await request(`Action="Release" Computer="OLD" Store="${store}"`), `Hash="${hash}"`)
  t.match(await request('Action="Restore" Computer="NEW"'), `Hash="${hash}"`)
  const [status, body] = await smp(path('NEW'))
  t.equal(status, '200')
  t.ok(body.equals(state))
  t.equal((await smp(path('OTHER')))[0], '403')
  const without = await curl('smp.nat', path('NEW'), '--cacert', file('ca.pem'))
  t.equal(without[0], '000', 'without a certificate there is no answer')
})

void t.test('curl sends state messages that iconv has made UTF-16', { skip }, async (t) => {
  const message =
    '<StateMessage MessageTime="20070822093000.000000+000" SerialNumber="7"><Topic ID="" Type="800" IDType="0"/>' +
    '<State ID="400" Criticality="0"/></StateMessage>'
  const report =
    '<Report><ReportHeader><Identification><Machine><NetBIOSName>PC-Å</NetBIOSName></Machine></Identification>' +
    `</ReportHeader><ReportBody>${message}</ReportBody></Report>`
  const encodings = ['UTF-16', 'UTF-16LE']
  for (const encoding of encodings) {
    const { status, stdout } = await run('iconv', ['-f', 'UTF-8', '-t', encoding], report)
    t.equal(status, 0)
    await writeFile(file('report'), stdout)
    const [answer] = await curl('ss.nat', '/SMS_FSP/.sms_fsp', '--data-binary', `@${file('report')}`)
    t.equal(answer, '200', encoding)
  }
  const [, page] = await curl('ss.nat', '/SMSReporting_NAT/Report.asp?ReportID=3')
  t.equal(page.toString().match(/<td>PC-Å<\/td><td>800 client deployment<\/td><td>400<\/td>/g)?.length, 2)
})

void t.test('curl finds a site by its place', { skip }, async (t) => {
  const place = ['-G', '--data-urlencode', 'ir=10.1.2.7', '--data-urlencode', 'ip=10.1.2.0', '-d', 'site']
  const [status, body] = await curl('ss.nat', '/SMS_SLP/slp.dll', ...place)
  t.strictSame([status, body.toString()], ['200', '<SLPReply><Site Code="NAT"/></SLPReply>'])
})
