import { multistatus, type Resource } from '../../wire/distribution-point/distribution-point.ts'
import { methodNotAllowed, notFound, protocolBySiteMode, type VirtualDirectory } from '../web-server/role.ts'

const lastModified = new Date('2007-08-22T00:00:00Z')
const folder = '/CCM_Client'

/** What is in the files is our choice: ccmsetup reads a list of what to download, and here that is nothing. */
const files: Readonly<Record<string, string>> = {
  'ccmsetup.cab': 'The source of the client is not simulated.\r\n',
}

/** The source from which ccmsetup downloads the client: lists and gives out files. */
export const clientSource: VirtualDirectory = {
  path: folder,
  protocol: protocolBySiteMode,
  answer({ method, path, header }) {
    const wanted = path.slice(folder.length).replace(/^\//, '').toLowerCase()
    const found = Object.entries(files).filter(([name]) => wanted === '' || name.toLowerCase() === wanted)
    if (found.length === 0) return notFound()
    if (method === 'PROPFIND') {
      const listed = found.map(([name, text]) => ({
        path: `${folder}/${name}`,
        size: text.length,
        lastModified,
      }))
      const own: Resource[] = wanted === '' ? [{ path: `${folder}/`, lastModified }] : []
      const below = wanted === '' && header('depth') === '0' ? [] : listed
      const body = multistatus([...own, ...below])
      return { status: 207, headers: { 'Content-Type': 'text/xml' }, body }
    }
    if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed('GET', 'HEAD', 'PROPFIND')
    if (wanted === '') return { status: 403, substatus: 14, reason: 'Directory listing denied.' }
    return { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, body: found[0]?.[1] ?? '' }
  },
}
