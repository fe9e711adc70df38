import type { Attempt, EndEvidence } from '../../evidence/attempt.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import { besideLabel, wrapped } from './wrapped.ts'
import { colors } from './colors.ts'

/** Each way in which attempts failed, once: what it was, and what the client and the server saw of it. */
export function refusalsText(attempts: readonly Attempt[]): string {
  const groups = new Map<string, Attempt[]>()
  for (const attempt of attempts.filter(({ outcome }) => outcome === 'failed')) {
    const key = [attempt.diagnosis, attempt.client_end?.code, attempt.server_end?.code].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), attempt])
  }
  if (groups.size === 0) return ''
  return [colors.bold('What both ends saw of the failures'), ...[...groups.values()].map(groupText)].join(
    '\n',
  )
}

function groupText(group: readonly Attempt[]): string {
  const [first] = group
  if (!first) return ''
  const entry = entryOf(first.diagnosis)
  const title = entry?.title ?? 'no entry of the catalogue explains it'
  return [
    wrapped(`${first.diagnosis} (${group.length}×): ${title}`, '    '),
    `  client  ${endText(first.client_end)}`,
    `  server  ${endText(first.server_end)}`,
    ...(entry ? [besideLabel('  to do', 10, entry.remedy)] : []),
  ].join('\n')
}

function endText(end: EndEvidence | null): string {
  return end ? `${end.stage.padEnd(8)}${end.code}` : 'nothing'
}
