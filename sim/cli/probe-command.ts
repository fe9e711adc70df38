import { InvalidArgumentError, Option, type Command } from 'commander'
import { rolesThat, type SiteSystemRole } from '../vocabulary/site-system-role.ts'
import { probeEndpoint, wrongWithUrl } from '../library/probe.ts'
import { refuse } from '../model/source/source.ts'
import { probedVersions, type ProbedVersion } from '../vocabulary/network.ts'
import { probeText } from '../report/terminal/probe-text.ts'
import { exitCodes, printJson, type CommandContext, type Perform } from './command-context.ts'
import { addCredentialOptions, readCredentials, type CredentialOptions } from './credential-files.ts'

interface ProbeCommandOptions extends CredentialOptions {
  tls?: ProbedVersion
  role?: SiteSystemRole
  resolve?: Resolve
  timeout: number
  include?: true
  json?: true
}

interface Resolve {
  host: string
  port: string
  address: string
}

export function addProbeCommand(program: Command, perform: Perform): void {
  const command = program
    .command('probe')
    .description('one attempt at any HTTP or HTTPS endpoint, and what it can be that failed')
    .argument('<url>', 'http: or https:', readUrl)
  addCredentialOptions(command)
    .addOption(new Option('--tls <version>', 'only this TLS version').choices(probedVersions))
    .addOption(
      new Option('--role <role>', "make this role's basic request").choices(
        rolesThat(({ probed }) => probed),
      ),
    )
    .option('--resolve <host:port:address>', 'do not ask the name service for this host', readResolve)
    .option('--timeout <seconds>', 'silence until it is given up', readSeconds, 10)
    .option('-i, --include', "print the reply's headers as well")
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Connects to the host of the URL and to nobody else: it fetches no revocation list and follows no
redirect. It sends one request that changes nothing: GET of the URL, or the role's own.

Certificates and keys are read from PEM, DER, PKCS#7 (.p7b) and PKCS#12 (.pfx), whatever the file's name.

Examples:
  sitemode probe https://mp.contoso.com/ --role management-point --ca root.pem
  sitemode probe https://mp.contoso.com/ --cert pc1.pem --key pc1.key --ca root.pem --tls 1.2 --json
  sitemode probe https://mp.contoso.com/ --cert pc1.pfx --passphrase-file pc1.txt --ca root.cer

Exits 0 when it was answered, 1 when it failed,
3 when this Node.js does not speak the version of --tls, or the machine
lacks what a connection needs.`,
    )
    .action((url: URL, options: ProbeCommandOptions) => perform((context) => probeUrl(url, options, context)))
}

async function probeUrl(url: URL, options: ProbeCommandOptions, context: CommandContext): Promise<number> {
  const { tls, role, resolve, timeout, include = false, json } = options
  const credentials = await readCredentials(options, context)
  if (resolve) refuseOtherHost(resolve, url)
  const result = await probeEndpoint(url, {
    ...credentials,
    ...(tls && { tls }),
    ...(role && { role }),
    ...(resolve && { address: resolve.address }),
    timeout: timeout * 1000,
  })
  if (json) printJson(result, context)
  else context.stdout.tell(result, (found, colors) => probeText(found, colors, include))
  return result.outcome === 'answered' ? exitCodes.held : exitCodes.failed
}

function readUrl(written: string): URL {
  const wrong = wrongWithUrl(written)
  if (wrong !== undefined) throw new InvalidArgumentError(`It cannot be probed: ${wrong}.`)
  return new URL(written)
}

function readResolve(written: string): Resolve {
  const [, host, port, address] = /^([^:]+):(\d+):(.+)$/.exec(written) ?? []
  if (host === undefined || port === undefined || address === undefined) {
    throw new InvalidArgumentError('Write it as HOST:PORT:ADDRESS.')
  }
  return { host, port, address }
}

/** It would be connected to the host that the name service tells, although another address was meant. */
function refuseOtherHost({ host, port }: Resolve, url: URL): void {
  if (host.toLowerCase() === url.hostname && port === portOf(url)) return
  const message = `it is for ${host}:${port}, and the URL leads to ${url.hostname}:${portOf(url)}`
  throw refuse('--resolve', 'other-host', message, 'give it the host and the port of the URL')
}

function readSeconds(written: string): number {
  const seconds = Number(written)
  if (!(seconds > 0 && seconds <= 3600)) throw new InvalidArgumentError('Give seconds, up to 3600.')
  return seconds
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80')
}
