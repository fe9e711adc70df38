import type { VirtualDirectory } from '../web-server/role.ts'

/** Refuses to list a virtual directory, as that web server does by default. */
export function withoutListing(directory: VirtualDirectory): VirtualDirectory {
  return {
    ...directory,
    answer(request, place) {
      const isFolder = request.path.replace(/\/$/, '').toLowerCase() === directory.path.toLowerCase()
      if (isFolder && /^(?:GET|HEAD)$/.test(request.method))
        return { status: 403, substatus: 14, reason: 'Directory listing denied.' }
      return directory.answer(request, place)
    },
  }
}
