import type { NewLocation } from '../network/running-hierarchy.ts'

export function placeInWords(place: NewLocation): string {
  if ('internet' in place) return 'the Internet'
  return place.address ?? place.activeDirectorySite ?? 'no place in particular'
}

/** `400 days` or `25 hours`, from milliseconds. */
export function timeInWords(milliseconds: number): string {
  const hours = Math.round((milliseconds / 3_600_000) * 100) / 100
  return hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`
}
