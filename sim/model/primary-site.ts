import type { Site } from './hierarchy.ts'

/**
 * The code of the primary site that a site belongs to: its own, or that of a secondary site's parent, whose clients a
 * secondary site serves and in whose place nobody is assigned to it ("About Client Site Assignment").
 */
export function primaryCodeOf({ kind, parent, code }: Site): string {
  return kind === 'secondary' && parent !== undefined ? parent : code
}
