import type { CertificateEvidence } from '../../vocabulary/certificate.ts'
import type { Colors } from './colors.ts'
import type { ProbeResult } from '../command-results.ts'
import { english } from '../../texts/english.ts'
import { day, shortened, usageInWords } from '../in-words.ts'
import { besideLabel, wrapped } from './wrapped.ts'

/** An attempt at an endpoint for people: its steps, the server's certificates, and the possible causes. */
export function probeText(result: ProbeResult, colors: Colors, withHeaders = false): string {
  return `${[
    colors.bold(result.url),
    ...stepLines(result),
    ...chainLines(result, colors),
    ...authorityLines(result),
    ...(withHeaders ? headerLines(result) : []),
    ...warningLines(result, colors),
    '',
    ...verdictLines(result, colors),
  ].join('\n')}\n`
}

const textAt = 12

function stepLines({ steps }: ProbeResult): string[] {
  return steps.map(({ at, text }) => besideLabel(`${at.toFixed(1).padStart(8)} ms`, textAt, text))
}

function chainLines({ chain, client_end }: ProbeResult, colors: Colors): string[] {
  if (chain.length === 0) return []
  const atFault = client_end?.certificate?.serialNumber
  return [
    '',
    "The server's certificates",
    ...chain.flatMap((one) => certificateLines(one, one.serialNumber === atFault, colors)),
  ]
}

function certificateLines(certificate: CertificateEvidence, atFault: boolean, colors: Colors): string[] {
  const { subject, issuer, notBefore, notAfter, names, usages, key, hash } = certificate
  const mark = atFault ? colors.red('✗') : ' '
  return [
    wrapped(`${mark} ${subject || 'without a subject'}`, '    '),
    field('issued by', issuer),
    field('valid', `${day(notBefore)} to ${day(notAfter)}`),
    ...(names.length > 0 ? [field('names', names.join(', '))] : []),
    ...(usages.length > 0
      ? [field('for', usages.map((usage) => usageInWords(usage, english)).join(', '))]
      : []),
    field('key', `${key}, signed with ${hash}`),
  ]
}

function authorityLines({ acceptableAuthorities }: ProbeResult): string[] {
  if (acceptableAuthorities === null) return []
  if (acceptableAuthorities.length === 0)
    return ['', 'The server asks for a client certificate of any authority.']
  return [
    '',
    'The server asks for a client certificate of one of',
    ...acceptableAuthorities.map((name) => wrapped(`  ${name}`, '    ')),
  ]
}

/** Headers that are shown, and characters of each; servers send about ten. */
const mostHeaders = 50
const longestHeader = 120

function headerLines({ headers }: ProbeResult): string[] {
  if (!headers) return []
  const more = headers.length - mostHeaders
  return [
    '',
    "The reply's headers",
    ...headers
      .slice(0, mostHeaders)
      .map(([name, value]) => wrapped(`  ${name}: ${shortened(value, longestHeader)}`, '    ')),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

function warningLines({ warnings }: ProbeResult, colors: Colors): string[] {
  return warnings.flatMap(({ code, message, remedy }) => [
    '',
    wrapped(`${colors.yellow('warning')} ${code}: ${message}`, '  '),
    field('to do', remedy),
  ])
}

/** Candidates shown in full; the others are shown by name. */
const inFull = 3

function verdictLines(
  { outcome, status, client_end, candidates, proven }: ProbeResult,
  colors: Colors,
): string[] {
  if (outcome === 'answered') return [colors.green(`answered with ${status}`)]
  const failed = colors.red(`failed (${client_end?.stage}): ${client_end?.code}`)
  if (candidates.length === 0) return [failed, 'Nothing in the catalogue looks like this.']
  return [
    failed,
    proven
      ? "From the client's end alone it can only be"
      : candidates.length === 1
        ? "From the client's end alone it is most likely"
        : "From the client's end alone it can be, most likely first",
    ...candidates
      .slice(0, inFull)
      .flatMap(({ id, title, look, remedy }) => [
        wrapped(`${colors.bold(id)}: ${title}`, '  '),
        field('look at', look),
        field('to do', remedy),
      ]),
    ...(candidates.length > inFull
      ? [
          wrapped(
            `or ${candidates
              .slice(inFull)
              .map(({ id }) => id)
              .join(', ')}`,
            '  ',
          ),
        ]
      : []),
  ]
}

function field(name: string, text: string): string {
  return besideLabel(`    ${name}`, 15, text)
}
