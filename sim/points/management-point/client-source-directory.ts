import { answerFrom } from '../distribution-point/read-only-web-dav.ts'
import type { DirectoryNode } from '../distribution-point/directory-tree.ts'
import { firstModified } from '../first-modified.ts'
import { protocolBySiteMode, type VirtualDirectory } from '../web-server/role.ts'

/** What is in the file is our choice: ccmsetup reads a list of what to download, and here that is nothing. */
const text = Buffer.from('The source of the client is not simulated.\r\n')

const tree: DirectoryNode = {
  name: '/CCM_Client',
  lastModified: firstModified,
  entries: [
    {
      name: 'ccmsetup.cab',
      size: text.length,
      etag: '"ccmsetup.1"',
      lastModified: firstModified,
      read: ({ first, last }) => [text.subarray(first, last + 1)],
    },
  ],
}

/** The source from which ccmsetup downloads the client: lists and gives out files. */
export const clientSource: VirtualDirectory = {
  path: tree.name,
  protocol: protocolBySiteMode,
  answer: (request) => answerFrom(tree, request),
}
