/** One part of a body of type multipart/mixed (RFC 2046, section 5.1). */
export interface Part {
  contentType: string
  body: Buffer
}

/** Messages have two parts, and a third where there is an attachment. */
const mostParts = 8
const longestPartHeader = 4096

/** The boundary that a Content-Type names; undefined when it is not multipart/mixed. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  if (!/^multipart\/mixed\s*;/i.test(contentType?.trim() ?? '')) return undefined
  const [, quoted, bare] =
    /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '') ?? []
  return quoted ?? bare
}

/** A boundary delimiter counts only at the beginning of a line; any bytes may stand between two of them. */
export function splitParts(body: Buffer, boundary: string): Part[] | undefined {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const bytes = Buffer.concat([Buffer.from('\r\n'), body])
  const parts: Part[] = []
  let open: number | undefined
  let at = bytes.indexOf(delimiter)
  while (at >= 0) {
    const behind = at + delimiter.length
    const [ending, closes, padding] =
      /^(?:(--)|([ \t]*)\r\n)/.exec(bytes.toString('latin1', behind, behind + 64)) ?? []
    if (ending !== undefined) {
      const part = open === undefined ? undefined : parsePart(bytes.subarray(open, at))
      if (open !== undefined && !part) return undefined
      if (part) parts.push(part)
      if (closes !== undefined) return parts
      if (parts.length === mostParts) return undefined
      open = behind + (padding?.length ?? 0)
    }
    at = bytes.indexOf(delimiter, behind)
  }
  return undefined
}

/** `bytes` begin with the line break that ends the delimiter, so that a part without headers is parsed in the same way. */
function parsePart(bytes: Buffer): Part | undefined {
  const end = bytes.subarray(0, longestPartHeader).indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [, contentType = ''] = /\r\ncontent-type:\s*([^\r\n]*)/i.exec(bytes.toString('latin1', 0, end)) ?? []
  return { contentType: contentType.trim(), body: bytes.subarray(end + 4) }
}

export function joinParts(parts: readonly Part[], boundary: string): Buffer {
  const pieces = parts.flatMap(({ contentType, body }) => [
    Buffer.from(`--${boundary}\r\ncontent-type: ${contentType}\r\n\r\n`, 'latin1'),
    body,
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--`, 'latin1')])
}
