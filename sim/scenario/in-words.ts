import type { NewLocation } from '../network/running-hierarchy.ts'

export function placeInWords(place: NewLocation): string {
  if ('internet' in place) return 'the Internet'
  return place.address ?? place.activeDirectorySite ?? 'no place in particular'
}

/** `400 days`, from milliseconds. */
export function daysInWords(milliseconds: number): string {
  return `${Math.round((milliseconds / 86_400_000) * 100) / 100} days`
}
