import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import t from 'tap'
import {
  fetchSiteServerSigningCertificate,
  requestPolicyAssignments,
} from '../../sim/client/conversations/request-policy.ts'
import { sayTo } from '../client/conversations/say-to.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

const directory = newFolder(t)
const file = (name: string): string => join(directory, name)
const withoutOpenssl = lacks('openssl', 'version')
const withoutCurl = lacks('curl', '--version')

async function openssl(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await run('openssl', args)
  if (status !== 0) throw new Error(stderr)
  return stdout.toString()
}

/** Hexadecimal, the least significant byte first, and back. */
const reversed = (bytes: Buffer): Buffer => Buffer.from(bytes).reverse()

for (const keys of ['rsa', 'ec'] as const) {
  const skip = withoutOpenssl
  void t.test(`openssl verifies what a site server has signed, with ${keys} keys`, { skip }, async (t) => {
    const { running, pki } = await open(
      t,
      {
        tls: { keys },
        sites: [{ code: 'NAT', mode: 'native', systems: [{ name: 'mp', roles: ['management-point'] }] }],
        clients: [{ name: 'PC', assignedSite: 'NAT' }],
      },
      { cache: join(directory, `cache-${keys}`) },
    )
    const [client = { name: '', fqdn: '' }] = running.hierarchy.clients
    const [{ certificate: cert, key }, { root: ca }] = await Promise.all([
      pki.client(client, 'good'),
      pki.authorities(),
    ])
    const say = sayTo(running, 'mp', { ca, cert, key })
    const signing = new X509Certificate(await fetchSiteServerSigningCertificate()(say))
    await writeFile(file('signing.pem'), signing.toString())
    await writeFile(file('key.pem'), await openssl('x509', '-in', file('signing.pem'), '-noout', '-pubkey'))
    const pc = {
      name: 'PC',
      managementPoint: 'mp',
      now: new Date('2007-08-22T09:30:00Z'),
      clientId: 'GUID:0A',
    }
    const { assignments, signatures } = await requestPolicyAssignments(pc, 'NAT')(say)
    const [assignment, signature] = [assignments[0], signatures?.[0]]
    if (!assignment || !signature) throw new Error('nothing is signed')
    await writeFile(file('signature'), reversed(Buffer.from(signature.value, 'hex')))
    const verified = async (text: string): Promise<number> => {
      await writeFile(file('text'), Buffer.from(text, 'utf16le'))
      const args = [
        'dgst',
        '-sha1',
        '-verify',
        file('key.pem'),
        '-signature',
        file('signature'),
        file('text'),
      ]
      return (await run('openssl', args)).status
    }
    t.equal(await verified(assignment.signed), 0)
    t.not(await verified(`${assignment.signed} `), 0)
  })
}

