import type { Client, Site } from './hierarchy.ts'

/** "HTTP communication for roaming and site assignment", as a client has it: its own setting, or that of its site. */
export function hasHttpForRoaming({ httpForRoaming }: Client, assigned: Site | undefined): boolean {
  return httpForRoaming === 'inherit' ? (assigned?.httpForRoaming ?? false) : httpForRoaming
}
