import t from 'tap'
import { editorOf } from './users-of-the-package.ts'

const cases = [
  ["Attempt['diagnosis']", '', 'client-certificate-expired'],
  ["Attempt['rule']", '', 'roaming/same-mode'],
  ["Attempt['role']", '', 'management-point'],
  ['StepInput', "{ expect: { diagnosis: '", 'client-certificate-expired'],
  ['StepInput', "{ expect: { rule: '", 'roaming/same-mode'],
  ['StepInput', "{ contact: '", 'management-point'],
  ['StepInput', "{ break: { system: 'mp', fault: '", 'reset-in-handshake'],
  ['Parameters<typeof assertWithheld>[1]', '', 'roaming/same-mode'],
  ["Parameters<OwnMatchers<void>['toBeWithheld']>[0]", '', 'roaming/same-mode'],
  ['ThresholdInput', "{ atMost: 1, diagnosis: '", 'client-certificate-expired'],
] as const

const modules = cases.map(([type, before]) => {
  const head = `import type { assertWithheld, Attempt, OwnMatchers, StepInput, ThresholdInput } from './sim/index.js'
export const value: ${type} = ${before || "'"}`
  return { text: `${head}'${'}'.repeat(before.split('{').length - 1)}\n`, at: head.length }
})

const editor = editorOf(Object.fromEntries(modules.map(({ text }, nth) => [`case-${nth}.ts`, text])))

void t.test('an editor completes ids of diagnoses, rules, roles and faults', (t) => {
  cases.forEach(([type, before, id], nth) => {
    const offered = editor.completionsAt(`case-${nth}.ts`, modules[nth]?.at ?? 0)
    t.ok(offered.includes(id), `${type} ${before}`, { offered: offered.slice(0, 5) })
  })
  t.end()
})

void t.test('an attempt of a recording may name an id of another version', (t) => {
  const own = editorOf({
    'own.ts': `import type { Attempt } from './sim/index.js'
export const diagnosis: Attempt['diagnosis'] = 'of-another-version'`,
  })
  t.strictSame(own.errorsIn('own.ts'), [])
  t.end()
})
