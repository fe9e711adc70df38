/** RFC 2268, section 2: a permutation of the byte values. */
const pi = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
)

const blockBytes = 8

/**
 * Decrypts RC2 in CBC mode, with as many effective bits as the key has. Windows of 2007 encrypts the certificates of a
 * PKCS#12 file so; OpenSSL 3 has the cipher only in a provider that Node does not load. The padding is left on.
 */
export function decryptRc2(key: Buffer, iv: Buffer, bytes: Buffer): Buffer {
  const keys = expandKey(key)
  const plain = Buffer.alloc(bytes.length)
  let before = iv
  for (let at = 0; at < bytes.length; at += blockBytes) {
    const block = bytes.subarray(at, at + blockBytes)
    const open = decryptBlock(keys, block)
    for (const [index, byte] of open.entries()) plain[at + index] = byte ^ (before[index] ?? 0)
    before = block
  }
  return plain
}

/** Section 2: 64 words of 16 bits. */
function expandKey(key: Buffer): Uint16Array {
  const bytes = Buffer.alloc(128)
  const byteAt = (index: number): number => bytes[index] ?? 0
  const piAt = (index: number): number => pi[index & 0xff] ?? 0
  key.copy(bytes)
  for (let i = key.length; i < 128; i++) bytes[i] = piAt(byteAt(i - 1) + byteAt(i - key.length))
  const first = 128 - key.length
  bytes[first] = piAt(byteAt(first))
  for (let i = first - 1; i >= 0; i--) bytes[i] = piAt(byteAt(i + 1) ^ byteAt(i + key.length))
  return Uint16Array.from({ length: 64 }, (_, index) => bytes.readUInt16LE(2 * index))
}

const rotations = [1, 2, 3, 5] as const

/** Section 4: the rounds of an encryption backwards; before the fifth and the eleventh the words are mashed. */
function decryptBlock(keys: Uint16Array, block: Buffer): Buffer {
  const words = Uint16Array.from({ length: 4 }, (_, index) => block.readUInt16LE(2 * index))
  const word = (index: number): number => words[index & 3] ?? 0
  let next = 63
  for (let round = 15; round >= 0; round--) {
    for (let i = 3; i >= 0; i--) {
      const rotated = (word(i) >>> (rotations[i] ?? 0)) | (word(i) << (16 - (rotations[i] ?? 0)))
      words[i] = rotated - (keys[next] ?? 0) - (word(i - 1) & word(i - 2)) - (~word(i - 1) & word(i - 3))
      next -= 1
    }
    if (round !== 11 && round !== 5) continue
    for (let i = 3; i >= 0; i--) words[i] = word(i) - (keys[word(i - 1) & 63] ?? 0)
  }
  const open = Buffer.alloc(blockBytes)
  for (const [index, value] of words.entries()) open.writeUInt16LE(value, 2 * index)
  return open
}
