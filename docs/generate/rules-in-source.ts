import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** A rule as its source has it. */
export interface RuleInSource {
  id: string
  sentence: string
  /** `sim/rules/roaming.ts` */
  file: string
}

/** Every rule in sim/rules: each object with an id and a sentence. */
export function rulesInSource(root: URL): RuleInSource[] {
  const folder = new URL('sim/rules/', root)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => rulesOf(`sim/rules/${name}`, readFileSync(new URL(name, folder), 'utf8')))
    .sort((one, other) => one.id.localeCompare(other.id, 'en'))
}

function rulesOf(file: string, text: string): RuleInSource[] {
  const found: RuleInSource[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const [id, sentence] = [textOf(node, 'id'), textOf(node, 'sentence')]
      if (id !== undefined && sentence !== undefined) found.push({ id, sentence, file })
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true))
  return found
}

function textOf(node: ts.ObjectLiteralExpression, name: string): string | undefined {
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText() === name)
      return literal(property.initializer)
  }
  return undefined
}

function literal(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isBinaryExpression(node)) return undefined
  const [left, right] = [literal(node.left), literal(node.right)]
  return left === undefined || right === undefined ? undefined : left + right
}
