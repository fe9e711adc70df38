import { readFile } from 'node:fs/promises'
import t from 'tap'
import ts from 'typescript'
import { docs } from '../../docs/generate/all-pages.ts'
import { checker, path, program } from './public-program.ts'

// The page is made from the sources; what has to be on it is read from the file of the public types, which the compiler makes.
const page = await readFile(new URL('reference/library.md', docs), 'utf8')
const sections = page.split(/^### /m).slice(1)
const headings = sections.map((section) => section.slice(0, section.indexOf('\n')))

const source = program.getSourceFile(path)
const module = source && checker.getSymbolAtLocation(source)
const exported = (module ? checker.getExportsOfModule(module) : []).map((symbol) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
)

/** The names of the types of the file that a declaration names. */
function typesIn(node: ts.Node): string[] {
  const inside: string[] = []
  node.forEachChild((child) => void inside.push(...typesIn(child)))
  const name = ts.isTypeReferenceNode(node)
    ? node.typeName
    : ts.isExpressionWithTypeArguments(node)
      ? node.expression
      : undefined
  const declarations = (name && checker.getSymbolAtLocation(name)?.declarations) ?? []
  const isOfFile = declarations.some(
    (one) =>
      one.getSourceFile() === source && (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)),
  )
  return name && isOfFile ? [name.getText(), ...inside] : inside
}

void t.test('every exported name has its section, and one only', (t) => {
  t.ok(exported.length > 130, `${exported.length} exports`)
  for (const { name } of exported)
    t.strictSame(
      headings.filter((one) => one === name),
      [name],
    )
  t.end()
})

void t.test('so has every type that an exported one names', (t) => {
  const named = new Set(exported.flatMap(({ declarations = [] }) => declarations.flatMap(typesIn)))
  for (const name of ['Change', 'PkiOptions', 'OwnCredential']) t.ok(named.has(name), name)
  for (const name of named)
    t.strictSame(
      headings.filter((one) => one === name),
      [name],
    )
  t.end()
})

void t.test('each section says what it is about, and shows it', (t) => {
  for (const section of sections) {
    const [heading = '', , said = ''] = section.split('\n')
    t.match(said, /^[A-Z`]/, heading)
    t.match(section, new RegExp(`^(?:\\w+ )+${heading}\\b`, 'm'), heading)
  }
  t.end()
})
