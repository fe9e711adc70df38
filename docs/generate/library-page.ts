import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { generated, type Page } from './page.ts'

/** The exports of the package, with their docstrings. */
export function libraryPage(root: URL): Page {
  const file = fileURLToPath(new URL('sim/index.ts', root))
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
  const exported = module ? checker.getExportsOfModule(module) : []
  const parts = exported
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'))
    .map((symbol) => part(symbol, checker))
  return {
    path: 'reference/library.md',
    text: `${generated}
# The library

The [README](../../README.md#a-test-of-your-own) shows a whole test. A test of a client of your own lets it knock, and asks the server
why it was refused: the client itself does not learn that.

\`\`\`ts
import assert from 'node:assert/strict'
import { assertRefusedBecause, startHierarchy } from 'sitemode'

await using running = await startHierarchy('my-hierarchy.yaml')
const { pki, lookup } = running
await assert.rejects(myClient.connect('https://mp.osl.contoso.test:8443', { lookup, ...(await pki.client('LATE')) }))
assertRefusedBecause(await running.nextConnection(), 'client-certificate-expired')
\`\`\`

\`running.connections\` has [every such connection](json.md#a-foreign-connection). These are all the names that the package exports:

${parts.join('\n')}`,
  }
}

function part(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const [declaration] = symbol.declarations ?? []
  const docstring = ts.displayPartsToString(symbol.getDocumentationComment(checker))
  const text = declaration ? declarationText(declaration, checker) : ''
  return `## ${symbol.name}\n\n${docstring}\n\n\`\`\`ts\n${text}\n\`\`\`\n`
}

/** The declaration without function bodies; a type derived from a list or a table is printed as its union. */
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
  if (!ts.isFunctionDeclaration(declaration) || !declaration.body) return text
  return text.slice(0, declaration.body.getStart() - declaration.getStart()).trim()
}

/** `(typeof list)[number]` or `keyof typeof table`. */
function isDerivedFromData(type: ts.TypeNode): boolean {
  return ts.isIndexedAccessTypeNode(type) || ts.isTypeOperatorNode(type)
}
