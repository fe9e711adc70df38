import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { culpritOf } from '../../../certs/examine.ts'
import { peerChain } from '../../../certs/peer-chain.ts'
import type { CertificateEvidence } from '../../vocabulary/certificate.ts'
import type { ClientNetwork } from '../network.ts'

/** The server's certificate is refused; `code` is OpenSSL's or Node's. */
export class ServerCertificateError extends Error {
  override readonly name = 'ServerCertificateError'
  readonly code: string
  readonly certificate: CertificateEvidence | undefined
  /** A name in the certificate resolves to the same address as the name asked for. */
  readonly otherNameLeadsHere: boolean

  constructor(
    code: string,
    message: string,
    certificate: CertificateEvidence | undefined,
    otherNameLeadsHere = false,
  ) {
    super(message)
    this.code = code
    this.certificate = certificate
    this.otherNameLeadsHere = otherNameLeadsHere
  }
}

/**
 * The client's verdict after a handshake: OpenSSL's on the chain, Node's on the name, and, where the site makes its
 * clients check revocation, that of the lists ("Determine If You Need to Enable CRL Checking on Clients (Native Mode)").
 * Rejects with a `ServerCertificateError`.
 */
export async function judgeServer(
  socket: TLSSocket,
  fqdn: string,
  checkRevocation: boolean,
  network: ClientNetwork,
): Promise<void> {
  const chain = peerChain(socket)
  if (!socket.authorized) throw await refused(String(socket.authorizationError), chain, fqdn, network)
  const fault = checkRevocation ? await network.revocation.check(chain) : undefined
  if (fault) {
    throw new ServerCertificateError(fault.code, fault.message, network.describe(fault.certificate))
  }
}

async function refused(
  code: string,
  chain: readonly X509Certificate[],
  host: string,
  { pki, clock, describe, resolve }: ClientNetwork,
): Promise<ServerCertificateError> {
  const anchors = [new X509Certificate((await pki.authorities()).root)]
  const culprit = culpritOf(chain, code, { anchors, purpose: 'server', at: clock.machine(), host })
  const evidence = culprit && describe(culprit)
  const here = resolve(host)
  const otherNameLeadsHere =
    code === 'ERR_TLS_CERT_ALTNAME_INVALID' && (evidence?.names ?? []).some((name) => resolve(name) === here)
  const message = `refused the server's certificate: ${code}`
  return new ServerCertificateError(code, message, evidence, otherNameLeadsHere)
}
