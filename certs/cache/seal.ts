import { createHash } from 'node:crypto'

/** Puts a checksum before a text, so that what was cut short or altered on disk is noticed. */
export function seal(text: string): string {
  return `sitemode certificate cache, sha256 ${checksum(text)}\n${text}`
}

/** The text under a seal; undefined when the seal does not fit. */
export function unseal(sealed: string): string | undefined {
  const text = sealed.slice(sealed.indexOf('\n') + 1)
  return sealed === seal(text) ? text : undefined
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
