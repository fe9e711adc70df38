import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { root } from '../../docs/generate/all-pages.ts'

/** Modules of a user in dist/, beside the built package, as an editor sees them. They stand in no file. */
export function editorOf(texts: Readonly<Record<string, string>>) {
  const names = Object.keys(texts)
  const files = new Map(names.map((name) => [pathOf(name), texts[name]]))
  const read = (path: string) => files.get(path) ?? ts.sys.readFile(path)
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...files.keys()],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = read(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => fileURLToPath(root),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => files.has(path) || ts.sys.fileExists(path),
    readFile: read,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  })
  return {
    /** The documentation of the name that stands at a place in a module. */
    descriptionAt: (name: string, at: number) =>
      ts.displayPartsToString(service.getQuickInfoAtPosition(pathOf(name), at)?.documentation),
    /** The entries that are offered at a place in a module. */
    completionsAt: (name: string, at: number) =>
      (service.getCompletionsAtPosition(pathOf(name), at, undefined)?.entries ?? []).map((one) => one.name),
    errorsIn: (name: string) =>
      [...service.getSyntacticDiagnostics(pathOf(name)), ...service.getSemanticDiagnostics(pathOf(name))].map(
        ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
      ),
  }
}

/** As strict as a user can be. */
const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`dist/${name}`, root))
}
