/** How captures begin: pcapng, pcap in either byte order with micro- or nanoseconds, and Network Monitor 1 and 2. */
const beginnings = [
  '0a0d0d0a',
  'a1b2c3d4',
  'd4c3b2a1',
  'a1b23c4d',
  '4d3cb2a1',
  '52545353',
  '474d4255',
] as const

/** Whether a file with these first bytes is a capture of the network. */
export function beginsCapture(bytes: Uint8Array): boolean {
  const first = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  return beginnings.some((beginning) => beginning === first)
}
