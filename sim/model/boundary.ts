import type { AddressRange } from './address-range.ts'

/** How well a boundary's network is connected to its site. */
export type BoundaryConnection = 'fast' | 'slow'

/** A part of the network that belongs to a site: addresses, or an Active Directory site by name. */
export type Boundary =
  | { kind: 'addresses'; text: string; range: AddressRange; connection: BoundaryConnection }
  | { kind: 'active-directory-site'; text: string; connection: BoundaryConnection }

/** Where a client is: an intranet address and perhaps an Active Directory site, or out on the Internet. */
export type Location =
  { internet: false; address?: string; activeDirectorySite?: string } | { internet: true }

/** `10.1.4.20`, `the Internet`. */
export function locationInWords(place: {
  internet?: boolean
  address?: string
  activeDirectorySite?: string
}): string {
  if (place.internet) return 'the Internet'
  return place.address ?? place.activeDirectorySite ?? 'no place in particular'
}
