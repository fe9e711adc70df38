import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What a request says of where it comes from. */
export interface Knock {
  /** Of the request's path: `/TOKEN/events`. */
  token: string
  headers: IncomingHttpHeaders
}

/**
 * Whether a request is the page's own: it has the token, asks for this very host (another name that leads here is DNS
 * rebinding), and no page of another origin has sent it.
 */
export function isAdmitted({ token, headers }: Knock, expected: string, host: string): boolean {
  const { origin, 'sec-fetch-site': site = 'none' } = headers
  const sameOrigin = origin === undefined || origin === `http://${host}`
  return (
    headers.host === host && sameOrigin && ['none', 'same-origin'].includes(site) && isSame(token, expected)
  )
}

/** Takes as long whatever is wrong with it. */
function isSame(token: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(token), digest(expected))
}
