/** Directories of files, for HEAD and GET ([MS-WUSP] 2.2.2.5). */
export const contentDirectory = '/Content'
export const selfUpdateDirectory = '/SelfUpdate'

/** What an agent looks at to see whether it is the newest ([MS-WUSP] 3.1.5.1 leaves the files open; our choice). */
export const selfUpdateIdentificationPath = '/SelfUpdate/wuident.cab'

/** Where agents of protocol version 0.9 look for the same, at the root of the server ([MS-WUSP] 2.1). */
export const rootIdentificationPath = '/iuident.cab'

/**
 * A file is called by its SHA-1 digest, in a directory by the digest's last byte. Not documented; our choice:
 * [MS-WUSP] 3.1.5.9 leaves the layout to the server.
 */
export function contentPath(digest: Buffer): string {
  const name = digest.toString('hex').toUpperCase()
  return `${contentDirectory}/${name.slice(-2)}/${name}.cab`
}
