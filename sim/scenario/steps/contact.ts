import * as z from 'zod'
import type { Attempt } from '../../evidence/attempt.ts'
import type { Teller } from '../../evidence/end-evidence.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import { reasonOf } from '../../evidence/reasons.ts'
import type { Story } from '../../evidence/results.ts'
import { isLookup, lookupInWords } from '../../vocabulary/network.ts'
import { noSystem, wrong } from '../../model/check/unknown-names.ts'
import { siteSystemNamed } from '../../model/sites.ts'
import { roleInWords, siteSystemRoleNames, type SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import type { Finding } from '../../model/source/finding.ts'
import { observedOf } from '../expectation.ts'
import { absentRole, stepKind, withoutUndefined, type ReadContext, type ReadStep } from './step.ts'

/** The step that makes one attempt at one site system. */
export const contact = stepKind({
  schema: z.enum(siteSystemRoleNames).describe('Contact a site system of this role.'),
  of: 'client',
  expects: 'any',
  read: readContact,
})

/** `contact` names the role; for a system with a single role it may be left out. */
export function readContact(wanted: SiteSystemRole | undefined, context: ReadContext): ReadStep | Finding {
  const { client, details } = context
  const { relation, system, force, protocol } = details
  const role = roleOf(wanted, context)
  if (typeof role !== 'string') return role
  const whose = system ?? `its ${relation ?? 'assigned'} site's`
  const options = withoutUndefined({ relation, system, force, protocol })
  return {
    name: `${client} ${force ? 'is made to contact' : 'contacts'} ${whose} ${roleInWords(role)}`,
    async run(running) {
      const before = running.attempts.length
      const attempt = await running.client(client).contact(role, options)
      return {
        observed: observedOf({ ...attempt, by: teller(attempt) }, running.hierarchy),
        story: contactStory(running.attempts.slice(before), system === undefined),
        reasons: attempt.outcome === 'answered' ? [] : [reasonOf(attempt)],
      }
    },
  }
}

/** null where the scenario told the client of the system. */
function teller({ told }: Attempt): Teller | null {
  return told === null || told.by === 'experiment' ? null : told.by
}

function roleOf(
  wanted: SiteSystemRole | undefined,
  { details: { system }, hierarchy, path }: ReadContext,
): SiteSystemRole | Finding {
  const at = [...path, system === undefined ? 'contact' : 'system']
  if (system === undefined) {
    const remedy = 'add one to the hierarchy, or contact another'
    if (wanted) return absentRole(wanted, at, hierarchy, remedy) ?? wanted
    return wrong('no-such-system', at, 'the hierarchy has no site system', remedy)
  }
  const named = siteSystemNamed(hierarchy, system)?.system
  if (!named) return noSystem(system, at, hierarchy)
  const role = wanted ?? (named.roles.length === 1 ? named.roles[0] : undefined)
  if (role && named.roles.includes(role)) return role
  const has = `${named.name} is ${named.roles.map(roleInWords).join(', ')}`
  return role
    ? wrong('system-without-role', at, `${has}, no ${roleInWords(role)}`, 'name another system or role')
    : wrong('role-not-named', at, has, 'say with contact which of these roles is meant')
}

/**
 * A sentence for each attempt: its two ends, protocol, outcome and rule. `byRelation`: the client contacted a site by its
 * relation; otherwise a system that the scenario names, in any site.
 */
function contactStory(attempts: readonly Attempt[], byRelation: boolean): Story {
  return attempts.map((attempt) => ({
    // A second try follows the rule of the first.
    sentence: `${turned(attempt, byRelation)}.${attempt.after === null ? ` ${attempt.why}` : ''}`,
    rule: attempt.rule,
    attempt: attempt.id,
  }))
}

function turned(attempt: Attempt, byRelation: boolean): string {
  const { client, forced, role, relation, site, system, protocol, outcome, after } = attempt
  if (isLookup(protocol)) return `${client} looked in ${lookupInWords[protocol]} first, ${ended(attempt)}`
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

function ended({ outcome, status, diagnosis, contradiction }: Attempt): string {
  if (outcome === 'answered') return 'and was answered'
  if (outcome === 'contradicted') return `and the two ends contradict each other: ${contradiction ?? ''}`
  const refused = status === null ? 'and failed' : `and was refused with status ${status}`
  return `${refused}: ${entryOf(diagnosis)?.title ?? 'nothing in the catalogue explains it'}`
}
