/** The share of the packages on drive C: ("About BITS-Enabled Distribution Points", bb932208). */
export const packageShare = 'SMSPKGC$'

/** The virtual directories of a distribution point: its packages, and signatures (bb932208). */
export const distributionPointDirectory = `/SMS_DP_${packageShare}`
export const signatureDirectory = '/SMS_DP_SMSSIG$'

/**
 * In native mode packages are also in a directory that asks for no client certificate; a client picks one of the two at
 * random and goes to the other when it is not let in. Its prefix, NOCERT_SMS_DP_, is in the product's help on package
 * access; what follows the prefix is our choice.
 */
export const withoutCertificateDirectory = `/NOCERT${distributionPointDirectory.replace('/', '_')}`

export function packageDirectoryPath(packageId: string, directory = distributionPointDirectory): string {
  return `${directory}/${packageId}/`
}

/** A package's main file. Not documented, as packages hold what administrators put there; our choice. */
export function packageFileName(packageId: string): string {
  return `${packageId}.bin`
}

/** Package and version, as bb932208 says of the directory's files. */
export function signatureFileName(packageId: string, version: number): string {
  return `${packageId}.${version}.tar`
}
