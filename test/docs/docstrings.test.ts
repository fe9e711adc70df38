import { readFile } from 'node:fs/promises'
import t from 'tap'
import ts from 'typescript'
import { docs } from '../../docs/generate/all-pages.ts'

// What stands in this file is what an editor shows: another test compares it with the types of the package.
const file = ts.createSourceFile(
  'public-types.d.ts',
  await readFile(new URL('reference/public-types.d.ts', docs), 'utf8'),
  ts.ScriptTarget.ES2022,
  true,
)
const exported = new Set(file.statements.filter(ts.isExportDeclaration).flatMap(namesIn))

void t.test('every public type, function and member has a docstring', (t) => {
  const members = file.statements.filter(isMet).flatMap((statement) => membersOf(statement, ''))
  t.strictSame(
    members.filter(({ node }) => !hasDocstring(node)).map(({ path }) => path),
    [],
  )
  t.ok(members.length > 1200, `${members.length} members`)
  t.end()
})

void t.test('the docstring of a function names its errors', (t) => {
  const functions = file.statements.filter(ts.isFunctionDeclaration)
  const silent = functions.filter((one) => !/\b(?:[Tt]hrows|Rejects)\b/.test(docstringOf(one)))
  t.strictSame(
    silent.map(({ name }) => name?.text),
    [],
  )
  t.ok(functions.length >= 20, `${functions.length} functions`)
  t.end()
})

function namesIn({ exportClause }: ts.ExportDeclaration): string[] {
  return exportClause && ts.isNamedExports(exportClause)
    ? exportClause.elements.map(({ name }) => name.text)
    : []
}

/** A table stands there for the types that are derived from it; nobody meets it by itself. */
function isMet(statement: ts.Statement): boolean {
  return !ts.isVariableStatement(statement) || exported.has(nameOf(statement))
}

interface Member {
  path: string
  node: ts.Node
}

/** A declaration, and everything with a name in it. */
function membersOf(node: ts.Node, path: string): Member[] {
  const name = nameOf(node)
  const own = path === '' ? name : `${path}.${name}`
  const inside: Member[] = []
  node.forEachChild((child) => void inside.push(...membersOf(child, name === '' ? path : own)))
  return name === '' || isSaidByValue(node) ? inside : [{ path: own, node }, ...inside]
}

function nameOf(node: ts.Node): string {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText() ?? ''
  const isNamed =
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node)
  return isNamed ? (node.name?.getText() ?? '') : ''
}

/** What can have one value only tells its type from others: `kind: 'entry'`, `code = 'ERR_SITEMODE_INPUT'`. */
function isSaidByValue(node: ts.Node): boolean {
  if (ts.isPropertyDeclaration(node)) return node.initializer !== undefined
  return (
    ts.isPropertySignature(node) &&
    node.questionToken === undefined &&
    node.type !== undefined &&
    ts.isLiteralTypeNode(node.type)
  )
}

function hasDocstring(node: ts.Node): boolean {
  return docstringOf(node) !== ''
}

function docstringOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')
}
