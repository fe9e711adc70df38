import { createHash, type Hash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { PackageSource } from '../../model/hierarchy.ts'
import { packageContent, packageFiles } from '../../wire/distribution-point/package.ts'
import type { HashedFile, Hashes } from '../../wire/distribution-point/signature-tar.ts'
import type { SiteDatabase } from '../site-database.ts'

/** Hashes of all files of a package together, in the order of their names, and of each. */
interface PackageHashes extends Hashes {
  files: readonly HashedFile[]
}

/** Bytes to hash before other work gets a turn. */
const atOnce = 1024 * 1024

/** By package: two packages never have the same id, and a package never changes while a hierarchy runs. */
function createPackageHashes(): Map<PackageSource, Promise<PackageHashes>> {
  return new Map()
}

/**
 * The hashes of a package, worked out once for a site. What exactly the product hashes is not documented; our choice is
 * the bytes of the files one after the other.
 */
export function packageHashes(database: SiteDatabase, content: PackageSource): Promise<PackageHashes> {
  const known = database.table(createPackageHashes)
  const hashes = known.get(content) ?? hash(content)
  known.set(content, hashes)
  return hashes
}

async function hash(content: PackageSource): Promise<PackageHashes> {
  const whole = start()
  const files: HashedFile[] = []
  for (const { path, offset, size } of packageFiles(content)) {
    const file = start()
    const end = offset + size
    for (let first = offset; first < end; first += atOnce) {
      for (const piece of packageContent(content, { first, last: Math.min(first + atOnce, end) - 1 })) {
        for (const one of [...whole, ...file]) one.update(piece)
      }
      // Let the server answer others meanwhile. A timer, unlike an immediate, can be unreferenced and still fires.
      await setTimeout(0, undefined, { ref: false })
    }
    files.push({ path: path.join('/'), ...digests(file) })
  }
  return { ...digests(whole), files }
}

function start(): [sha1: Hash, sha256: Hash] {
  return [createHash('sha1'), createHash('sha256')]
}

function digests([sha1, sha256]: [sha1: Hash, sha256: Hash]): Hashes {
  return { sha1: sha1.digest('hex'), sha256: sha256.digest('hex') }
}
