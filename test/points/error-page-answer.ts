import { parseErrorPage } from '../../sim/wire/error-page.ts'
import type { RawAnswer } from './raw-request.ts'

/** An HTML page that tells this status, as a web server's own refusals do. */
export function isErrorPage({ status, headers, body }: RawAnswer, expected: number): boolean {
  const told = parseErrorPage(body.toString())
  return status === expected && headers['content-type'] === 'text/html' && told?.status === expected
}
