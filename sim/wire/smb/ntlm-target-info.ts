/** What a server says of itself in its challenge: AV_PAIRs ([MS-NLMP] 2.2.2.1). */
export interface TargetInfo {
  computer: string
  domain: string
  dnsComputer: string
}

const identifiers = { end: 0, computer: 1, domain: 2, dnsComputer: 3 } as const

export function printTargetInfo({ computer, domain, dnsComputer }: TargetInfo): Buffer {
  return Buffer.concat([
    pair(identifiers.domain, domain),
    pair(identifiers.computer, computer),
    pair(identifiers.dnsComputer, dnsComputer),
    pair(identifiers.end, ''),
  ])
}

function pair(identifier: number, text: string): Buffer {
  const value = Buffer.from(text, 'utf16le')
  const head = Buffer.alloc(4)
  head.writeUInt16LE(identifier)
  head.writeUInt16LE(value.length, 2)
  return Buffer.concat([head, value])
}
