import { portsOf } from '../../model/ports.ts'
import type { FileLocation } from '../../wire/software-update-point/get-extended-update-info.ts'
import { contentPath } from '../../wire/software-update-point/update-content.ts'
import type { RequestContext } from '../web-server/role.ts'
import type { UpdateFile } from './update-catalogue.ts'

/** Files are fetched without SSL in both modes, unless the system listens otherwise altogether. */
export function fileLocation({ digest }: UpdateFile, { site, system }: RequestContext): FileLocation {
  const protocol = system.listen.protocol ?? 'http'
  const port = portsOf(site, 'software-update-point')[protocol]
  return { FileDigest: digest, Url: `${protocol}://${system.fqdn}:${port}${contentPath(digest)}` }
}
