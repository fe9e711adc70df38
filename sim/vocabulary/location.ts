import ipaddr from 'ipaddr.js'
import type { Basis } from './basis.ts'

/** Quality of the connection between a boundary's network and its site. */
export type BoundaryConnection = 'fast' | 'slow'

/** A part of the network that belongs to a site: addresses, or an Active Directory site by name. */
export type Boundary =
  | {
      kind: 'addresses'
      /** As the file writes it. */
      text: string
      /** The addresses that it comes to. */
      range: AddressRange
      /** Fast or slow, as the administrator says. */
      connection: BoundaryConnection
    }
  | {
      kind: 'active-directory-site'
      /** As the file writes it. */
      text: string
      /** Fast or slow, as the administrator says. */
      connection: BoundaryConnection
    }

/** Location of a client: an intranet address and perhaps an Active Directory site, or the Internet. */
export type Location =
  | {
      internet: false
      /** IP address on the intranet. */
      address?: string
      /** Name of the Active Directory site. */
      activeDirectorySite?: string
    }
  | { internet: true }

/** Where a client is that is on no intranet, as recordings say it. */
export const onInternet = 'the Internet'

/** `10.1.4.20`, `the Internet`. */
export function locationInWords(location: {
  internet?: boolean
  address?: string
  activeDirectorySite?: string
}): string {
  if (location.internet) return onInternet
  return location.address ?? location.activeDirectorySite ?? 'no place in particular'
}

/** The location as a client knows it: only computers of the forest learn their Active Directory site. */
export function knownLocation(
  { activeDirectory }: { activeDirectory: boolean },
  { ...location }: Location,
): Location {
  if (!activeDirectory && !location.internet) delete location.activeDirectorySite
  return location
}

/** Where a site system stands on the intranet. */
export interface Place {
  /** IP address. */
  address?: string
  /** Name of the Active Directory site. */
  activeDirectorySite?: string
}

/** Whether a boundary contains a location. */
export function covers(boundary: Boundary, location: Location): boolean {
  return holding(location)(boundary)
}

/** A predicate for boundaries that contain a location, which is parsed only once. */
export function holding(location: Location): (boundary: Boundary) => boolean {
  if (location.internet) return () => false
  const address = location.address === undefined ? undefined : parseAddress(location.address)
  const activeDirectorySite = location.activeDirectorySite?.toLowerCase()
  return (boundary) =>
    boundary.kind === 'active-directory-site'
      ? boundary.text.toLowerCase() === activeDirectorySite
      : address !== undefined && overlaps(boundary.range, address)
}

/** Addresses from `first` to `last`, both included, as numbers of one IP version. */
export interface AddressRange {
  /** Of IP. */
  version: 4 | 6
  /** The lowest address, as a number. */
  first: bigint
  /** The highest. */
  last: bigint
}

/** The range of a subnet or prefix such as `10.1.0.0/16` or `fd00:1::/64`; undefined when it is not one. */
export function parsePrefix(text: string): AddressRange | undefined {
  if (!ipaddr.isValidCIDR(text) || !isWritten(text.split('/')[0] ?? '')) return undefined
  const [address, length] = ipaddr.parseCIDR(text)
  const version = address.kind() === 'ipv4' ? 4 : 6
  const size = 1n << BigInt((version === 4 ? 32 : 128) - length)
  const first = (toNumber(address) / size) * size
  return { version, first, last: first + size - 1n }
}

/** The network of a prefix that states bits beyond its mask, as `10.1.2.3/16` does. */
export interface MaskedNetwork {
  /** `10.1.0.0/16` */
  network: string
  /**
   * Whether the address can be only that of a host. Another may be the number of a smaller network, whose mask was meant: no
   * subnet with hosts is smaller than 2 bits, and one of IPv6 has 64 (RFC 4291, section 2.5.1).
   */
  isOfHost: boolean
}

/** undefined for a prefix without such bits, and for a text that is none. */
export function maskedNetwork(text: string): MaskedNetwork | undefined {
  const range = parsePrefix(text)
  const address = parseAddress(text.split('/')[0] ?? '')
  if (!range || !address || address.first === range.first) return undefined
  const smallest = range.version === 4 ? 2n : 64n
  return { network: prefixText(range), isOfHost: address.first % (1n << smallest) !== 0n }
}

