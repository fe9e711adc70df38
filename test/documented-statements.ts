import { rulesInSource } from '../docs/generate/rules-in-source.ts'
import type { Statement } from '../sim/rules/rule.ts'

/**
 * What the product's documentation says of a client's choices, with the rules that carry it out, as the rules themselves
 * name it. Statements about anything else (what servers do among themselves, what an administrator sees in the console)
 * are not here.
 */
export interface DocumentedStatement extends Statement {
  rules: string[]
}

/** One for each statement that stands in sim/rules, in the order of the rules. */
export async function documentedStatements(root: URL): Promise<DocumentedStatement[]> {
  const rulesBy = new Map<Statement, string[]>()
  for (const { id, sources } of await rulesInSource(root)) {
    for (const statement of sources) rulesBy.set(statement, [...(rulesBy.get(statement) ?? []), id])
  }
  return [...rulesBy].map(([statement, rules]) => ({ ...statement, rules }))
}
