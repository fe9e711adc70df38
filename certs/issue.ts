import { createHash, createPrivateKey, KeyObject, webcrypto } from 'node:crypto'
import type * as X509 from '@peculiar/x509'
import type { generate } from 'selfsigned'
import { lackOfDescriptors } from '../sim/descriptors.ts'
import { machineError } from '../sim/errors.ts'
import type { KeyKind } from '../sim/vocabulary/certificate.ts'
import { purposes } from './certificates.ts'
import {
  importSigningKey,
  keyAlgorithms,
  pemBlocks,
  pemToDer,
  signingAlgorithm,
  type KeyedCredential,
  parseCredential,
  derToPem,
  type Hash,
} from './credential.ts'
import { isEarly, nameText, type Description, type Validity } from './recipes.ts'
import { redated, renumbered } from './signed-anew.ts'
import type { Store } from './cache.ts'

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>

/** Waits for a library. Where Node lacks a descriptor to look for a package, it says that there is none. */
export async function loaded<Library>(library: Promise<Library>): Promise<Library> {
  try {
    return await library
  } catch (error) {
    throw machineError('cannot load a library', lackOfDescriptors()) ?? error
  }
}

/** Issues a self-signed certificate: a root, or that of a holder without an authority. */
export async function issueSelfSigned(description: Description, keys: KeyKind): Promise<KeyedCredential> {
  // Imported on demand: loading it takes longer than a whole run that finds everything in the cache.
  const selfsigned = await loaded(import('selfsigned'))
  const { organization, commonName = '', validity } = description
  const made = await selfsigned.generate(
    [
      { name: 'organizationName', value: nameText(organization) },
      { name: 'commonName', value: nameText(commonName) },
    ],
    {
      keyType: keys,
      algorithm: 'sha256',
      notBeforeDate: validity.from,
      notAfterDate: validity.to,
      extensions: selfSignedExtensions(description),
    },
  )
  return { certificate: pemBlocks(made.cert, 'CERTIFICATE').join(''), key: made.private }
}

function selfSignedExtensions({ usage, hosts }: Description): Extensions {
  if (usage === 'authority') {
    return [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ]
  }
  return [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: usage === 'server', clientAuth: usage === 'client' },
    { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
  ]
}

export interface SigningIdentity {
  signingKey: KeyObject
  /** DER. */
  certificate: Buffer
}

/** Makes the identity a client signs its messages with: an RSA key and its own certificate for it, with SHA-1 as in 2007. */
export async function signingIdentity(keySize = 2048): Promise<SigningIdentity> {
  const { generate } = await loaded(import('selfsigned'))
  const made = await generate([{ name: 'commonName', value: 'SMS' }], { keySize, algorithm: 'sha1' })
  return { signingKey: createPrivateKey(made.private), certificate: pemToDer(made.cert) }
}

/** Keys that are made before clients have to share them. */
const mostKeys = 16

/**
 * Makes identities for many clients. Each has a certificate of its own, by which its site knows it; only the first have a key of
 * their own as well, since making one takes as long as all that a client does on a day.
 */
export function createSigningIdentities(): () => Promise<SigningIdentity> {
  const keys = new Map<number, Promise<SigningIdentity>>()
  let made = 0
  return async () => {
    const place = made % mostKeys
    made += 1
    const first = keys.get(place)
    if (first) return anotherIdentity(await first)
    const identity = signingIdentity()
    keys.set(place, identity)
    // One that failed for want of memory or descriptors may succeed the next time.
    identity.catch(() => keys.delete(place))
    return identity
  }
}

/** Another certificate for the same key. */
function anotherIdentity({ signingKey, certificate }: SigningIdentity): SigningIdentity {
  return { signingKey, certificate: renumbered(certificate, signingKey, 'SHA-1') }
}

/** An authority, read for signing. */
interface Signer {
  name: X509.Name
  key: webcrypto.CryptoKey
}

async function readSigner({ certificate, key }: KeyedCredential, keys: KeyKind, hash: Hash): Promise<Signer> {
  const x509 = await loaded(import('@peculiar/x509'))
  return {
    name: new x509.X509Certificate(certificate).subjectName,
    key: await importSigningKey(key, keys, hash),
  }
}