void t.test(
  'a client made of openssl and curl registers, is pending, and is registered',
  { skip: withoutOpenssl || withoutCurl },
  async (t) => {
    const { running } = await open(
      t,
      {
        sites: [
          {
            code: 'MIX',
            mode: 'mixed',
            systems: [
              {
                name: 'mp',
                roles: ['management-point'],
                managementPoint: { signatures: 'required', registrationWait: '999999 d' },
              },
              { name: 'soon', roles: ['management-point'], managementPoint: { signatures: 'required' } },
            ],
          },
        ],
      },
      { cache: join(directory, 'cache-mixed') },
    )
    await openssl(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=SMS', '-days', '2'],
      ...['-keyout', file('own.key'), '-outform', 'DER', '-out', file('own.der')],
    )
    const certificate = (await readFile(file('own.der'))).toString('hex').toUpperCase()
    const boundary = 'aBc'

    /** Composes, signs and sends one, and resolves to the XML of the reply. */
    async function register(
      name: string,
      type: string,
      hash: 'sha1' | 'sha256',
      broken = '',
    ): Promise<string> {
      const algorithm = hash === 'sha256' ? ' HashAlgorithm="1.2.840.113549.1.1.11"' : ''
      const data =
        `<Data${algorithm} RequestType="${type}" TimeStamp="2007-08-22T09:30:00Z" SMSID="">` +
        '<AgentInformation AgentType="0" AgentVersion="4.00.6487.2000" AgentIdentity="openssl"/><Certificates>' +
        `<Signing Encoding="HexBinary">${certificate}</Signing></Certificates><DiscoveryProperties/></Data>`
      await writeFile(file('data'), Buffer.from(data + broken, 'utf16le'))
      await openssl('dgst', `-${hash}`, '-sign', file('own.key'), '-out', file('signature'), file('data'))
      const signature = reversed(await readFile(file('signature')))
        .toString('hex')
        .toUpperCase()
      const xml =
        `<ClientRegistrationRequest>${data}<Signature><SignatureValue>${signature}</SignatureValue></Signature>` +
        '</ClientRegistrationRequest>'
      const header =
        `<Msg ReplyCompression="zlib" SchemaVersion="1.1"><Body Type="ByteRange" Length="${2 * (xml.length + 1)}" Offset="0"/>` +
        '<Hooks><Hook3 Name="zlib-compress"/></Hooks><ID>{1}</ID><ReplyTo>direct:PC:SccmMessaging</ReplyTo><SourceHost>PC</SourceHost>' +
        '<TargetEndpoint>MP_ClientRegistration</TargetEndpoint></Msg>'
      const body = Buffer.concat([
        Buffer.from(`--${boundary}\r\ncontent-type: text/plain; charset=UTF-16\r\n\r\n`),
        Buffer.from(`\ufeff${header}`, 'utf16le'),
        Buffer.from(`\r\n--${boundary}\r\ncontent-type: application/octet-stream\r\n\r\n`),
        deflateSync(Buffer.concat([Buffer.from(`${xml}\0`, 'utf16le'), Buffer.from('\r\n')])),
        Buffer.from(`\r\n--${boundary}--`),
      ])
      await writeFile(file('said'), body)
      const { stdout } = await run('curl', [
        ...['-s', '-X', 'CCM_POST', '-H', `Content-Type: multipart/mixed; boundary="${boundary}"`],
        ...['--data-binary', `@${file('said')}`, `${urlOf(name)}/ccm_system/request`],
      ])
      // The last part, as clients look for it: by its Content-Type, up to the line break before the last delimiter.
      const at =
        stdout.indexOf('application/octet-stream\r\n\r\n') + 'application/octet-stream\r\n\r\n'.length
      const reply = stdout.subarray(at, stdout.lastIndexOf('\r\n--'))
      return inflateSync(reply).toString('utf16le').replace(/\0$/, '')
    }

    function urlOf(name: string): string {
      const system = running.systems.find((candidate) => candidate.name === name)
      const { port } = new URL(system?.urls[0] ?? '')
      return `http://${system?.address ?? ''}:${port}`
    }

    const status = async (...args: Parameters<typeof register>): Promise<string> => {
      const [, type, number] = /ResponseType="(\w+)".* Status="(\d)"/.exec(await register(...args)) ?? []
      return `${type ?? 'none'} ${number ?? ''}`
    }
    t.equal(await status('mp', 'Confirmation', 'sha1'), 'Confirmation 2', 'nobody knows it')
    t.equal(await status('mp', 'Registration', 'sha1', ' '), 'Registration 3', 'signed of something else')
    t.equal(await status('mp', 'Registration', 'sha1'), 'Registration 1')
    t.equal(await status('mp', 'Confirmation', 'sha256'), 'Confirmation 1')
    t.equal(await status('soon', 'Confirmation', 'sha256'), 'Confirmation 0', 'at one that does not wait')
    t.match(
      await register('soon', 'Registration', 'sha256'),
      /^<ClientRegistrationResponse [^>]*SMSID="GUID:[^>]*\/>$/,
    )
  },
)

void t.test('an upload of curl is recorded by its hash', { skip: withoutCurl }, async (t) => {
  const { running } = await open(
    t,
    {
      sites: [
        {
          code: 'MIX',
          mode: 'mixed',
          systems: [{ name: 'mp', roles: ['management-point', 'reporting-point'] }],
        },
      ],
    },
    { cache: join(directory, 'cache-upload') },
  )
  const [system] = running.systems
  const { port } = new URL(system?.urls[0] ?? '')
  const origin = `http://${system?.address ?? ''}:${port}`
  const bytes = randomBytes(300_000)
  const packet = async (type: string, ...more: readonly string[]): Promise<string> => {
    const args = ['-s', '-i', '-X', 'BITS_POST', '-H', `BITS-Packet-Type: ${type}`, ...more]
    const { stdout } = await run('curl', [...args, `${origin}/ccm_incoming/report.msg`])
    return stdout.toString()
  }
  const protocols = 'BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}'
  const [, id = ''] = /^BITS-Session-Id: (\S+)/im.exec(await packet('Create-Session', '-H', protocols)) ?? []
  const session = ['-H', `BITS-Session-Id: ${id}`]
  for (const [first, end] of [
    [0, 200_000],
    [200_000, 300_000],
  ] as const) {
    await writeFile(file('fragment'), bytes.subarray(first, end))
    const range = ['-H', `Content-Range: bytes ${first}-${end - 1}/300000`]
    t.match(
      await packet('Fragment', ...session, ...range, '--data-binary', `@${file('fragment')}`),
      `BITS-Received-Content-Range: ${end}`,
    )
  }
  t.match(await packet('Close-Session', ...session), /^HTTP\/1\.1 200/)
  const { stdout } = await run('curl', ['-s', `${origin}/SMSReporting_MIX/Report.asp?ReportID=7`])
  t.match(stdout.toString(), `<td>300000</td><td>${createHash('sha256').update(bytes).digest('hex')}</td>`)
})
