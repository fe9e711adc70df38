import { statusInWords } from '../vocabulary/network.ts'
import type { Attempt } from '../evidence/attempt.ts'
import { titleOf } from '../evidence/catalogue.ts'
import { roleAcronym } from '../vocabulary/site-system-role.ts'
import type { Filterable } from './filter.ts'

/** What a filter sees of an attempt. */
export function filterableOf(attempt: Attempt): Filterable {
  const { id, client, site, system, role, protocol, outcome, rule, diagnosis, status, substatus } = attempt
  return {
    client: [client],
    site: present(site),
    system: present(system),
    role: [...new Set([role, roleAcronym(role)])],
    protocol: [protocol],
    outcome: [outcome],
    rule: [rule],
    diagnosis: present(diagnosis),
    code: [
      ...present(status === null ? null : statusInWords(status, substatus)),
      ...present(attempt.client_end?.code ?? null),
      ...present(attempt.server_end?.code ?? null),
    ],
    text: [id, ...(diagnosis === null ? [] : [titleOf(diagnosis)])],
  }
}

function present(value: string | null): string[] {
  return value === null ? [] : [value]
}
