import { escapeXml } from '../xml.ts'

/**
 * The virtual directory of packages on drive C: and the layout below it ("About BITS-Enabled Distribution Points",
 * bb932208). A package's one file and its name are our choice.
 */
export const distributionPointDirectory = '/SMS_DP_SMSPKGC$'

export function packageDirectoryPath(packageId: string): string {
  return `${distributionPointDirectory}/${packageId}/`
}

export function packageFileName(packageId: string): string {
  return `${packageId}.bin`
}

export interface Resource {
  path: string
  /** Bytes; undefined for a directory. */
  size?: number
  lastModified: Date
}

/** WebDAV's answer to PROPFIND (RFC 4918), status 207. */
export function multistatus(resources: readonly Resource[]): string {
  const responses = resources.map(({ path, size, lastModified }) => {
    const kind =
      size === undefined
        ? '<D:resourcetype><D:collection/></D:resourcetype>'
        : `<D:resourcetype/><D:getcontentlength>${size}</D:getcontentlength>`
    return (
      `<D:response><D:href>${escapeXml(path)}</D:href><D:propstat><D:prop>${kind}` +
      `<D:getlastmodified>${lastModified.toUTCString()}</D:getlastmodified></D:prop>` +
      '<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>'
    )
  })
  return `<?xml version="1.0" encoding="utf-8"?><D:multistatus xmlns:D="DAV:">${responses.join('')}</D:multistatus>`
}

export interface ByteRange {
  first: number
  /** Included. */
  last: number
}

/**
 * One range of a file of `size` bytes by a Range header (RFC 9110, section 14): the range, `unsatisfiable`, or
 * undefined when the whole file is to be sent, as for no header, several ranges or one that cannot be read.
 */
export function parseByteRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? '')
  const [, from = '', to = ''] = match ?? []
  if (from === '' && to === '') return undefined
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 }
  }
  const first = Number(from)
  if (to !== '' && Number(to) < first) return undefined
  if (first >= size) return 'unsatisfiable'
  return { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
}
