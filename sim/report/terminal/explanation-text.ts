import type { Reading } from '../../evidence/explanation/reading.ts'
import { colors } from './colors.ts'
import { candidateText } from './entry-text.ts'
import { wrapped } from './wrapped.ts'

/** Candidates that are told in full; of the others only their titles. */
const toldInFull = 5

/** What a code means, and which failures it can be a sign of. */
export function explanationText(readings: readonly Reading[]): string {
  return readings.map(readingText).join('\n\n')
}

function readingText({ kind, code, name, means, candidates }: Reading): string {
  const heading = wrapped(
    `${colors.bold(name === null ? code : `${code} ${name}`)} (${kind}): ${means}`,
    '  ',
  )
  if (candidates.length === 0)
    return [heading, 'The catalogue has no failure that shows like this.'].join('\n\n')
  const said =
    candidates.length === 1
      ? 'Of the failures in the catalogue, it can be this one:'
      : `It can be any of these ${candidates.length}, the more frequent first; the code alone does not say which:`
  const rest = candidates.slice(toldInFull)
  return [
    heading,
    wrapped(said, ''),
    ...candidates.slice(0, toldInFull).map(candidateText),
    ...(rest.length > 0
      ? [['or', ...rest.map(({ id, title }) => wrapped(`  ${id}: ${title}`, '    '))].join('\n')]
      : []),
  ].join('\n\n')
}
