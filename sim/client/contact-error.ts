/** A contact that cannot be made at all: there is nobody to contact. */
export class ContactError extends Error {
  override readonly name = 'ContactError'
  readonly code = 'ERR_SITEMODE_CONTACT'
}
