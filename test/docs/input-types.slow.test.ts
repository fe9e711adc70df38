import t from 'tap'
import { fieldsOf } from '../../docs/generate/file-pages.ts'
import { inputModules } from '../../docs/generate/input-types.ts'
import { editorOf } from './users-of-the-package.ts'

const schemas = [
  ['FleetInput', 'sim/fleet/fleet-file', 'fleetFile'],
  ['ScenarioInput', 'sim/scenario/scenario-file', 'scenarioFile'],
  ['HierarchyInput', 'sim/model/schema/hierarchy-file', 'hierarchyFile'],
  ['MisbehaviourInput', 'sim/model/schema/misbehaviour', 'misbehaviour'],
] as const

const assignments = schemas.map(
  ([type, module, schema]) => `import type { ${type} } from './sim/index.js'
import type { ${schema} } from './${module}.js'
export const given${type} = (value: ${type}): z.input<typeof ${schema}> => value
export const taken${type} = (value: z.input<typeof ${schema}>): ${type} => value
`,
)

const { text, uses } = usesOfFields()

const editor = editorOf({
  'assignments.ts': `import type * as z from 'zod'\n${assignments.join('')}`,
  'wrong.ts': `import type { FleetInput } from './sim/index.js'
export const taken = (value: { days: 1 }): FleetInput => value`,
  'uses.ts': text,
})

void t.test('an input type has the values that its schema takes by its own type, and no others', (t) => {
  t.strictSame(editor.errorsIn('assignments.ts'), [])
  t.match(editor.errorsIn('wrong.ts'), [/'hierarchy' is missing/])
  t.end()
})

void t.test('an editor shows the description of every field', (t) => {
  const otherwise = uses.flatMap(({ field, at, description }) => {
    const shown = editor.descriptionAt('uses.ts', at).replaceAll('\n', ' ')
    return shown === description ? [] : [`${field}: ${shown}`]
  })
  t.strictSame(otherwise, [])
  t.ok(uses.length > 300, `${uses.length} fields`)
  t.end()
})

/** A text that writes each field of each input type, one in a value, and where it stands there. */
function usesOfFields() {
  const names = inputModules.flatMap(({ types }) => Object.keys(types))
  let text = `import type { ${names.join(', ')} } from './sim/index.js'\n`
  const uses: { field: string; at: number; description: string }[] = []
  for (const { types } of inputModules) {
    for (const [type, schema] of Object.entries(types)) {
      for (const { path, part } of fieldsOf(schema)) {
        const around = path.split('.')
        const name = around.pop() ?? ''
        const before = around.map((step) => step.replace(/(\[\])?$/, (list) => (list ? ': [{ ' : ': { ')))
        const after = around.map((step) => (step.endsWith('[]') ? ' }]' : ' }')).reverse()
        text += `export const ${type}${uses.length}: ${type} = { ${before.join('')}`
        uses.push({ field: `${type}.${path}`, at: text.length, description: part.description ?? '' })
        text += `${name}: ${JSON.stringify(part.enum?.[0]) ?? 'undefined'}${after.join('')} }\n`
      }
    }
  }
  return { text, uses }
}
