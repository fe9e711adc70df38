import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { shells } from '../../sim/cli/completion/shells.ts'
import { shipped } from '../../sim/shipped.ts'

// PowerShell itself is on few machines; a parser of its language can be anywhere.

const packages = shipped('test/witness/packages/node_modules')
const runtime = `${packages}/web-tree-sitter/web-tree-sitter.js`
const grammar = `${packages}/tree-sitter-powershell/tree-sitter-powershell.wasm`

/** As much of web-tree-sitter as this test needs. */
interface TreeSitter {
  Parser: { new (): Parser; init(): Promise<void> }
  Language: { load(path: string): Promise<object> }
}

interface Parser {
  setLanguage(language: object): void
  parse(text: string): {
    rootNode: { hasError: boolean; descendantsOfType(type: string): { text: string }[] }
  }
}

const skip =
  !(existsSync(runtime) && existsSync(grammar)) &&
  'the parser is not installed: npm ci --prefix test/witness/packages'

void t.test('the script for PowerShell is PowerShell', { skip }, async (t) => {
  const { Parser, Language } = (await import(pathToFileURL(runtime).href)) as TreeSitter
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(grammar))
  const { script } = shells.powershell
  const { rootNode } = parser.parse(script)
  t.notOk(rootNode.hasError)
  const named = (type: string): string[] => rootNode.descendantsOfType(type).map(({ text }) => text)
  t.strictSame(named('command_name'), ['Register-ArgumentCompleter', 'sitemode', 'ForEach-Object'])
  t.strictSame(named('script_parameter'), ['$word', '$command', '$cursor'])
  // Whatever is missing is missed.
  for (const [there, gone] of [
    ['$length)', '$length'],
    ["'ParameterValue',", "'ParameterValue'"],
    ['{\n    param', '\n    param'],
    ['{\n        $text', '\n        $text'],
  ] as const) {
    const broken = script.replace(there, gone)
    t.not(broken, script)
    t.ok(parser.parse(broken).rootNode.hasError, there)
  }
})
