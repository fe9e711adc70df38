import { InputError } from '../problem.ts'
import type { Position } from './source.ts'

/** An error about a file as a whole, or about a place in it. */
export function refuse(
  file: string,
  code: string,
  message: string,
  remedy: string,
  at?: Partial<Position>,
): InputError {
  return new InputError([{ severity: 'error', code, message, remedy, file, ...at }])
}
