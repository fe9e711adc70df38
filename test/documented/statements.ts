import { rulesInSource } from '../../docs/generate/rules-in-source.ts'
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

/** All of these, and the statements that the rules cite, in the order of the rules. */
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
  return [...Object.values(statements).flat(), ...cited]
}
