import type { KeyObject } from 'node:crypto'
import { signReversed, verifyReversed, type Authenticity } from './client-signature.ts'

/**
 * The headers by which a client proves who it is where it downloads ("Plan for internet-based client
 * management" names them). What the signatures are about is not documented; it is what public clients sign, the text in
 * UTF-16 with a NUL behind it.
 */
export function downloadHeaders({
  clientId,
  now,
  privateKey,
}: {
  clientId: string
  now: Date
  privateKey: KeyObject
}): Record<string, string> {
  const timestamp = now.toISOString()
  return {
    CCMClientID: clientId,
    CCMClientIDSignature: signReversed('sha1', signedText(clientId), privateKey),
    CCMClientTimestamp: timestamp,
    CCMClientTimestampSignature: signReversed('sha1', signedText(timestamp), privateKey),
  }
}

type Header = (name: string) => string | undefined

/** `registeredKey`: that of the client, where the site knows it: no other is brought. */
export function downloadAuthenticity(header: Header, registeredKey: KeyObject | undefined): Authenticity {
  const signatures = [
    [header('CCMClientID'), header('CCMClientIDSignature')],
    // The documentation's own spelling is the second.
    [
      header('CCMClientTimestamp'),
      header('CCMClientTimestampSignature') ?? header('CCMClientTimestampsSignature'),
    ],
  ] as const
  if (signatures.every(([, signature]) => signature === undefined)) return 'unsigned'
  const genuine = signatures.every(
    ([text, signature]) =>
      text !== undefined &&
      signature !== undefined &&
      registeredKey &&
      verifyReversed('sha1', signedText(text), registeredKey, signature),
  )
  return genuine ? 'genuine' : 'forged'
}

function signedText(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le')
}
