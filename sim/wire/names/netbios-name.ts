/** A name of NetBIOS: up to 15 letters, and a byte that says what it is a name of. */
export interface NetBiosName {
  name: string
  suffix: number
}

/** What Configuration Manager registers in WINS ends in this byte. */
const suffix = 0x1a

/** The default management point of a site ("Configuration Manager and WINS"). */
export function managementPointName(siteCode: string): NetBiosName {
  return { name: `MP_${siteCode.toUpperCase()}`, suffix }
}

/** The server locator point, which somebody has to enter by hand. */
export const serverLocatorPointName: NetBiosName = { name: 'SMS_SLP', suffix }

const length = 16

/** Each half of a byte as a letter from A to P, after the length of them all (RFC 1001, section 14.1); 34 bytes. */
export function printNetBiosName({ name, suffix }: NetBiosName): Buffer {
  const bytes = Buffer.from(
    name.slice(0, length - 1).padEnd(length - 1) + String.fromCharCode(suffix),
    'latin1',
  )
  const letters = [...bytes].flatMap((byte) => [0x41 + (byte >> 4), 0x41 + (byte & 0xf)])
  return Buffer.from([letters.length, ...letters, 0])
}

/** undefined for what is no such name at the start of these bytes. */
export function parseNetBiosName(bytes: Buffer): NetBiosName | undefined {
  const letters = bytes.subarray(1, 1 + 2 * length)
  const isName = bytes[0] === 2 * length && bytes[1 + 2 * length] === 0
  if (!isName || !letters.every((letter) => letter >= 0x41 && letter <= 0x50)) return undefined
  const halves = [...letters].map((letter) => letter - 0x41)
  const decoded = Buffer.from(
    Array.from({ length }, (_, at) => ((halves[2 * at] ?? 0) << 4) | (halves[2 * at + 1] ?? 0)),
  )
  return { name: decoded.toString('latin1', 0, length - 1).trimEnd(), suffix: decoded[length - 1] ?? 0 }
}
