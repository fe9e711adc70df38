import { parseMultistatus, type Listed } from '../../wire/distribution-point/webdav.ts'
import { UnexpectedReplyError, type Reply, type Said } from '../conversation.ts'

/** The files of a package, as a distribution point lists them. */
export type Manifest = readonly ManifestFile[]

export interface ManifestFile {
  /** Below the package's directory. */
  path: string
  /** Bytes. */
  size: number
  etag: string | undefined
}

/** Packages are not near these; a distribution point that lists more is not followed. */
const mostDirectories = 1000
const mostFiles = 100_000

/** Lists a package's directory and what is below it, in the order of the paths. `root` ends with a slash. */
export async function packageManifest(
  say: (said: Said) => Promise<Reply>,
  root: string,
): Promise<Manifest | Refused> {
  const files: ManifestFile[] = []
  const directories = [root]
  // The list grows while it is read.
  for (const [index, directory] of directories.entries()) {
    const reply = await say({ method: 'PROPFIND', path: requestPath(directory), headers: { Depth: '1' } })
    if (index === 0 && notLetIn.includes(reply.status)) return { refused: reply }
    for (const { path, size, etag } of listing(reply, directory)) {
      if (size === undefined) directories.push(path.endsWith('/') ? path : `${path}/`)
      else files.push({ path: path.slice(root.length), size, etag })
    }
    if (directories.length > mostDirectories || files.length > mostFiles) {
      throw new UnexpectedReplyError(reply, `${root} lists more files than a package has`)
    }
  }
  return files.sort((one, other) => (one.path < other.path ? -1 : 1))
}

/** There is no such directory, or it does not let this client in: another may. */
export interface Refused {
  refused: Reply
}

const notLetIn = [401, 403, 404]

/** What a directory holds, without the directory itself. */
function listing(reply: Reply, directory: string): Listed[] {
  const listed = reply.status === 207 ? parseMultistatus(reply.body.toString()) : undefined
  if (!listed) {
    throw new UnexpectedReplyError(
      reply,
      `error retrieving the manifest: ${directory} answered a PROPFIND with ${reply.status} and no listing`,
    )
  }
  const inside = listed.filter(({ path }) => withoutSlash(path) !== withoutSlash(directory))
  const stray = inside.find(({ path }) => !isIn(path, directory))
  if (stray) throw new UnexpectedReplyError(reply, `${directory} lists ${stray.path}, which is not in it`)
  return inside
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '').toLowerCase()
}

/** Only what a file of Windows can be called: a path from outside never leads out of the directory. */
function isIn(path: string, directory: string): boolean {
  const name = withoutSlash(path.slice(directory.length))
  return (
    path.toLowerCase().startsWith(directory.toLowerCase()) &&
    /^[^/\\:*?"<>|\p{Cc}]+$/u.test(name) &&
    !/^\.+$/.test(name)
  )
}

export function requestPath(path: string): string {
  return encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F')
}
