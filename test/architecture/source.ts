import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

/** A file of the project, with the facts that the architecture is about. Paths are relative to the project. */
export interface Source {
  path: string
  lines: number
  /** The project's files that it imports, including those imported for types only. */
  files: string[]
  /** The packages and modules of Node that it imports. */
  packages: string[]
  /** Expressions that read the time or wait. */
  clocks: string[]
  /** Names of the types that it declares, imports or refers to, each once. */
  types: string[]
}

/** Every TypeScript file below a folder of the project. */
export function sourcesBelow(root: string, folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .map((path) => readSource(path, readFileSync(join(root, path), 'utf8')))
}

export function readSource(path: string, text: string): Source {
  const parsed = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const specifiers: string[] = []
  const clocks: string[] = []
  const types = new Set<string>()
  function visit(node: ts.Node): void {
    const specifier = specifierOf(node)
    if (specifier && ts.isStringLiteral(specifier)) specifiers.push(specifier.text)
    if (isClock(node)) clocks.push(node.getText())
    for (const name of typesIn(node)) types.add(name)
    ts.forEachChild(node, visit)
  }
  visit(parsed)
  const isFile = (specifier: string): boolean => specifier.startsWith('.')
  const fileOf = (specifier: string): string => posix.join(posix.dirname(path), specifier)
  return {
    path,
    lines: text.split('\n').length - 1,
    files: specifiers.filter(isFile).map(fileOf),
    packages: specifiers.filter((specifier) => !isFile(specifier)),
    clocks,
    types: [...types],
  }
}

/** The names of a type: that of its declaration; in an import also the one that it has elsewhere. */
function typesIn(node: ts.Node): string[] {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return [node.name.text]
  if (ts.isImportSpecifier(node)) return [(node.propertyName ?? node.name).text]
  if (ts.isImportTypeNode(node)) return node.qualifier ? [lastName(node.qualifier)] : []
  return ts.isTypeReferenceNode(node) ? [lastName(node.typeName)] : []
}

function lastName(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : name.right.text
}

/** `import ... from 'x'`, `export ... from 'x'`, `import('x')`, and the type `import('x').T`. */
function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return node.arguments[0]
  }
  return ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined
}

const timers = new Set(['performance', 'setTimeout', 'setInterval', 'setImmediate'])

/** A date made from a value is data; only `new Date()`, `Date()` and `Date.now` read the clock. */
function isClock(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return timers.has(node.text)
  if (ts.isNewExpression(node)) return isDate(node.expression) && (node.arguments?.length ?? 0) === 0
  if (ts.isCallExpression(node)) return isDate(node.expression)
  return ts.isPropertyAccessExpression(node) && isDate(node.expression) && node.name.text === 'now'
}

function isDate(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'Date'
}
