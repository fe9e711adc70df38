import type { Attempt } from '../../evidence/attempt.ts'
import { languages, languageTags } from '../../texts/texts.ts'
import { filterableOf } from '../filterable.ts'
import { titleInWords } from '../in-words.ts'
import { dataScript } from './deferred.ts'
import type { Markup } from './markup.ts'
import type { AttemptIndex } from './packed.ts'

export function attemptIndex(attempts: readonly Attempt[]): Markup {
  const kinds = new Map<string, number>()
  const clients = new Map<string, number>()
  const index: AttemptIndex = { kinds: [], clients: [], attempts: [] }
  for (const attempt of attempts) {
    const { id, client, diagnosis } = attempt
    const all = filterableOf(attempt)
    const titles =
      diagnosis === null ? [] : languageTags.map((tag) => titleInWords(diagnosis, languages[tag]))
    const kind = { ...all, client: [], text: titles }
    const key = JSON.stringify(kind)
    if (!kinds.has(key)) kinds.set(key, index.kinds.push(kind) - 1)
    if (!clients.has(client)) clients.set(client, index.clients.push(client) - 1)
    index.attempts.push([id, kinds.get(key) ?? 0, clients.get(client) ?? 0])
  }
  return dataScript('attempts', index)
}
