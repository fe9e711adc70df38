import type { SentFile } from '../web-server/send-file.ts'

/** A file that a distribution point gives out. */
export interface FileNode extends SentFile {
  name: string
}

export interface DirectoryNode<File extends FileNode = FileNode> {
  /** A virtual directory's is its path without the slash at the end. */
  name: string
  lastModified: Date
  entries: readonly TreeNode<File>[]
}

export type TreeNode<File extends FileNode = FileNode> = File | DirectoryNode<File>

export function isDirectory<File extends FileNode>(node: TreeNode<File>): node is DirectoryNode<File> {
  return 'entries' in node
}

export interface Found<File extends FileNode = FileNode> {
  node: TreeNode<File>
  /** In the case of its names, whatever that of the request was; a directory's ends with a slash. */
  path: string
}

/**
 * The node at a path below a directory. Each part has to be the name of something there, so no path leads out: dots,
 * backslashes and streams are in no name. Names are not case-sensitive.
 */
export function find<File extends FileNode>(
  root: DirectoryNode<File>,
  pathBelow: string,
): Found<File> | undefined {
  const names = pathBelow.split('/').slice(1)
  // A slash at the end: it has to be a directory.
  const wantsDirectory = names.at(-1) === ''
  if (wantsDirectory) names.pop()
  let found: Found<File> = { node: root, path: `${root.name}/` }
  for (const name of names) {
    const { node } = found
    const entries: readonly TreeNode<File>[] = isDirectory(node) ? node.entries : []
    const next = entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase())
    if (!next) return undefined
    found = { node: next, path: pathOf(found.path, next) }
  }
  return wantsDirectory && !isDirectory(found.node) ? undefined : found
}

/** A node and, so many levels down, the nodes below it. */
export function* below<File extends FileNode>(
  { node, path }: Found<File>,
  levels: number,
): Generator<Found<File>> {
  yield { node, path }
  if (levels === 0 || !isDirectory(node)) return
  for (const entry of node.entries) yield* below({ node: entry, path: pathOf(path, entry) }, levels - 1)
}

function pathOf(directory: string, node: TreeNode): string {
  return `${directory}${node.name}${isDirectory(node) ? '/' : ''}`
}
