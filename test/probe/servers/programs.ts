import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { CertificateRecipe } from '../../../sim/vocabulary/certificate.ts'
import { lacks } from '../../witness/run-program.ts'

/** How a server is set up; where nothing is said, it is good, and answers 200. */
export interface Setup {
  certificate?: CertificateRecipe
  /** It wants a client certificate of our root: for every connection, or for the path that is asked for. */
  asks?: 'always' | 'for-path'
  /** The only version of TLS. */
  tls?: '1.0' | '1.2' | '1.3'
  /** No cipher suite that Node has. */
  cipher?: 'unshared'
  /** It has another name, and refuses a client that asks for ours. */
  named?: 'otherwise'
  /** It serves HTTP. */
  plain?: true
  /** `nothing`: it reads and is silent; `echo`: what it reads; `close`, `reset`: no answer, and the end. */
  answers?: 301 | 401 | 404 | 405 | 500 | 503 | 'nothing' | 'echo' | 'close' | 'reset'
}

/** PEM files. */
export interface Files {
  directory: string
  server(recipe: CertificateRecipe): { certificate: string; key: string }
  root: string
  /** The revocation lists, and with the root before them. */
  lists: string
  rootAndLists: string
}

export interface Serving {
  address: string
  ports: number[]
  children: ChildProcess[]
}

export interface ServerProgram {
  lacks: string | false
  can(setup: Setup): boolean
  /** Faults of clients' certificates that it does not mind. */
  tolerates?: readonly CertificateRecipe[]
  /** Whether the client has to give up. */
  hangs?(setup: Setup): boolean
  serve(t: Test, setups: readonly Setup[], files: Files): Promise<Serving>
}

/** OpenSSL's name for a version. */
function inOpenssl(tls: NonNullable<Setup['tls']>): string {
  return tls === '1.0' ? 'TLSv1' : `TLSv${tls}`
}

/** Programs do not report their port, so they get an address that only this process uses. */
const ownAddress = `127.16.${(process.pid >> 8) % 256}.${process.pid % 256}`

function start(t: Test, program: string, args: readonly string[]): ChildProcess {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] })
  const gone = once(child, 'exit')
  child.stdout.resume()
  t.teardown(async () => {
    // One that was stopped obeys no other signal.
    child.kill('SIGKILL')
    await gone
  })
  return child
}

