import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { librarySections } from './library-sections.ts'
import { generated, type Page } from './page.ts'

/**
 * The exports of the package by task, with their docstrings, each function with an example; and the types that these refer to, which
 * programs meet without importing them.
 */
export function libraryPage(root: URL): Page {
  const { exported, checker } = exportsOf(fileURLToPath(new URL('sim/index.ts', root)))
  const taken = new Set<string>()
  const referred = referredTo(exported, checker)
  const partNamed = (name: string): string => {
    const symbol = exported.get(name) ?? referred.get(name)
    if (!symbol || taken.has(name)) throw new Error(`${name} is no type of the package, or stands twice`)
    taken.add(name)
    const example = symbol.flags & ts.SymbolFlags.Function ? exampleOf(name, root) : ''
    return part(symbol, checker, example)
  }
  const sections = librarySections.map(
    ({ title, about, names }) => `## ${title}\n\n${about}\n\n${names.map(partNamed).join('\n')}`,
  )
  const others = [...exported.keys()].filter((name) => !taken.has(name))
  for (const name of others) {
    if (!isType(exported.get(name))) throw new Error(`${name} is a function of no section`)
  }
  const contents = librarySections.flatMap(({ title, names }) => {
    const functions = names.filter((name) => !isType(exported.get(name)))
    return `| ${title} | ${functions.map((name) => `[\`${name}\`](#${name.toLowerCase()})`).join(', ')} |`
  })
  return {
    path: 'reference/library.md',
    text: `${generated}
# The library

A program that imports \`sitemode\` does what the command line does. What a function resolves to has the shape that the command
prints with [\`--json\`](json.md). Names of files start from the folder of the process.

| task | names |
| ---- | ----- |
${contents.join('\n')}

The examples are run as they stand, in a folder with the files that \`sitemode init\` writes.

${sections.join('\n')}
## Other types

${others.map(partNamed).join('\n')}
## Types that these refer to

A program meets these without importing them: \`Change\` is the type of what \`changes\` of a \`Diff\` lists. Those that they refer
to in turn are in the file of [the public types](public-types.d.ts).

${[...referred.keys()].map(partNamed).join('\n')}`,
  }
}

/** The exports of a module by their names, in the order of the alphabet. */
function exportsOf(file: string): { exported: ReadonlyMap<string, ts.Symbol>; checker: ts.TypeChecker } {
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    types: [],
    // Otherwise long types are cut short.
    noErrorTruncation: true,
  })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  const symbols = module ? checker.getExportsOfModule(module) : []
  const exported = symbols.map((symbol) => withoutAlias(symbol, checker))
  return { exported: byName(exported), checker }
}

/** What was imported or exported under a name. */
function withoutAlias(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

/** In the order of the alphabet. */
function byName(symbols: readonly ts.Symbol[]): ReadonlyMap<string, ts.Symbol> {
  const inOrder = symbols.toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
  return new Map(inOrder.map((symbol) => [symbol.name, symbol]))
}

/** The types of our own that the declarations of the exports name, and that are no exports themselves. */
function referredTo(
  exported: ReadonlyMap<string, ts.Symbol>,
  checker: ts.TypeChecker,
): ReadonlyMap<string, ts.Symbol> {
  const known = new Set(exported.values())
  const found = new Set<ts.Symbol>()
  const visit = (node: ts.Node): void => {
    // It is printed as the union that it comes to.
    if (ts.isTypeAliasDeclaration(node) && isDerivedFromData(node.type)) return
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined
    const named = name && checker.getSymbolAtLocation(name)
    const symbol = named && withoutAlias(named, checker)
    if (symbol && isOwnType(symbol) && !known.has(symbol)) found.add(symbol)
    // What a function does inside is no part of its type.
    if (!ts.isBlock(node)) ts.forEachChild(node, visit)
  }
  for (const symbol of exported.values()) publicDeclarations(symbol).forEach(visit)
  const types = byName([...found])
  if (types.size < found.size) throw new Error('two types that the exports refer to have one name')
  return types
}

/** An interface or an alias that stands in a source of the package: no parameter of a type, and nothing of a library. */
function isOwnType({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some(
    (one) =>
      (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) &&
      !one.getSourceFile().fileName.includes('/node_modules/'),
  )
}

/** Nothing of it is left when the program runs. */
function isType(symbol: ts.Symbol | undefined): boolean {
  return symbol !== undefined && !(symbol.flags & ts.SymbolFlags.Value)
}

/** The file of a function's example, which the tests run; throws where there is none. */
function exampleOf(name: string, root: URL): string {
  const file = fileURLToPath(new URL(`docs/generate/library-examples/${kebab(name)}.ts`, root))
  if (!existsSync(file)) throw new Error(`${name} has no example: write ${file}`)
  return `\`\`\`ts\n${readFileSync(file, 'utf8')}\`\`\`\n\n`
}

/** `start-hierarchy` for `startHierarchy`. */
function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function part(symbol: ts.Symbol, checker: ts.TypeChecker, example: string): string {
  const docstring = docstringsOf(symbol, checker).join('\n\n')
  const text = publicDeclarations(symbol)
    .map((declaration) => declarationText(declaration, checker))
    .join('\n')
  return `### ${symbol.name}\n\n${docstring}\n\n${example}\`\`\`ts\n${text}\n\`\`\`\n`
}

/** Of an overloaded function each way to call it, and not the one that does it all. */
function publicDeclarations({ declarations = [] }: ts.Symbol): readonly ts.Declaration[] {
  const overloads = declarations.filter((one) => ts.isFunctionDeclaration(one) && !one.body)
  return overloads.length > 0 ? overloads : declarations.slice(0, 1)
}

/** The everyday way to call an overloaded function is declared last, and is told first. */
function docstringsOf(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  const signatures = publicDeclarations(symbol)
    .filter(ts.isFunctionDeclaration)
    .flatMap((one) => checker.getSignatureFromDeclaration(one) ?? [])
  const documented = signatures.length > 1 ? signatures.reverse() : [symbol]
  return documented.map((one) => ts.displayPartsToString(one.getDocumentationComment(checker)))
}

/** The declaration without values and function bodies; a type derived from a list or a table is printed as its union. */
function declarationText(declaration: ts.Declaration, checker: ts.TypeChecker): string {
  const text = declaration.getText()
  if (ts.isTypeAliasDeclaration(declaration) && isDerivedFromData(declaration.type)) {
    const names = checker.typeToString(
      checker.getTypeAtLocation(declaration),
      declaration,
      // Without it the type would be printed as its own name.
      ts.TypeFormatFlags.InTypeAlias,
    )
    return `export type ${declaration.name.text} =\n  | ${names.replaceAll('"', "'").replaceAll(' | ', '\n  | ')}`
  }
  if (ts.isVariableDeclaration(declaration)) {
    const { MultilineObjectLiterals, NoTruncation } = ts.TypeFormatFlags
    const flags: ts.TypeFormatFlags = MultilineObjectLiterals | NoTruncation
    const type = checker.typeToString(checker.getTypeAtLocation(declaration), declaration, flags)
    return `export const ${declaration.name.getText()}: ${type}`
  }
  if (!ts.isFunctionDeclaration(declaration) || !declaration.body) return text
  return text.slice(0, declaration.body.getStart() - declaration.getStart()).trim()
}

/** `(typeof list)[number]` or `keyof typeof table`. */
function isDerivedFromData(type: ts.TypeNode): boolean {
  return ts.isIndexedAccessTypeNode(type) || ts.isTypeOperatorNode(type)
}
