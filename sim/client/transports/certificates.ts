import { X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import {
  culpritOf,
  dnsNames,
  examine,
  extendedKeyUsage,
  nameInOneLine,
  peerChain,
  purposes,
} from '../../../certs/certificates.ts'
import { atSecurityLevel, certificatesIn, type Credential } from '../../../certs/credential.ts'
import { isWeak } from '../../../certs/recipes.ts'
import type { ClientEvidence, OwnCertificate } from '../../evidence/end-evidence.ts'
import type { Installation } from '../installation.ts'
import {
  chooseCertificate,
  type CertificateSelection,
  type StoreCertificate,
} from '../../rules/client-certificate.ts'
import type { CertificateEvidence, CertificateRecipe } from '../../vocabulary/certificate.ts'
import type { ClientNetwork } from '../network.ts'

/** The certificates of one client, and their use in handshakes. */
export interface ClientCertificates {
  /**
   * Selects from the certificate store, as it is now, what the client presents to a server that asks. `acceptable`: the
   * authorities to which the server keeps its clients.
   */
  choose(selection: CertificateSelection, acceptable: readonly string[]): Promise<Presented>
  /**
   * The authorities that the client trusts, and the certificate that it presents, if any. Rejects with OpenSSL's error
   * when it cannot present this one (its key belongs to another).
   */
  secureContext(presented: OwnedCertificate | undefined): Promise<SecureContext>
  /**
   * Examines the client's own certificate as an administrator does on the client: its dates, its purpose, its issuer,
   * and, where the client checks revocation, the lists.
   */
  examine(presented: Presented, checkRevocation: boolean): Promise<OwnCertificate>
  /**
   * The client's verdict after a handshake: OpenSSL's on the chain, Node's on the name, and, where the site makes its
   * clients check revocation, that of the lists ("Determine If You Need to Enable CRL Checking on Clients (Native Mode)").
   * Rejects with a `ServerCertificateError`.
   */
  judge(socket: TLSSocket, fqdn: string, checkRevocation: boolean): Promise<void>
}

/** The certificate that the client presents to a server that requests one, or why it has none. */
export interface Presented {
  certificate: OwnedCertificate | undefined
  /** Why there is none although there should be one: the code of `chooseCertificate`. */
  choiceFailed?: string
}

/** A certificate in the store, with what the TLS library needs of it. */
interface OwnedCertificate extends StoreCertificate {
  credential: Credential
  /** The leaf, then the authorities that are sent along. */
  chain: readonly X509Certificate[]
  /** OpenSSL would not present it at its default security level. */
  weak: boolean
}

export function createClientCertificates(client: Installation, network: ClientNetwork): ClientCertificates {
  const { revocation, describe } = network
  const view = viewOf(client, network)
  const store = createCertificateStore(client, network)
  return {
    async choose(selection, acceptable) {
      const choice = chooseCertificate(await store(), selection, view.now(), acceptable)
      return choice.chosen
        ? { certificate: choice.chosen }
        : { certificate: undefined, choiceFailed: choice.code }
    },
    secureContext: createSecureContexts(network, view),
    async examine({ certificate, choiceFailed }, checkRevocation) {
      const [leaf] = certificate?.chain ?? []
      if (!certificate || !leaf) return { certificate: null, fault: choiceFailed ?? null }
      const facts = describe(leaf)
      const anchors = await view.anchors()
      const [finding] = examine(certificate.chain, { anchors, purpose: 'client', at: view.now() })
      const fault = finding ?? (checkRevocation ? await revocation.check(certificate.chain) : undefined)
      const ofAuthority = fault?.certificate.ca ?? false
      return { certificate: facts, fault: fault?.code ?? null, ...(ofAuthority && { ofAuthority }) }
    },
    async judge(socket, fqdn, checkRevocation) {
      // Most servers are trusted by OpenSSL's word alone, without a look at the chain.
      let chain: X509Certificate[] | undefined
      const received = (): X509Certificate[] => (chain ??= peerChain(socket))
      const refusal = verdictOn(socket, received, view)
      if (refusal) throw await refused(refusal, received(), fqdn, view, network)
      const fault = checkRevocation ? await revocation.check(received()) : undefined
      if (fault) {
        throw new ServerCertificateError(fault.code, fault.message, {
          certificate: describe(fault.certificate),
        })
      }
    },
  }
}

/** What certificates look like from one computer: the roots that it trusts, and its own clock. */
interface View {
  /** PEM of each root. */
  roots(): Promise<string[]>
  anchors(): Promise<X509Certificate[]>
  now(): Date
  /** How its clock is wrong; undefined where it is right. */
  clock: ClientEvidence['clock']
}

function viewOf({ trustsRoot, clockAhead }: Installation, { pki, clock }: ClientNetwork): View {
  const roots = async (): Promise<string[]> => (trustsRoot ? [(await pki.authorities()).root] : [])
  return {
    roots,
    anchors: async () => (await roots()).map((root) => new X509Certificate(root)),
    now: () => new Date(clock.machine().getTime() + clockAhead),
    clock: clockAhead === 0 ? undefined : clockAhead < 0 ? 'behind' : 'ahead',
  }
}

/** Why the client refuses the server's certificate; `clock`: as in the evidence. */
interface Refusal {
  code: string
  clock?: ClientEvidence['clock']
}

const dateFaults = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']

/** OpenSSL goes by the machine's clock, so a client whose own clock is wrong looks at the dates itself. */
function verdictOn(
  socket: TLSSocket,
  received: () => readonly X509Certificate[],
  view: View,
): Refusal | undefined {
  const code = socket.authorized ? undefined : String(socket.authorizationError)
  const isDateFault = code !== undefined && dateFaults.includes(code)
  if (view.clock === undefined || (code !== undefined && !isDateFault))
    return code === undefined ? code : { code }
  const found = examine(received(), { anchors: [], purpose: 'server', at: view.now() })
  const byOwnClock = found.find((finding) => dateFaults.includes(finding.code))
  return byOwnClock && { code: byOwnClock.code, ...(code === undefined && { clock: view.clock }) }
}

/** A client's certificate store, in the order of its description; reopened after the clock has been moved. */
function createCertificateStore(
  client: Installation,
  { pki, clock }: ClientNetwork,
): () => Promise<OwnedCertificate[]> {
  const opened = new Map<CertificateRecipe, Promise<OwnedCertificate>>()
  let openedAhead = clock.ahead()
  function open(recipe: CertificateRecipe): Promise<OwnedCertificate> {
    const known = opened.get(recipe)
    if (known) return known
    const certificate = pki.client(client, recipe).then((credential) => ownedCertificate(recipe, credential))
    opened.set(recipe, certificate)
    // One that failed for want of memory or descriptors may succeed the next time.
    certificate.catch(() => opened.delete(recipe))
    return certificate
  }
  return () => {
    if (clock.ahead() !== openedAhead) opened.clear()
    openedAhead = clock.ahead()
    return Promise.all(client.certificates.map(open))
  }
}

function ownedCertificate(recipe: CertificateRecipe, credential: Credential): OwnedCertificate {
  const chain = certificatesIn(credential.certificate)
  const [leaf] = chain
  if (!leaf) throw new Error(`a client's certificate of the recipe ${recipe} is empty`)
  return {
    credential,
    chain,
    weak: isWeak(recipe),
    subject: readSubject(leaf.subject),
    issuers: chain.map(({ issuer }) => nameInOneLine(issuer)),
    names: dnsNames(leaf),
    notBefore: new Date(leaf.validFrom),
    notAfter: new Date(leaf.validTo),
    clientAuthentication: extendedKeyUsage(leaf).includes(purposes.client),
    privateKey: credential.key !== undefined,
  }
}

/** Node writes a distinguished name as lines of `OU=Sales`, and an empty one as undefined. */
function readSubject(lines: string | undefined): { type: string; value: string }[] {
  return (lines ?? '').split('\n').flatMap((line) => {
    const [, type, value] = /^(\w+)=(.*)$/.exec(line) ?? []
    return type === undefined || value === undefined ? [] : [{ type, value }]
  })
}

/**
 * Makes each of a client's contexts once, at its first handshake: one costs about 2 ms and 30 KiB. The roots in them are dated
 * by the clock, and are others after it has been moved.
 */
function createSecureContexts(
  { tlsVersion, clock }: ClientNetwork,
  { roots }: View,
): ClientCertificates['secureContext'] {
  const contexts = new Map<string, Promise<SecureContext>>()
  let madeAhead = clock.ahead()
  const version = `TLSv${tlsVersion}` as const

  async function create(presented: OwnedCertificate | undefined): Promise<SecureContext> {
    return createSecureContext({
      // None at all is no reason for OpenSSL to take its own.
      ca: await roots(),
      ...(presented && { cert: presented.credential.certificate, key: presented.credential.key }),
      ciphers: atSecurityLevel('DEFAULT', presented?.weak ?? false),
      minVersion: version,
      maxVersion: version,
    })
  }

  return (presented) => {
    if (clock.ahead() !== madeAhead) contexts.clear()
    madeAhead = clock.ahead()
    const key = presented?.credential.certificate ?? ''
    const context = contexts.get(key) ?? create(presented)
    contexts.set(key, context)
    return context
  }
}

/** The server's certificate is refused; `code` is OpenSSL's or Node's. */
export class ServerCertificateError extends Error {
  override readonly name = 'ServerCertificateError'
  readonly code: string
  readonly certificate: CertificateEvidence | undefined
  /** A name in the certificate resolves to the same address as the name asked for. */
  readonly otherNameLeadsHere: boolean
  readonly clock: ClientEvidence['clock']

  constructor(
    code: string,
    message: string,
    seen: { certificate?: CertificateEvidence | undefined; otherNameLeadsHere?: boolean } & Omit<
      Refusal,
      'code'
    >,
  ) {
    super(message)
    this.code = code
    this.certificate = seen.certificate
    this.otherNameLeadsHere = seen.otherNameLeadsHere ?? false
    this.clock = seen.clock
  }
}

async function refused(
  { code, clock }: Refusal,
  chain: readonly X509Certificate[],
  host: string,
  view: View,
  { describe, resolve }: ClientNetwork,
): Promise<ServerCertificateError> {
  const anchors = await view.anchors()
  const culprit = culpritOf(chain, code, { anchors, purpose: 'server', at: view.now(), host })
  const evidence = culprit && describe(culprit)
  const here = resolve(host)
  const otherNameLeadsHere =
    code === 'ERR_TLS_CERT_ALTNAME_INVALID' && (evidence?.names ?? []).some((name) => resolve(name) === here)
  const message = `refused the server's certificate: ${code}`
  return new ServerCertificateError(code, message, { certificate: evidence, otherNameLeadsHere, clock })
}
