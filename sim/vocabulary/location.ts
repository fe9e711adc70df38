import { overlaps, parseAddress, type AddressRange } from './address-range.ts'

/** Quality of the connection between a boundary's network and its site. */
export type BoundaryConnection = 'fast' | 'slow'

/** A part of the network that belongs to a site: addresses, or an Active Directory site by name. */
export type Boundary =
  | { kind: 'addresses'; text: string; range: AddressRange; connection: BoundaryConnection }
  | { kind: 'active-directory-site'; text: string; connection: BoundaryConnection }

/** Location of a client: an intranet address and perhaps an Active Directory site, or the Internet. */
export type Location =
  { internet: false; address?: string; activeDirectorySite?: string } | { internet: true }

/** `10.1.4.20`, `the Internet`. */
export function locationInWords(location: {
  internet?: boolean
  address?: string
  activeDirectorySite?: string
}): string {
  if (location.internet) return 'the Internet'
  return location.address ?? location.activeDirectorySite ?? 'no place in particular'
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
