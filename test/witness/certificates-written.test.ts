import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import t from 'tap'
import { exitCodes } from '../../sim/cli/command-context.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { sitemode, twoModes } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

// The certificates that the command writes, in the hands of programs that we did not write.
const folder = newFolder(t)
const [cache, pki] = [join(folder, 'cache'), join(folder, 'pki')]
const { status } = await sitemode(cache, 'certs', twoModes, '--out', pki)
const { hierarchy } = await loadHierarchy(twoModes)
const running = await openHierarchy(hierarchy, { cache, pki })
t.teardown(() => running.close())

// The root alone: the servers send the issuing authority.
const authority = join(pki, 'root.pem')
const certificate = join(pki, 'clients', 'NATIVE-1.pem')
const key = join(pki, 'clients', 'NATIVE-1.key')
t.equal(status, exitCodes.held)
for (const file of [authority, certificate, key]) t.ok(existsSync(file), file)

/** The output of a program until its peer hangs up; its input stays open, or the program would hang up first. */
async function talk(program: string, args: readonly string[], request: string): Promise<string> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: 60_000 })
  // It may be refused before it has read what it is to say.
  child.stdin.on('error', () => undefined)
  child.stdin.write(request)
  return (await buffer(child.stdout)).toString('latin1')
}

const requests = [
  ['mp.nat', '/SMS_MP/.sms_aut?MPLIST', /FQDN="mp\.nat\.sitemode\.test"/],
  ['dp.nat', '/SMS_DP_SMSPKGC$/NAT00001/NAT00001.bin', /^Content-Length: 65536\r$/im],
] as const

for (const [name, path, says] of requests) {
  const { fqdn = '', address = '' } = running.systems.find((system) => system.name === name) ?? {}
  const request = `GET ${path} HTTP/1.1\r\nHost: ${fqdn}\r\nConnection: close\r\n\r\n`

  void t.test(`${name}: gnutls-cli`, { skip: lacks('gnutls-cli', '--version') }, async (t) => {
    const gnutls = async (...credential: string[]) => {
      const target = ['--port', '8443', '--sni-hostname', fqdn, '--verify-hostname', fqdn, address]
      const options = ['--x509cafile', authority, '--logfile=/dev/null', ...credential]
      return talk('gnutls-cli', [...options, ...target], request)
    }
    const mutual = await gnutls('--x509certfile', certificate, '--x509keyfile', key)
    t.match(mutual, /^HTTP\/1\.1 200 /m)
    t.match(mutual, says)
    t.notMatch(await gnutls(), 'HTTP/1.1 200', 'without a certificate')
  })

  void t.test(`${name}: openssl s_client`, { skip: lacks('openssl', 'version') }, async (t) => {
    const openssl = async (...credential: string[]) => {
      const target = ['-connect', `${address}:8443`, '-servername', fqdn, '-verify_hostname', fqdn]
      const options = ['-CAfile', authority, '-verify_return_error', '-quiet', ...credential]
      return talk('openssl', ['s_client', ...options, ...target], request)
    }
    // Of the file of -cert it sends the first certificate alone.
    const said = await openssl('-cert', certificate, '-cert_chain', certificate, '-key', key)
    t.match(said, /^HTTP\/1\.1 200 /m)
    t.match(said, says)
    t.notMatch(await openssl(), 'HTTP/1.1 200', 'without a certificate')
  })

  void t.test(`${name}: curl`, { skip: lacks('curl', '--version') }, async (t) => {
    const curl = async (...credential: string[]) => {
      const target = ['--resolve', `${fqdn}:8443:${address}`, `https://${fqdn}:8443${path}`]
      const ran = await run('curl', ['-sgi', '--cacert', authority, ...credential, ...target])
      return ran.stdout.toString('latin1')
    }
    const mutual = await curl('--cert', certificate, '--key', key)
    t.match(mutual, /^HTTP\/1\.1 200 /m)
    t.match(mutual, says)
    t.notMatch(await curl(), 'HTTP/1.1 200', 'without a certificate')
  })
}
