import { InvalidArgumentError, Option, type Command } from 'commander'
import { refuse } from '../model/source/source.ts'
import type { FixedAddresses } from '../network/addresses.ts'
import type { OpenOptions } from '../network/running-hierarchy.ts'
import { isLoopbackBlock } from '../vocabulary/network.ts'

/** Options of `serve` for addresses and ports that are the same at each start. */
export interface AddressOptions {
  /** The N of the block 127.N.0.0. */
  base?: number
  shared?: true
  firstPort: number
  ports: NonNullable<OpenOptions['ports']>
}

/** Below those that Linux gives to connections by itself, and clear of common services. */
const firstPortByDefault = 20_000

export function addAddressOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--base <address>',
        'address block that is the same at each start: 127.N.0.0, N from 1 to 254 (default: one that is free)',
      )
        .argParser(readBase)
        .conflicts('shared'),
    )
    .option('--shared', 'put everything on 127.0.0.1, each listener on a port of its own')
    .option('--first-port <port>', 'with --shared: the first of the ports', firstPort, firstPortByDefault)
    .addOption(
      new Option('--ports <whose>', "with addresses of their own: our ports (8080), or the product's (80)")
        .choices(['ours', 'product'])
        .default('ours')
        .conflicts('shared'),
    )
}

export function port(written: string): number {
  const number = Number(written)
  if (/^\d+$/.test(written) && number < 65_536) return number
  throw new InvalidArgumentError('It is no port: 0 to 65535.')
}

function firstPort(written: string): number {
  const number = port(written)
  if (number > 0) return number
  throw new InvalidArgumentError('It is no port: 1 to 65535.')
}

function readBase(written: string): number {
  const block = Number(/^127\.(\d{1,3})\.0\.0$/.exec(written)?.[1] ?? NaN)
  if (isLoopbackBlock(block)) return block
  throw new InvalidArgumentError('Write 127.N.0.0 with an N from 1 to 254, such as 127.7.0.0.')
}

export function openOptionsOf(options: AddressOptions): Pick<OpenOptions, 'addresses' | 'ports'> {
  return { addresses: fixedAddresses(options) ?? 'own', ports: options.ports }
}

function fixedAddresses({ base, shared, firstPort }: AddressOptions): FixedAddresses | undefined {
  if (base !== undefined) return { block: base }
  return shared ? { firstPort } : undefined
}

/** Those that a hosts file can rely on. Throws an `InputError` where there are none. */
export function addressesForHosts(options: AddressOptions): FixedAddresses {
  const fixed = fixedAddresses(options)
  if (fixed) return fixed
  const message = 'the addresses are others at each start, and a hosts file would be wrong'
  throw refuse('--hosts', 'no-fixed-addresses', message, 'give --base 127.7.0.0, or --shared')
}
