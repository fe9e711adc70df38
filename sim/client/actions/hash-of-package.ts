import { createHash } from 'node:crypto'
import type { PackageSource } from '../../model/hierarchy.ts'
import { packageContent } from '../../wire/distribution-point/package.ts'

/** SHA-1 in hexadecimal. A client has it from the policy of its advertisement; here it follows from the package itself. */
export function hashOfPackage(content: PackageSource): string {
  const hash = createHash('sha1')
  for (const piece of packageContent(content, { first: 0, last: content.size - 1 })) hash.update(piece)
  return hash.digest('hex')
}
