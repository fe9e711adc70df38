/** The numbers that a client may give its next requests ([MS-SMB2] 3.3.1.1): each once, as many as it has credits. */
export interface MessageWindow {
  /** False for a number that was not granted, or has been taken. */
  take(messageId: bigint): boolean
  /** Credits for who asks for so many; one at least, where the client would have none otherwise. */
  grant(asked: number): number
}

/** Credits that a client may hold. */
const most = 128
/** Numbers between the first that has not been used and the last that was granted. */
const widest = 2n * BigInt(most)

export function createMessageWindow(): MessageWindow {
  const available = new Set<bigint>([0n])
  let next = 1n
  return {
    take: (messageId) => available.delete(messageId),
    grant(asked) {
      const [first = next] = available
      const room = Math.min(most - available.size, Number(widest - (next - first)))
      const granted = Math.max(available.size === 0 ? 1 : 0, Math.min(Math.max(asked, 1), room))
      for (let count = 0; count < granted; count += 1) available.add(next++)
      return granted
    },
  }
}
