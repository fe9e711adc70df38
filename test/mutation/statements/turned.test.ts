import t from 'tap'
import { documentedStatements } from '../../documented/statements.ts'
import { turnedRound } from './hunt-statements.ts'
import { turnedStatements } from './turned.ts'

const documented = await documentedStatements(new URL('../../../../', import.meta.url))

void t.test('what is turned round is documented, and still stands where it is turned', (t) => {
  const known = new Set(documented.map(({ says }) => says))
  for (const turned of turnedStatements) {
    t.ok(known.has(turned.says), turned.says)
    t.doesNotThrow(() => turnedRound(turned), `${turned.file}: ${turned.original}`)
  }
  t.end()
})

void t.test('the scenario or test that holds a statement is the one that notices', (t) => {
  for (const { says, heldBy } of documented) {
    const holders =
      'tests' in heldBy ? Object.keys(heldBy.tests) : 'scenarios' in heldBy ? scenariosOf(heldBy) : []
    const noticing = turnedStatements
      .filter((turned) => turned.says === says)
      .map(({ noticedBy }) => noticedBy)
    if (holders.length === 0 || noticing.length === 0) continue
    t.ok(
      noticing.some((file) => holders.includes(file)),
      `${says} ${noticing.join(', ')}`,
    )
  }
  t.end()
})

function scenariosOf({ scenarios }: { scenarios: Readonly<Record<string, string>> }): string[] {
  return Object.keys(scenarios).map((file) => `scenarios/${file}`)
}
