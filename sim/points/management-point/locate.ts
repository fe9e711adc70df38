import type { WebServerError } from '../../wire/error-page.ts'
import { badRequest, type RequestContext } from '../web-server/role.ts'
import { locateContent } from './locate-content.ts'
import { locateManagementPoint, locateUpdateServer } from './locate-systems.ts'

/** By the root element, by which the location manager tells its requests apart. */
const requests = new Map<string, (xml: string, place: RequestContext) => string | WebServerError>([
  ['ContentLocationRequest', locateContent],
  ['LocalMPLocationRequest', locateManagementPoint],
  ['WSUSLocationRequest', locateUpdateServer],
])

/** Which one it may be is looked up in the text, by its first tag, so that a long one is not parsed twice. */
export function locate(xml: string, place: RequestContext): string | WebServerError {
  const [, root = ''] = /<(?:[\w.-]+:)?(\w+)/.exec(xml) ?? []
  const answer = requests.get(root)
  return answer
    ? answer(xml, place)
    : badRequest('The body is no request for a location that a management point knows.')
}
