import { readdirSync } from 'node:fs'
import type { Rule } from '../../sim/rules/rule.ts'

interface RuleInSource extends Rule {
  /** `sim/rules/roaming.ts` */
  file: string
}

/** Every rule that a module of sim/rules exports, by id. */
export async function rulesInSource(root: URL): Promise<RuleInSource[]> {
  const names = readdirSync(new URL('sim/rules/', root)).filter((name) => name.endsWith('.ts'))
  const found = await Promise.all(names.map((name) => rulesOf(name, root)))
  return found.flat().sort((one, other) => one.id.localeCompare(other.id, 'en'))
}

async function rulesOf(name: string, root: URL): Promise<RuleInSource[]> {
  const built = new URL(`dist/sim/rules/${name.replace(/\.ts$/, '.js')}`, root)
  const exported = (await import(built.href)) as Record<string, unknown>
  const file = `sim/rules/${name}`
  return Object.values(exported)
    .filter(isRule)
    .map(({ id, sentence, sources }) => ({ id, sentence, sources, file }))
}

function isRule(value: unknown): value is Rule {
  return typeof value === 'object' && value !== null && 'id' in value && 'sentence' in value
}
