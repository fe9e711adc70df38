import * as z from 'zod'
import { parsePrefix, parseRange, type AddressRange, type Boundary } from '../../vocabulary/location.ts'
import { activeDirectorySiteName } from './written-values.ts'

/** The product's four kinds of boundary; each entry states exactly one. */
const boundaryKinds = ['subnet', 'range', 'ipv6Prefix', 'activeDirectorySite'] as const

export const writtenBoundary = z
  .strictObject({
    subnet: z
      .string()
      .refine((text) => parsePrefix(text)?.version === 4, 'an IPv4 subnet such as 10.1.0.0/16')
      .optional()
      .describe('An IPv4 subnet such as 10.1.0.0/16.'),
    range: z
      .string()
      .refine(
        (text) => parseRange(text) !== undefined,
        'two addresses, the first not above the last, such as 10.9.0.10-10.9.0.99',
      )
      .optional()
      .describe('Addresses from the first to the last, both included: 10.9.0.10-10.9.0.99.'),
    ipv6Prefix: z
      .string()
      .refine((text) => parsePrefix(text)?.version === 6, 'an IPv6 prefix such as fd00:1::/64')
      .optional()
      .describe('An IPv6 prefix such as fd00:1::/64.'),
    activeDirectorySite: activeDirectorySiteName.optional().describe('Name of an Active Directory site.'),
    connection: z
      .enum(['fast', 'slow'])
      .default('fast')
      .describe('How well this network is connected to its site: fast (LAN), or slow or unreliable.'),
  })
  .refine((entry) => boundaryKinds.filter((kind) => entry[kind] !== undefined).length === 1, {
    error: 'a boundary is exactly one of subnet, range, ipv6Prefix and activeDirectorySite',
    params: { code: 'boundary-kind', remedy: 'write one entry for each boundary' },
  })
  .meta({ oneOf: boundaryKinds.map((kind) => ({ required: [kind] })) })
  .describe('A boundary: exactly one of subnet, range, ipv6Prefix and activeDirectorySite.')

/** Parses an entry; undefined for an invalid one, which the schema has reported. */
export function readBoundary(
  written: Partial<z.input<typeof writtenBoundary>> | undefined,
): Boundary | undefined {
  const connection = written?.connection ?? 'fast'
  if (written?.activeDirectorySite !== undefined) {
    return { kind: 'active-directory-site', text: written.activeDirectorySite, connection }
  }
  const text = written?.subnet ?? written?.ipv6Prefix ?? written?.range
  const range = text === undefined ? undefined : readAddresses(text)
  return text === undefined || !range ? undefined : { kind: 'addresses', text, range, connection }
}

function readAddresses(text: string): AddressRange | undefined {
  return text.includes('/') ? parsePrefix(text) : parseRange(text)
}
