import type { Basis } from '../../vocabulary/basis.ts'

/** Hashes in lower-case hexadecimal: SHA-1 as of 2007, and SHA-256. */
export interface Hashes {
  sha1: string
  sha256: string
}

export interface HashedFile extends Hashes {
  /** Below the package's directory, with slashes. */
  path: string
}

/** Placeholders of the right length, to compute the size of a file of signatures. */
export const blankHashes: Hashes = { sha1: '0'.repeat(40), sha256: '0'.repeat(64) }

const blockSize = 512

/**
 * The file of signatures of a package: a tar (ustar, POSIX.1-1988) with two lists, as sha1sum and sha256sum check them.
 * Each version of a package has a tar, as documented (bb932208); its content is not documented; our choice.
 */
export function signatureTar(files: readonly HashedFile[], modified: Date): Buffer {
  const list = (hash: keyof Hashes): string => files.map((file) => `${file[hash]} *${file.path}\n`).join('')
  return Buffer.concat([
    ...entry('sha1.txt', list('sha1'), modified),
    ...entry('sha256.txt', list('sha256'), modified),
    // Two empty blocks end an archive.
    Buffer.alloc(2 * blockSize),
  ])
}

function entry(name: string, text: string, modified: Date): Buffer[] {
  const content = Buffer.from(text)
  const padding = Buffer.alloc((blockSize - (content.length % blockSize)) % blockSize)
  return [header(name, content.length, modified), content, padding]
}

function header(name: string, size: number, modified: Date): Buffer {
  const block = Buffer.alloc(blockSize)
  const octal = (value: number, digits: number, at: number): void => {
    block.write(value.toString(8).padStart(digits, '0'), at)
  }
  block.write(name, 0)
  octal(0o444, 7, 100)
  octal(0, 7, 108)
  octal(0, 7, 116)
  octal(size, 11, 124)
  octal(modified.getTime() / 1000, 11, 136)
  // The sum is over the header with blanks where the sum will be.
  block.fill(' ', 148, 156)
  block.write('0', 156)
  block.write('ustar\x0000', 257)
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    6,
    148,
  )
  block.write('\0 ', 154)
  return block
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: "the content of the file of a package's signatures",
  },
]
