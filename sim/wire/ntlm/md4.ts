/**
 * MD4 (RFC 1320), by which NTLM hashes passwords. Node's OpenSSL 3 has it only among its legacy algorithms, and
 * js-md4 asks Node for it.
 */
export function md4(message: Uint8Array): Buffer {
  const padded = Buffer.alloc(Math.ceil((message.length + 9) / 64) * 64)
  padded.set(message)
  padded[message.length] = 0x80
  padded.writeBigUInt64LE(BigInt(message.length) * 8n, padded.length - 8)
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let at = 0; at < padded.length; at += 64) digestBlock(state, padded.subarray(at, at + 64))
  const digest = Buffer.alloc(16)
  state.forEach((word, index) => digest.writeUInt32LE(word, index * 4))
  return digest
}

interface Round {
  mix(x: number, y: number, z: number): number
  constant: number
  /** Words of the block in the order in which the round takes them. */
  order: readonly number[]
  shifts: readonly [number, number, number, number]
}

const rounds: readonly Round[] = [
  {
    mix: (x, y, z) => (x & y) | (~x & z),
    constant: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    shifts: [3, 7, 11, 19],
  },
  {
    mix: (x, y, z) => (x & y) | (x & z) | (y & z),
    constant: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    shifts: [3, 5, 9, 13],
  },
  {
    mix: (x, y, z) => x ^ y ^ z,
    constant: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    shifts: [3, 9, 11, 15],
  },
]

function digestBlock(state: Uint32Array, block: Buffer): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (const { mix, constant, order, shifts } of rounds) {
    order.forEach((word, step) => {
      const sum = (a + mix(b, c, d) + block.readUInt32LE(word * 4) + constant) | 0
      const shift = shifts[step % 4] ?? 0
      const turned = (sum << shift) | (sum >>> (32 - shift))
      ;[a, b, c, d] = [d, turned, b, c]
    })
  }
  ;[a, b, c, d].forEach((word, index) => (state[index] = (state[index] ?? 0) + word))
}