/** The range `10.9.0.10-10.9.0.99`; undefined when it is not one or its end lies before its start. */
export function parseRange(text: string): AddressRange | undefined {
  const [first, last, ...more] = text.split('-').map((end) => parseAddress(end.trim()))
  if (!first || !last || more.length > 0) return undefined
  if (first.version !== last.version || first.first > last.first) return undefined
  return { version: first.version, first: first.first, last: last.first }
}

/** One address as a range of itself; undefined when it is not an address. */
export function parseAddress(text: string): AddressRange | undefined {
  if (!isWritten(text)) return undefined
  const address = ipaddr.parse(text)
  const number = toNumber(address)
  return { version: address.kind() === 'ipv4' ? 4 : 6, first: number, last: number }
}

export function overlaps(one: AddressRange, other: AddressRange): boolean {
  return one.version === other.version && one.first <= other.last && other.first <= one.last
}

/** Rejects `10.1` and `0x0a000001`, which `ipaddr.js` accepts but nobody means in a boundary. */
function isWritten(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && ipaddr.IPv6.isValid(text))
}

function toNumber(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return address.toByteArray().reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
}

/** The first address of a range that can be a host's, as text. */
export function firstAddress({ version, first, last }: AddressRange): string {
  return addressText(version, first < last ? first + 1n : first)
}

/**
 * The address of a number, from 0, counted through ranges; after the last it begins again. Of more than two
 * addresses the first and the last are left out, which no host has in a subnet.
 */
export function addressIn(ranges: readonly AddressRange[], number: number): string | undefined {
  const hosts = ranges.map(({ version, first, last }) =>
    last - first > 1n ? { version, first: first + 1n, last: last - 1n } : { version, first, last },
  )
  const sizes = hosts.map(({ first, last }) => last - first + 1n)
  const all = sizes.reduce((sum, size) => sum + size, 0n)
  if (all === 0n) return undefined
  let left = BigInt(number) % all
  for (const [index, { version, first }] of hosts.entries()) {
    const size = sizes[index] ?? 0n
    if (left < size) return addressText(version, first + left)
    left -= size
  }
  return undefined
}

/** Every prefix that contains an address, from the longest to the shortest: `10.1.0.20/32`, `10.1.0.20/31` and so on. */
export function prefixesAround({ version, first }: AddressRange): string[] {
  const bits = version === 4 ? 32 : 128
  return Array.from({ length: bits + 1 }, (_, free) => {
    const size = 1n << BigInt(free)
    return `${addressText(version, (first / size) * size)}/${bits - free}`
  })
}

/**
 * The subnet of a computer, as clients and distribution points state theirs: `10.1.4.0` for `10.1.4.20`. Descriptions have
 * no subnet masks; our choice is 24 bits, and 64 for IPv6. undefined when the text is no address.
 */
export function subnetOf(text: string): string | undefined {
  const address = parseAddress(text)
  if (!address) return undefined
  const size = 1n << (address.version === 4 ? 8n : 64n)
  return addressText(address.version, (address.first / size) * size)
}

/** A prefix in the form of `prefixesAround`, however it was written. */
export function prefixText({ version, first, last }: AddressRange): string {
  const free = (last - first + 1n).toString(2).length - 1
  return `${addressText(version, first)}/${(version === 4 ? 32 : 128) - free}`
}

function addressText(version: AddressRange['version'], number: bigint): string {
  const length = version === 4 ? 4 : 16
  const bytes = Array.from({ length }, (_, index) =>
    Number((number >> BigInt(8 * (length - 1 - index))) & 0xffn),
  )
  return ipaddr.fromByteArray(bytes).toString()
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the subnet in which a computer is: 24 bits of its address, or 64 of IPv6',
  },
  {
    certainty: 'our choice',
    about:
      'boundaries that are supernets, which hold every address in them, although the product compares the numbers of subnets; ' +
      '`sitemode validate` warns of them',
  },
]
