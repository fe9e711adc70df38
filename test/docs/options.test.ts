import t from 'tap'
import ts from 'typescript'
import { createProgram } from '../../sim/cli/program.ts'
import { checker, path, program } from './public-program.ts'

/** The function of the library that does what a command does; a sentence where a program has no use for one. */
const functions: Readonly<Record<string, { does: string } | { none: string }>> = {
  init: { none: 'it writes files for a person to begin with' },
  run: { does: 'runScenario' },
  trace: { does: 'trace' },
  report: { does: 'writeReports' },
  diff: { does: 'diff' },
  merge: { does: 'merge' },
  plan: { does: 'plan' },
  fleet: { does: 'runFleet' },
  serve: { does: 'serve' },
  matrix: { does: 'exerciseTables' },
  certs: { none: 'RunningPki.write does that' },
  validate: { does: 'validate' },
  lab: { does: 'runLab' },
  explain: { does: 'explain' },
  diagnose: { does: 'diagnose' },
  probe: { does: 'probe' },
  completion: { none: 'it is for a shell' },
}

/** Options that only a terminal needs, by their commands or for all, each with its reason. */
const terminalOnly: Readonly<Record<string, string>> = {
  json: 'a result is data already',
  watch: 'a program calls again by itself',
  'run reporter': 'reportText has the texts',
  'run strict': 'result.summary.gotNothing tells',
  html: 'reportText has the page, and out of plan writes it',
  'plan csv': 'planTable has the text',
  'serve hosts': 'RunningHierarchy.systems has the addresses',
  'fleet manifest': 'it prints a script for another engine',
  'fleet shards': 'it belongs to --manifest',
  'probe include': 'ProbeResult.headers has them',
  'probe passphraseFile': 'credentials are PEM, opened by the program',
  'validate strict': 'the severity of each problem tells',
}

/** Options that a function has under another name. */
const otherNames: Readonly<Record<string, string>> = {
  switch: 'switches',
  pcap: 'packets',
  'serve webPort': 'web',
  'serve apiPort': 'api',
  'serve base': 'addresses',
  'serve shared': 'addresses',
  'serve firstPort': 'addresses',
  'probe cert': 'own',
  'probe key': 'own',
  'probe ca': 'authorities',
  'probe resolve': 'address',
  'report out': 'folder',
  'matrix hierarchy': 'described',
}

const own = (name: string, option: string, table: Readonly<Record<string, string>>): string | undefined =>
  table[`${name} ${option}`] ?? table[option]

void t.test('an option of a command is one of its function, or only a terminal needs it', async (t) => {
  const { commands } = await createProgram()
  t.strictSame(commands.map((command) => command.name()).sort(), Object.keys(functions).sort())
  for (const command of commands) {
    const name = command.name()
    const its = functions[name]
    if (!its || 'none' in its) continue
    const taken = parametersOf(its.does)
    const missing = command.options
      .map((option) => option.attributeName())
      .filter((option) => own(name, option, terminalOnly) === undefined)
      .filter((option) => {
        const called = (own(name, option, otherNames) ?? option).toLowerCase()
        return !taken.some((one) => one.toLowerCase() === called)
      })
    t.strictSame(missing, [], `${name}: ${its.does}`)
  }
})

/** The names of a function's parameters, and of the properties that each can have, in all ways to call it. */
function parametersOf(name: string): string[] {
  const source = program.getSourceFile(path)
  const found = source?.statements.filter(
    (one): one is ts.FunctionDeclaration => ts.isFunctionDeclaration(one) && one.name?.text === name,
  )
  return (found ?? []).flatMap(({ parameters }) =>
    parameters.flatMap((parameter) => {
      const type = checker.getTypeAtLocation(parameter)
      const kinds = type.isUnion() ? type.types : [type]
      const inside = kinds.flatMap((kind) =>
        kind.flags & ts.TypeFlags.Object || kind.isIntersection() ? checker.getPropertiesOfType(kind) : [],
      )
      return [parameter.name.getText(), ...inside.map((property) => property.name)]
    }),
  )
}
