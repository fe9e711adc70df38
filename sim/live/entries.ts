import type { Attempt } from '../evidence/attempt.ts'
import type { ForeignConnection } from '../evidence/foreign-connection.ts'
import type { HierarchyShown } from '../evidence/recording/hierarchy-shown.ts'
import type { Recorded, RecordedHierarchy } from '../evidence/recording/recording.ts'
import type { AttemptEnded } from '../evidence/recording/event.ts'
import { nameWithoutDomain } from '../model/schema/written-values.ts'
import { groupsOf, mostAlone } from '../report/client-groups.ts'
import { filterableOf } from '../report/filterable.ts'
import { endingInWords, serverEndInWords } from '../report/foreign-in-words.ts'
import { markup, type Markup } from '../report/html/markup.ts'
import { wrongInWords } from '../report/in-words.ts'
import type { Texts } from '../texts/english.ts'
import { statusInWords } from '../vocabulary/network.ts'
import type { Entry } from './shown.ts'

/** What a row needs to know of the hierarchy. */
interface Surroundings {
  domain: string
  /** The site of each system, by FQDN. */
  sites: ReadonlyMap<string, string>
}

export function surroundingsIn({ opened: { domain, sites } }: RecordedHierarchy): Surroundings {
  const systems = sites.flatMap(({ code, systems }) => systems.map(({ fqdn }) => [fqdn, code] as const))
  return { domain, sites: new Map(systems) }
}

/** The row of an attempt. */
export function entryOfAttempt(
  { attempt, sequence }: Recorded<AttemptEnded>,
  recordedAt: number,
  { domain }: Surroundings,
  now: HierarchyShown,
  texts: Texts,
): Entry {
  const { id, client, system, role, protocol, outcome, startedAt, forced } = attempt
  const [why, byForce] = [whyOf(attempt, texts), texts.attempt.forced]
  return {
    ...{ id, isForeign: false, at: startedAt, recordedAt, sequence },
    fields: {
      ...filterableOf(attempt),
      text: [id, why, attempt.url ?? '', forced ? byForce : ''],
    },
    group: groupOf(client, now),
    row: row(
      { id, at: startedAt, outcome, protocol },
      client,
      markup`${system === null ? texts.role(role) : hostIn(domain, system)}${forced && markup` <span class="quiet">${byForce}</span>`}`,
      why,
      texts,
    ).html,
  }
}

/** The row of a connection that no simulated client made. */
export function entryOfConnection(
  connection: ForeignConnection,
  { sequence, recordedAt }: Pick<Entry, 'sequence' | 'recordedAt'>,
  { domain, sites }: Surroundings,
  texts: Texts,
): Entry {
  const { id, at, clientAddress, clientPort, system, protocol, outcome, diagnosis, server_end } = connection
  const { status, substatus } = connection
  const why = endingInWords(connection, texts)
  return {
    ...{ id, isForeign: true, at, recordedAt, sequence },
    fields: {
      client: [clientAddress],
      site: present([sites.get(system)]),
      system: [system],
      role: [],
      protocol: [protocol],
      outcome: [outcome],
      rule: [],
      diagnosis: present([diagnosis, ...connection.candidates]),
      code: present([server_end?.code, status === null ? null : statusInWords(status, substatus)]),
      text: [id, why, serverEndInWords(connection, texts), texts.live.otherProgram],
    },
    group: null,
    row: row(
      { id, at, outcome, protocol },
      markup`<span class="mono">${clientAddress}:${clientPort}</span> <span class="badge foreign">${texts.live.otherProgram}</span>`,
      hostIn(domain, system),
      why,
      texts,
    ).html,
  }
}

/** A host by its name within the hierarchy's domain. */
function hostIn(domain: string, fqdn: string): Markup {
  return markup`<span title="${fqdn}">${nameWithoutDomain(fqdn, domain)}</span>`
}

/** A picture of no more clients shows each of them. */
function groupOf(name: string, { clients }: HierarchyShown): Entry['group'] {
  if (clients.length <= mostAlone) return null
  const client = clients.find((one) => one.name === name)
  const [group] = client ? groupsOf([client]) : []
  return group ? { name: group.name, site: client?.residentSite ?? '' } : null
}

/** What withheld an attempt, or what went wrong. */
function whyOf(attempt: Attempt, texts: Texts): string {
  return attempt.outcome === 'withheld' ? texts.rule(attempt.rule, attempt.why) : wrongInWords(attempt, texts)
}

function present(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== null && value !== undefined)
}

function row(
  {
    id,
    at,
    outcome,
    protocol,
  }: Pick<Entry, 'id' | 'at'> & Pick<Attempt | ForeignConnection, 'outcome' | 'protocol'>,
  client: Markup | string,
  system: Markup,
  why: string,
  { live, outcomes }: Texts,
): Markup {
  return markup`<tr data-id="${id}"><td class="keep"><button type="button" data-keep aria-pressed="false" aria-label="${live.keep(id)}" tabindex="-1">☆</button></td><th scope="row"><button type="button" class="mono" data-open tabindex="-1">${id}</button></th><td class="time"><time datetime="${at}" title="${at}">${at.slice(11, 19)}</time></td><td class="client">${client}</td><td><span class="badge ${protocol}">${protocol.toUpperCase()}</span></td><td class="system">${system}</td><td><span class="badge ${outcome}">${outcomes[outcome]}</span></td><td class="why" title="${why}">${why}</td></tr>`
}
