import { createHash, createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import type { generate } from 'selfsigned'
import { lackOfDescriptors } from '../sim/descriptors.ts'
import { machineError } from '../sim/errors.ts'
import type { KeyKind } from '../sim/vocabulary/certificate.ts'
import {
  importSigningKey,
  keyAlgorithms,
  pemBlocks,
  pemToDer,
  signingAlgorithm,
  type KeyedCredential,
  parseCredential,
  derToPem,
} from './credential.ts'
import { isEarly, nameText, type Description, type Validity } from './recipes.ts'
import { redated, renumbered, serializeCertificate, type Signer } from './serialize-certificate.ts'
import { readSubject } from './x509.ts'
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
function readSigner({ certificate, key }: KeyedCredential): Signer {
  return { name: readSubject(pemToDer(certificate)), key: createPrivateKey(key) }
}

/** Issues a certificate for a new key, which an authority signs. */
async function issueCertificate(
  description: Description,
  keys: KeyKind,
  signer: Signer,
): Promise<KeyedCredential> {
  const { publicKey, privateKey } = await generatePair(description.keys === 'weak' ? 'weak' : keys)
  const certificate = serializeCertificate(description, publicKey, signer)
  return { certificate: derToPem(certificate, 'CERTIFICATE'), key: privateKey }
}

/** A new key, made in the thread pool: its public half in DER, and the key itself in PEM. */
function generatePair(kind: keyof typeof keyAlgorithms): Promise<{ publicKey: Buffer; privateKey: string }> {
  const encodings = {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  } as const
  return new Promise((resolve, reject) => {
    const made = (error: Error | null, publicKey: Buffer, privateKey: string): void =>
      error ? reject(error) : resolve({ publicKey, privateKey })
    if (kind === 'ec') generateKeyPair('ec', { ...keyAlgorithms.ec, ...encodings }, made)
    else generateKeyPair('rsa', { modulusLength: keyAlgorithms[kind].modulusLength, ...encodings }, made)
  })
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
  /** By the authority's certificate. An authority is read once: that takes as long as to issue a certificate. */
  const signers = new Map<string, Signer>()

  function signerOf(issuer: KeyedCredential): Signer {
    const { certificate } = issuer
    const signer = signers.get(certificate) ?? readSigner(issuer)
    signers.set(certificate, signer)
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

/** Dates that `selfsigned` can write, in place of those that it cannot. */
const standIn: Validity = { from: new Date('2007-01-01Z'), to: new Date('2008-01-01Z') }

/** Makes a certificate with a new key; self-signed if there is no issuer. */
async function issue(
  description: Description,
  keys: KeyKind,
  issuer: KeyedCredential | undefined,
  signerOf: (issuer: KeyedCredential) => Signer,
): Promise<KeyedCredential> {
  // `selfsigned` cannot name a revocation list, chooses its own serial numbers, and knows only five purposes.
  if (issuer) return issueCertificate(description, keys, signerOf(issuer))
  const { validity, hash } = description
  if (!isEarly(validity)) return issueSelfSigned(description, keys)
  const made = await issueSelfSigned({ ...description, validity: standIn }, keys)
  return {
    ...made,
    certificate: derToPem(redated(pemToDer(made.certificate), validity, made.key, hash), 'CERTIFICATE'),
  }
}
