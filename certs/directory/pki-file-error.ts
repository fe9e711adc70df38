/** A file of a PKI directory that is missing or cannot be used. */
export class PkiFileError extends Error {
  override readonly name = 'PkiFileError'
  readonly code = 'ERR_SITEMODE_PKI_FILE'
}
