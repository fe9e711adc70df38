import { rulesInSource } from '../docs/generate/rules-in-source.ts'
import type { Statement } from '../sim/rules/rule.ts'

/**
 * The statements of the product's documentation about a client's choices, with the rules that carry them out.
 * Statements about anything else, such as the traffic between servers or the console, are not here.
 */
export interface DocumentedStatement extends Statement {
  rules: string[]
}

/** The statements cited in sim/rules, in the order of the rules. */
export async function documentedStatements(root: URL): Promise<DocumentedStatement[]> {
  const rulesBy = new Map<Statement, string[]>()
  for (const { id, sources } of await rulesInSource(root)) {
    for (const statement of sources) rulesBy.set(statement, [...(rulesBy.get(statement) ?? []), id])
  }
  return [...rulesBy].map(([statement, rules]) => ({ ...statement, rules }))
}
