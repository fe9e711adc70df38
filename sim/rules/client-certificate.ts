import type { CertificateRecipe } from '../model/certificate-recipe.ts'
import type { SiteMode } from '../model/site-mode.ts'

/**
 * The certificate that a client presents when it is asked for one. Only native mode knows client certificates of the
 * PKI; of several in the store the first is taken here.
 */
export function presentedCertificate(
  mode: SiteMode,
  store: readonly CertificateRecipe[],
): CertificateRecipe | undefined {
  return mode === 'native' ? store[0] : undefined
}
