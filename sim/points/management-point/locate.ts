import type { WebServerError } from '../../wire/error-page.ts'
import { readXml } from '../../wire/xml.ts'
import { badRequest, type Place } from '../web-server/role.ts'
import { locateContent } from './locate-content.ts'
import { locateManagementPoint, locateUpdateServer } from './locate-systems.ts'

/** The location manager takes several requests, which their root elements tell apart. */
export function locate(xml: string, place: Place): string | WebServerError {
  switch (readXml(xml)?.name) {
    case 'ContentLocationRequest':
      return locateContent(xml, place)
    case 'LocalMPLocationRequest':
      return locateManagementPoint(xml, place)
    case 'WSUSLocationRequest':
      return locateUpdateServer(xml, place)
    default:
      return badRequest('The body is no request for a location that a management point knows.')
  }
}
