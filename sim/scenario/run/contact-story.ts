import type { Attempt } from '../../evidence/attempt.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import type { Story } from '../../evidence/results.ts'
import { roleInWords } from '../../model/site-system-role.ts'

/**
 * A contact, told: who turned to whom, by what, what came of it, and by which rule. `byRelation`: the client turned to a
 * site; else to a system that the scenario names, wherever that is.
 */
export function contactStory(attempts: readonly Attempt[], byRelation: boolean): Story {
  return attempts.map((attempt) => ({
    // A second try goes by the rule of the first.
    sentence: `${turned(attempt, byRelation)}.${attempt.after === null ? ` ${attempt.why}` : ''}`,
    rule: attempt.rule,
    attempt: attempt.id,
  }))
}

function turned(attempt: Attempt, byRelation: boolean): string {
  const { client, forced, role, relation, site, system, protocol, outcome, after } = attempt
  if (site === null) return `${client} had no site whose ${roleInWords(role)} it could turn to`
  const whose = byRelation ? `its ${relation} site ${site}` : `site ${site}`
  const whom = `the ${roleInWords(role)} ${system ?? ''} of ${whose}`
  const how = protocol.toUpperCase()
  if (outcome === 'withheld') return `${client} kept away from ${whom}, which takes ${how}`
  if (after !== null) {
    return `${client} then spoke ${how} to the port on which ${system ?? 'the system'} does listen, ${ended(attempt)}`
  }
  return forced
    ? `${client} was made to turn to ${whom} by ${how}, ${ended(attempt)}`
    : `${client} turned to ${whom} by ${how}, ${ended(attempt)}`
}

function ended({ outcome, status, diagnosis }: Attempt): string {
  if (outcome === 'answered') return 'and was answered'
  const refused = status === null ? 'and failed' : `and was refused with status ${status}`
  return `${refused}: ${entryOf(diagnosis)?.title ?? 'nothing in the catalogue explains it'}`
}