/** Issues a certificate that an authority signs. */
async function issueCertificate(
  description: Description,
  keys: KeyKind,
  signer: Signer,
): Promise<KeyedCredential> {
  const x509 = await loaded(import('@peculiar/x509'))
  const { validity, serial, hash } = description
  const algorithm = keyAlgorithms[description.keys === 'weak' ? 'weak' : keys]
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    subject: subjectOf(description),
    issuer: signer.name,
    notBefore: validity.from,
    notAfter: validity.to,
    signingAlgorithm: signingAlgorithm(keys, hash),
    publicKey: pair.publicKey,
    signingKey: signer.key,
    extensions: extensionsOf(x509, description),
  })
  return {
    certificate: pemBlocks(certificate.toString('pem'), 'CERTIFICATE').join(''),
    key: KeyObject.from(pair.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function subjectOf({ organization, unit, commonName }: Description): X509.JsonName {
  if (commonName === undefined) return []
  return [
    { O: [nameText(organization)] },
    ...(unit === undefined ? [] : [{ OU: [nameText(unit)] }]),
    { CN: [nameText(commonName)] },
  ]
}

function extensionsOf(x509: typeof X509, { usage, hosts, listUrl }: Description): X509.Extension[] {
  const extensions: X509.Extension[] =
    usage === 'authority'
      ? [
          new x509.BasicConstraintsExtension(true, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        ]
      : [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([purposes[usage]]),
        ]
  if (hosts.length > 0) {
    extensions.push(new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns', value }))))
  }
  if (listUrl !== undefined) extensions.push(new x509.CRLDistributionPointsExtension([listUrl]))
  return extensions
}

export interface RevocationList {
  validity: Validity
  /** Hexadecimal. */
  serials: string[]
}

/** Signs an authority's list: `X509 CRL` in PEM. `signer` is the authority itself, unless the list is meant to be wrong. */
export async function issueRevocationList(
  { validity, serials }: RevocationList,
  keys: KeyKind,
  authority: KeyedCredential,
  signer: KeyedCredential = authority,
): Promise<string> {
  const x509 = await loaded(import('@peculiar/x509'))
  const crl = await x509.X509CrlGenerator.create({
    issuer: new x509.X509Certificate(authority.certificate).subjectName,
    thisUpdate: validity.from,
    nextUpdate: validity.to,
    entries: serials.map((serialNumber) => ({
      serialNumber,
      revocationDate: validity.from,
      reason: x509.X509CrlReason.keyCompromise,
    })),
    signingAlgorithm: signingAlgorithm(keys, 'SHA-256'),
    signingKey: await importSigningKey(signer.key, keys, 'SHA-256'),
  })
  // The library labels it `CRL`, a label that OpenSSL does not know.
  return `${crl
    .toString('pem')
    .replaceAll(/(BEGIN|END) CRL/g, '$1 X509 CRL')
    .trimEnd()}\n`
}

/** Issues certificates and lists that are not in the store yet. */
export interface Issuance {
  /** A certificate without its chain; self-signed if there is no issuer. */
  certificate(description: Description, issuer?: KeyedCredential): Promise<KeyedCredential>
  /** PEM. `signer` is the authority itself, unless the list is meant to be wrong. */
  revocationList(list: RevocationList, authority: KeyedCredential, signer?: KeyedCredential): Promise<string>
}

/** Raise it when the same description yields a different certificate than before. */
const version = 3

export function createIssuance(store: Store, keys: KeyKind): Issuance {
  /** By the authority's certificate and the hash. An authority is read once: that takes as long as to issue a certificate. */
  const signers = new Map<string, Promise<Signer>>()

  function signerOf(issuer: KeyedCredential, hash: Hash): Promise<Signer> {
    const name = `${hash} ${issuer.certificate}`
    const known = signers.get(name)
    if (known) return known
    const signer = readSigner(issuer, keys, hash)
    signers.set(name, signer)
    // One that failed for want of memory or descriptors may succeed the next time.
    signer.catch(() => signers.delete(name))
    return signer
  }

  return {
    async certificate(description, issuer) {
      const text = await store(keyOf(description, keys, issuer), async () => {
        const made = await issue(description, keys, issuer, signerOf)
        return made.certificate + made.key
      })
      return parseCredential(text)
    },
    revocationList: (list, authority, signer) =>
      store(keyOf(list, keys, authority, signer), () => issueRevocationList(list, keys, authority, signer)),
  }
}

/** The issuer's certificate is part of the key, so that one issued by another root of the same name is never taken. */
function keyOf(
  content: Description | RevocationList,
  keys: KeyKind,
  ...issuers: (KeyedCredential | undefined)[]
): string {
  const everything = JSON.stringify([version, keys, content, ...issuers.map((issuer) => issuer?.certificate)])
  return createHash('sha256').update(everything).digest('hex')
}

/** Dates that the libraries can write, in place of those that they cannot. */
const standIn: Validity = { from: new Date('2007-01-01Z'), to: new Date('2008-01-01Z') }

/** Makes a certificate with a new key; self-signed if there is no issuer. */
async function issue(
  description: Description,
  keys: KeyKind,
  issuer: KeyedCredential | undefined,
  signerOf: (issuer: KeyedCredential, hash: Hash) => Promise<Signer>,
): Promise<KeyedCredential> {
  // `selfsigned` cannot name a revocation list, chooses its own serial numbers, and knows only five purposes.
  const make = async (content: Description): Promise<KeyedCredential> =>
    issuer
      ? issueCertificate(content, keys, await signerOf(issuer, content.hash))
      : issueSelfSigned(content, keys)
  const { validity, hash } = description
  if (!isEarly(validity)) return make(description)
  const made = await make({ ...description, validity: standIn })
  const dated = redated(pemToDer(made.certificate), validity, (issuer ?? made).key, hash)
  return { ...made, certificate: derToPem(dated, 'CERTIFICATE') }
}
