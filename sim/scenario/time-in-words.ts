import { counted } from '../report/in-words.ts'

/** `400 days` or `1 hour`, from milliseconds. */
export function timeInWords(milliseconds: number): string {
  const hours = Math.round((milliseconds / 3_600_000) * 100) / 100
  return hours % 24 === 0 ? counted(hours / 24, 'day') : counted(hours, 'hour')
}
