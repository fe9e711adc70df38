import { format, resolveConfig } from 'prettier'
import { fileURLToPath } from 'node:url'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import ts from 'typescript'

const file = '/public-types.d.ts'

/** Every public type in one text, with what it refers to: what a change of it breaks is seen there, and reviewed. */
export async function publicTypes(root: URL): Promise<string> {
  const whole = await rolledUp(fileURLToPath(new URL('dist/sim/index.d.ts', root)))
  // Once more, since tables of which only the names were public are left behind.
  const text = await rolledUp(file, withNamesWrittenOut(whole))
  const config = await resolveConfig(fileURLToPath(new URL('README.md', root)))
  const head = '// Made by npm run docs from the types of the package.\n'
  return format(head + text, { ...config, parser: 'typescript' })
}

/** `text`: of the file, where it stands in none. */
async function rolledUp(input: string, text?: string): Promise<string> {
  const inMemory = {
    name: 'in-memory',
    resolveId: (id: string) => (id === file ? id : null),
    load: () => text,
  }
  const bundle = await rollup({
    input,
    plugins: [...(text === undefined ? [] : [inMemory]), dts()],
    external: (id) => !/^[./]/.test(id),
  })
  const { output } = await bundle.generate({ format: 'es' })
  await bundle.close()
  return output[0].code
}

/** Types that are derived from a table, such as the ids of the failure catalogue, as the union of their names. */
function withNamesWrittenOut(text: string): string {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true)
  const host = ts.createCompilerHost({})
  const program = ts.createProgram(
    [file],
    { noResolve: true, noLib: true, strict: true },
    {
      ...host,
      getSourceFile: (name) => (name === file ? source : undefined),
      fileExists: (name) => name === file,
    },
  )
  const checker = program.getTypeChecker()
  const unions = source.statements.filter(ts.isTypeAliasDeclaration).flatMap(({ type: written }) => {
    const type = checker.getTypeAtLocation(written)
    const derived = ts.isIndexedAccessTypeNode(written) || ts.isTypeOperatorNode(written)
    return derived && type.isUnion() && type.types.every((one) => one.isStringLiteral())
      ? [{ written, names: type.types.map((one) => checker.typeToString(one)).sort() }]
      : []
  })
  return unions.reverse().reduce((left, { written, names }) => {
    return `${left.slice(0, written.getStart())}${names.join(' | ')}${left.slice(written.getEnd())}`
  }, text)
}