/** Waits until a program accepts connections. */
async function accepts(child: ChildProcess, address: string, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} left with ${child.exitCode}`)
    const socket = connect({ host: address, port })
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (open) return
  }
}

/** A port that nothing has open. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function aProcessEach(
  t: Test,
  address: string,
  commands: readonly { program: string; port: number; args: readonly string[] }[],
): Promise<Serving> {
  const children = commands.map(({ program, args }) => start(t, program, args))
  const ports = commands.map(({ port }) => port)
  await Promise.all(children.map((child, index) => accepts(child, address, ports[index] ?? 0)))
  return { address, ports, children }
}

async function oneProcess(
  t: Test,
  firstPort: number,
  count: number,
  program: string,
  args: readonly string[],
): Promise<Serving> {
  const ports = Array.from({ length: count }, (_, index) => firstPort + index)
  const child = start(t, program, args)
  await accepts(child, ownAddress, firstPort)
  return { address: ownAddress, ports, children: [child] }
}

const openssl: ServerProgram = {
  lacks: lacks('openssl', 'version'),
  can: ({ asks, plain, answers = 'nothing' }) => asks !== 'for-path' && !plain && answers === 'nothing',
  serve: (t, setups, files) =>
    aProcessEach(
      t,
      ownAddress,
      setups.map(({ certificate = 'good', asks, tls, cipher, named, answers }, index) => {
        const port = 8100 + index
        const { certificate: file, key } = files.server(certificate)
        const args = [
          ...['s_server', '-accept', `${ownAddress}:${port}`, '-quiet', ...(answers ? [] : ['-www'])],
          ...['-cert', file, '-key', key, '-cert_chain', file, '-CAfile', files.rootAndLists],
          ...(asks ? ['-Verify', '3', '-verify_return_error', '-crl_check_all'] : []),
          ...(tls ? [tls === '1.0' ? '-tls1' : `-tls${tls.replace('.', '_')}`] : []),
          ...['-cipher', cipher ? 'ECDHE-ECDSA-CAMELLIA128-SHA256' : 'DEFAULT@SECLEVEL=0'],
          ...(named ? ['-servername', 'other.test', '-servername_fatal', '-cert2', file, '-key2', key] : []),
        ]
        return { program: 'openssl', port, args }
      }),
    ),
}

/** Does not look at the purpose of a client's certificate. Cannot be bound to one address, so its ports are free ones of the machine. */
const gnutls: ServerProgram = {
  lacks: lacks('gnutls-serv', '--version'),
  tolerates: ['wrong-usage'],
  can: ({ asks, plain, answers = 'echo' }) => asks !== 'for-path' && !plain && answers === 'echo',
  async serve(t, setups, files) {
    const commands = []
    for (const { certificate = 'good', asks, tls, cipher, named, answers } of setups) {
      const port = await freePort()
      const { certificate: file, key } = files.server(certificate)
      const priority = [
        'NORMAL',
        ...(cipher ? ['-CIPHER-ALL', '+CAMELLIA-128-CBC'] : []),
        ...(tls ? ['-VERS-TLS-ALL', `+VERS-TLS${tls}`] : []),
      ]
      const args = [
        ...['--port', String(port), '--quiet', answers ? '--echo' : '--http'],
        ...['--x509certfile', file, '--x509keyfile', key, '--priority', priority.join(':')],
        ...(asks
          ? [
              ...['--x509cafile', files.root, '--x509crlfile', files.lists],
              ...['--require-client-cert', '--verify-client-cert'],
            ]
          : ['--disable-client-cert']),
        ...(named ? ['--sni-hostname', 'other.test', '--sni-hostname-fatal'] : []),
      ]
      commands.push({ program: 'gnutls-serv', port, args })
    }
    return aProcessEach(t, '127.0.0.1', commands)
  },
}

const nginx: ServerProgram = {
  lacks: lacks('nginx', '-v'),
  can: ({ asks, answers }) => asks !== 'for-path' && answers !== 'nothing' && answers !== 'echo',
  async serve(t, setups, files) {
    const { directory } = files
    chmodSync(directory, 0o755)
    const servers = setups.map(
      ({ certificate = 'good', asks, tls, cipher, named, plain, answers = 200 }, index) => {
        const { certificate: file, key } = files.server(certificate)
        const answer =
          typeof answers !== 'number'
            ? '444'
            : answers === 301
              ? '301 https://elsewhere.test/'
              : answers === 200
                ? '200 here'
                : String(answers)
        return `server {
          listen ${ownAddress}:${8300 + index} ${plain ? '' : 'ssl'};
          ssl_certificate ${file}; ssl_certificate_key ${key};
          ssl_protocols ${tls ? inOpenssl(tls) : 'TLSv1.2 TLSv1.3'};
          ssl_ciphers ${cipher ? 'ECDHE-ECDSA-CAMELLIA128-SHA256' : 'DEFAULT:@SECLEVEL=0'};
          ${asks ? `ssl_client_certificate ${files.root}; ssl_crl ${files.lists}; ssl_verify_client on; ssl_verify_depth 3;` : ''}
          ${named ? 'ssl_reject_handshake on;' : ''}
          ${answers === 'reset' ? 'reset_timedout_connection on;' : ''}
          location / { return ${answer}; }
        }`
      },
    )
    const configuration = join(directory, 'nginx.conf')
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    writeFileSync(
      configuration,
      `daemon off; master_process off; pid ${directory}/nginx.pid; error_log ${directory}/nginx.log;
       events {}
       http {
         access_log off; ${temporary.map((name) => `${name}_temp_path ${directory}/${name};`).join(' ')}
         ${servers.join('\n')}
       }`,
    )
    return oneProcess(t, 8300, setups.length, 'nginx', ['-c', configuration])
  },
}

const modules = '/usr/lib/apache2/modules'

const apache: ServerProgram = {
  lacks: lacks('apache2', '-v'),
  can: ({ named, answers = 404 }) => !named && typeof answers === 'number',
  async serve(t, setups, files) {
    const { directory } = files
    const hosts = setups.map(({ certificate = 'good', asks, tls, cipher, plain, answers }, index) => {
      const { certificate: file, key } = files.server(certificate)
      const answer = answers === 301 ? 'Redirect 301 / https://elsewhere.test/' : `Redirect ${answers} /`
      const required = 'SSLVerifyClient require\nSSLVerifyDepth 3'
      return `Listen ${ownAddress}:${8500 + index}
        <VirtualHost ${ownAddress}:${8500 + index}>
          ServerName mp1.contoso.test
          ${answers ? answer : ''}
          ${
            plain
              ? ''
              : `SSLEngine on
          SSLCertificateFile ${file}
          SSLCertificateKeyFile ${key}
          SSLProtocol -all ${tls ? `+${inOpenssl(tls)}` : '+TLSv1.2 +TLSv1.3'}
          SSLCipherSuite ${cipher ? 'ECDHE-ECDSA-CAMELLIA128-SHA256' : 'DEFAULT:@SECLEVEL=0'}
          SSLCACertificateFile ${files.root}
          SSLCARevocationFile ${files.lists}
          SSLCARevocationCheck chain
          ${asks === 'always' ? required : ''}`
          }
          <Location />
            SetHandler server-status
            Require all granted
            ${asks === 'for-path' ? required : ''}
          </Location>
        </VirtualHost>`
    })
    const configuration = join(directory, 'httpd.conf')
    writeFileSync(
      configuration,
      `ServerRoot ${directory}
       ServerName mp1.contoso.test
       DefaultRuntimeDir ${directory}
       PidFile ${directory}/httpd.pid
       User nobody
       Group nogroup
       LoadModule mpm_event_module ${modules}/mod_mpm_event.so
       LoadModule ssl_module ${modules}/mod_ssl.so
       LoadModule authz_core_module ${modules}/mod_authz_core.so
       LoadModule alias_module ${modules}/mod_alias.so
       LoadModule status_module ${modules}/mod_status.so
       ErrorLog ${directory}/httpd.log
       ${hosts.join('\n')}`,
    )
    return oneProcess(t, 8500, setups.length, 'apache2', ['-X', '-f', configuration])
  },
}

const source = fileURLToPath(new URL('../../../../test/probe/servers/JsseServer.java', import.meta.url))

/** Compiled as it starts, so it needs javac. It has no revocation lists, and today's Java has no TLS 1.0. Its server of HTTP waits for the end of a line in a handshake. */
const java: ServerProgram = {
  lacks: lacks('javac', '-version'),
  tolerates: ['revoked'],
  hangs: ({ plain }) => plain === true,
  can: ({ asks, tls, answers = 404 }) => asks !== 'for-path' && tls !== '1.0' && typeof answers === 'number',
  async serve(t, setups, files) {
    const child = start(t, 'java', [
      source,
      ...setups.map(({ certificate = 'good', asks, tls, cipher, named, plain, answers }) => {
        const { certificate: file, key } = files.server(certificate)
        return [
          `address=${ownAddress}`,
          ...(plain ? [] : [`certificate=${file}`, `key=${key}`, `root=${files.root}`]),
          ...(asks ? ['asks=yes'] : []),
          ...(tls ? [`tls=TLSv${tls}`] : []),
          ...(cipher ? ['cipher=TLS_DHE_DSS_WITH_AES_128_CBC_SHA256'] : []),
          ...(named ? ['only=other.test'] : []),
          ...(answers ? [`status=${answers}`] : []),
        ].join(' ')
      }),
    ])
    if (!child.stdout) throw new Error('java writes nowhere')
    const [printed] = (await once(child.stdout, 'data')) as [Buffer]
    return { address: ownAddress, ports: printed.toString().trim().split(' ').map(Number), children: [child] }
  },
}

export const serverPrograms: Readonly<Record<string, ServerProgram>> = {
  'openssl s_server': openssl,
  nginx,
  Apache: apache,
  'gnutls-serv': gnutls,
  Java: java,
}
