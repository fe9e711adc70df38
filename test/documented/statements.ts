import { rulesInSource } from '../../docs/generate/rules-in-source.ts'
import { checklist } from '../../sim/plan/preflight.ts'
import type { Statement } from '../../sim/rules/rule.ts'
import { assignment } from './assignment.ts'
import { certificates } from './certificates.ts'
import { content } from './content.ts'
import { roaming } from './roaming.ts'
import { siteMode } from './site-mode.ts'
import { siteSystems } from './site-systems.ts'
import type { DocumentedStatement } from './statement.ts'
import { standards } from './standards.ts'
import { symptoms } from './symptoms.ts'

/** What the documentation says about clients and the systems that they talk to, by subject, besides the words that rules cite. */
export const statements = {
  content,
  roaming,
  assignment,
  certificates,
  siteSystems,
  siteMode,
  symptoms,
  standards,
}

/** What holds the statements that the checklist before a change of modes cites. */
const checklistHeldBy = {
  tests: {
    'test/plan/preflight.test.ts': 'each item of the checklist holds in one hierarchy, and not in another',
  },
}

/** All of these, and the statements that the rules and the checklist cite, in the order of the rules and of the checklist. */
export async function documentedStatements(root: URL): Promise<DocumentedStatement[]> {
  const rulesBy = new Map<Statement, [string, ...string[]]>()
  for (const { id, sources } of await rulesInSource(root)) {
    for (const statement of sources) {
      const others = rulesBy.get(statement)
      if (others) others.push(id)
      else rulesBy.set(statement, [id])
    }
  }
  const cited = [...rulesBy].map(([statement, rules]) => ({ ...statement, heldBy: { rules } }))
  const own = Object.values(statements).flat()
  const said = new Set([...own, ...cited].map(({ says }) => says))
  const asked = checklist.flatMap(({ sources }) => sources).filter(({ says }) => !said.has(says))
  return [...own, ...cited, ...asked.map((statement) => ({ ...statement, heldBy: checklistHeldBy }))]
}
