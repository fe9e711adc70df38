import { tlsAlerts } from '../evidence/codes/tls-alerts.ts'
import { message, versionInWords, type FlowEnd, type Packet } from './packet.ts'

/** What a packet says of its connection; undefined where that is no more than any other says. */
export function packetInWords(packet: Packet, from: FlowEnd): string | undefined {
  const said = [...tcpInWords(packet, from), ...tlsInWords(packet, from), ...httpInWords(packet)]
  if (said.length === 0) return undefined
  const [source, target] = [packet.from, packet.to].map(
    ({ address, port }) => `${address.includes(':') ? `[${address}]` : address}:${port}`,
  )
  return `${new Date(packet.at).toISOString()} ${source} > ${target} ${said.join('; ')}`
}

function tcpInWords({ syn, ack, reset, fin, undeliverable }: Packet, from: FlowEnd): string[] {
  if (undeliverable) return ['a router cannot deliver it']
  if (syn && !ack) return ['the client asks for a connection']
  if (reset) return [`the ${from} resets the connection`]
  return fin ? [`the ${from} closes the connection`] : []
}

function tlsInWords(
  { messages, versions, serverName, certificatesLengths, alert }: Packet,
  from: FlowEnd,
): string[] {
  const lengths = [...certificatesLengths]
  return [
    ...messages.flatMap((type) => {
      if (type === message.clientHello)
        return [`ClientHello${serverName === null ? '' : ` for ${serverName}`}`]
      if (type === message.serverHello) return [`ServerHello, ${versionInWords(versions[0] ?? 0)}`]
      if (type === message.certificateRequest) return ['the server asks for a certificate']
      if (type !== message.certificate) return []
      return [(lengths.shift() ?? 0) > 0 ? `certificate of the ${from}` : `the ${from} has no certificate`]
    }),
    ...(alert ? [`alert ${alertName(alert.description)} (${alert.description})`] : []),
  ]
}

/** `unknown_ca`. */
export function alertName(description: number): string {
  return tlsAlerts.codes[String(description)]?.name ?? 'unknown'
}

function httpInWords({ request, answer }: Packet): string[] {
  return [
    ...(request ? [`${request.method} ${request.uri}`] : []),
    ...(answer ? [`HTTP status ${answer.status}`] : []),
  ]
}
