import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { docs } from '../../docs/generate/all-pages.ts'

/** The file of the public types, as the compiler understands it. */
export const path = fileURLToPath(new URL('reference/public-types.d.ts', docs))
export const program = ts.createProgram([path], {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  noEmit: true,
  strict: true,
  skipLibCheck: true,
})
export const checker = program.getTypeChecker()
