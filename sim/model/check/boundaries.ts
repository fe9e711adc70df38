import {
  maskedNetwork,
  type AddressRange,
  type Boundary,
  type MaskedNetwork,
} from '../../vocabulary/location.ts'
import type { Finding } from '../source/finding.ts'
import type { FieldPath } from '../source/source.ts'
import { readBoundary } from '../schema/written-boundary.ts'
import { overlappingPairs } from './overlap.ts'
import { warning, type Check, type PlacedSite, type PlacedSystem } from './subject.ts'

/** Thousands of overlaps come from one mistake, and nobody would read them one by one. */
const mostOverlapsReported = 100

interface PlacedBoundary {
  boundary: Boundary
  owner: PlacedSite
  path: FieldPath
}

export const duplicateBoundaries: Check = function* ({ sites }) {
  for (const site of sites) {
    const seen = new Map<string, Boundary>()
    for (const { boundary, path } of boundariesOf(site)) {
      const meaning = meaningOf(boundary)
      const earlier = seen.get(meaning)
      if (!earlier) seen.set(meaning, boundary)
      else yield duplicate(boundary, earlier, path)
    }
  }
}

/** Of two that are equally fast, it does not matter which is kept. */
function duplicate(boundary: Boundary, earlier: Boundary, path: FieldPath): Finding {
  const message = `the site has the boundary ${boundary.text} twice`
  const found = warning('duplicate-boundary', path, message, 'remove one of them')
  return boundary.connection === earlier.connection ? { ...found, fix: { kind: 'remove' } } : found
}

/** "Overlapping boundaries can cause errors in Configuration Manager client operations" (067302a4). */
export const overlappingBoundaries: Check = function* ({ sites }) {
  let reported = 0
  for (const [earlier, later] of overlaps(sites.flatMap(boundariesOf))) {
    if (reported === mostOverlapsReported) {
      yield warning(
        'overlapping-boundaries',
        later.path,
        'there are more such overlaps',
        'see to these first',
      )
      return
    }
    yield overlap(earlier, later)
    reported += 1
  }
}

/**
 * "Configuration Manager does not support supernets for site boundaries" (bb633084): a client is matched by the subnet of
 * its own mask. A supernet is a subnet whose mask is shorter than that of its class (RFC 1519). Active Directory sites with
 * supernets are not supported either; the file does not say which have any.
 */
export const supernetBoundaries: Check = function* ({ sites }) {
  for (const { boundary, path } of sites.flatMap(boundariesOf)) {
    const length = boundary.kind === 'addresses' ? prefixOfSubnet(boundary.text) : undefined
    const ofClass = length && classLength(length.firstOctet)
    if (!length || ofClass === undefined || length.bits >= ofClass) continue
    const message = `${boundary.text} is a supernet, which is not supported as a boundary: networks of its class have /${ofClass}`
    yield warning('supernet-boundary', path, message, 'write it as a range, or as the subnets in it')
  }
}

/** A network is called by its lowest address; what is read of `10.1.2.3/16` is 10.1.0.0/16. */
export const bitsBeyondMasks: Check = function* ({ sites, systems }) {
  for (const { value, path } of [...sites.map(siteBoundaries), ...systems.map(protectedOnes)]) {
    for (const [index, written] of value.entries()) {
      for (const field of ['subnet', 'ipv6Prefix'] as const) {
        const text = written?.[field]
        const masked = text === undefined ? undefined : maskedNetwork(text)
        if (text !== undefined && masked) yield beyondMask(text, masked, [...path, index, field])
      }
    }
  }
}

function siteBoundaries({ value, path }: PlacedSite) {
  return { value: value.boundaries ?? [], path: [...path, 'boundaries'] }
}

function protectedOnes({ value, path }: PlacedSystem) {
  return { value: value.protectedBoundaries ?? [], path: [...path, 'protectedBoundaries'] }
}

function beyondMask(text: string, { network, isOfHost }: MaskedNetwork, path: FieldPath): Finding {
  const message = `${text} has bits beyond its mask: its network is ${network}`
  if (!isOfHost) {
    const [address = ''] = text.split('/')
    const remedy = `write ${network}, or the longer mask of the network ${address}`
    return warning('bits-beyond-mask', path, message, remedy)
  }
  const found = warning('bits-beyond-mask', path, message, `write ${network}`)
  return { ...found, fix: { kind: 'replace', value: network } }
}

/** undefined for a range and for IPv6, which knows no classes. */
function prefixOfSubnet(text: string): { firstOctet: number; bits: number } | undefined {
  const [, firstOctet, bits] = /^(\d+)\.[\d.]+\/(\d+)$/.exec(text) ?? []
  return bits === undefined ? undefined : { firstOctet: Number(firstOctet), bits: Number(bits) }
}

/** Classes A, B and C (RFC 791); undefined for the rest. */
function classLength(firstOctet: number): number | undefined {
  if (firstOctet < 128) return 8
  if (firstOctet < 192) return 16
  return firstOctet < 224 ? 24 : undefined
}

function overlap(earlier: PlacedBoundary, later: PlacedBoundary): Finding {
  const [one, other] = [later, earlier].map(
    ({ boundary, owner }) => `${boundary.text} of ${owner.value.code ?? '?'}`,
  )
  const remedy = 'leave each network to one site'
  return warning('overlapping-boundaries', later.path, `${one ?? ''} overlaps ${other ?? ''}`, remedy)
}

function* overlaps(boundaries: readonly PlacedBoundary[]): Generator<[PlacedBoundary, PlacedBoundary]> {
  yield* overlappingPairs(boundaries.flatMap(withRange))
  const firstByName = new Map<string, PlacedBoundary>()
  for (const placed of boundaries) {
    if (placed.boundary.kind !== 'active-directory-site') continue
    const name = meaningOf(placed.boundary)
    const first = firstByName.get(name)
    if (!first) firstByName.set(name, placed)
    else if (first.owner !== placed.owner) yield [first, placed]
  }
}

function withRange(placed: PlacedBoundary): (PlacedBoundary & { range: AddressRange })[] {
  return placed.boundary.kind === 'addresses' ? [{ ...placed, range: placed.boundary.range }] : []
}

function boundariesOf(owner: PlacedSite): PlacedBoundary[] {
  return (owner.value.boundaries ?? []).flatMap((written, index) => {
    const boundary = readBoundary(written)
    return boundary ? [{ boundary, owner, path: [...owner.path, 'boundaries', index] }] : []
  })
}

function meaningOf(boundary: Boundary): string {
  if (boundary.kind === 'active-directory-site') return boundary.text.toLowerCase()
  const { version, first, last } = boundary.range
  return `${version}:${first}-${last}`
}
