/** The options of RFC 2132 and RFC 4578 that PXE uses. */
export const optionCodes = {
  subnetMask: 1,
  router: 3,
  vendorSpecific: 43,
  leaseTime: 51,
  overload: 52,
  messageType: 53,
  serverIdentifier: 54,
  parameterRequestList: 55,
  maximumMessageSize: 57,
  vendorClass: 60,
  clientIdentifier: 61,
  tftpServerName: 66,
  bootFileName: 67,
  clientArchitecture: 93,
  clientNetworkInterface: 94,
  machineIdentifier: 97,
} as const

/** Values by option code, in the order of the message. */
export type DhcpOptions = ReadonlyMap<number, Buffer>

const pad = 0
const end = 255
/** Bytes of a value: an option states its length in one byte. */
const longestPart = 255

/**
 * Adds the options of a field to those already read. An option that is repeated continues the earlier value
 * (RFC 3396 section 5). Returns false when an option is cut off, or the end option is missing (RFC 2131 section 4.1).
 */
export function parseOptions(bytes: Buffer, options: Map<number, Buffer>): boolean {
  let at = 0
  for (;;) {
    const code = bytes[at]
    if (code === undefined) return false
    if (code === end) return true
    at += 1
    if (code === pad) continue
    const length = bytes[at]
    if (length === undefined || at + 1 + length > bytes.length) return false
    const part = bytes.subarray(at + 1, at + 1 + length)
    const before = options.get(code)
    options.set(code, before ? Buffer.concat([before, part]) : part)
    at += 1 + length
  }
}

/** Writes the end option as well. A value that is too long for one option is split (RFC 3396 section 6). */
export function serializeOptions(options: DhcpOptions): Buffer {
  const parts: Buffer[] = []
  for (const [code, value] of options) {
    if (code <= pad || code >= end) throw new RangeError(`${code} is not the code of an option`)
    let at = 0
    do {
      const part = value.subarray(at, at + longestPart)
      parts.push(Buffer.from([code, part.length]), part)
      at += longestPart
    } while (at < value.length)
  }
  return Buffer.concat([...parts, Buffer.from([end])])
}
