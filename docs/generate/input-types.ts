import { diagnosisIds } from '../../sim/evidence/catalogue.ts'
import { ruleIds } from '../../sim/vocabulary/ids.ts'
import { posix } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { outcomes } from '../../sim/evidence/attempt.ts'
import { fleetActNames } from '../../sim/evidence/fleet-result.ts'
import { fleetFile, habits, threshold } from '../../sim/fleet/fleet-file.ts'
import { clientFile, groupFile, importFile, location } from '../../sim/model/schema/client-file.ts'
import { hierarchyFile, packageFile, updateFile } from '../../sim/model/schema/hierarchy-file.ts'
import { misbehaviour, systemMisbehaviour } from '../../sim/model/schema/misbehaviour.ts'
import { selection } from '../../sim/model/schema/selection.ts'
import { siteFile, systemFile } from '../../sim/model/schema/site-file.ts'
import { writtenBoundary } from '../../sim/model/schema/written-boundary.ts'
import { expectation } from '../../sim/scenario/expectation.ts'
import { scenarioFile } from '../../sim/scenario/scenario-file.ts'
import { stepFile } from '../../sim/scenario/steps/step-file.ts'
import { groupBy } from '../../sim/report/lists.ts'
import { wrapped } from '../../sim/report/terminal/wrapped.ts'
import { certificateRecipes } from '../../sim/vocabulary/certificate.ts'
import { answerFaults, faults, revocationListFaults } from '../../sim/vocabulary/fault.ts'
import { acceptableCodes } from '../../sim/vocabulary/finding-codes.ts'
import { protocols, tcpProtocols } from '../../sim/vocabulary/network.ts'
import { scriptedOperations, scriptedProtocols } from '../../sim/vocabulary/misbehaviour.ts'
import { siteModeNames } from '../../sim/vocabulary/site-mode.ts'
import { siteSystemRoleNames } from '../../sim/vocabulary/site-system-role.ts'
import { unusualBehaviourNames } from '../../sim/vocabulary/unusual.ts'
import type { Part } from './file-pages.ts'

/** A module of types that are made from schemas, since types that zod infers have no docstrings. */
export interface InputModule {
  /** `sim/fleet/fleet-input.ts` */
  path: string
  types: Readonly<Record<string, z.ZodType>>
}

/** A schema that is found inside a later one is named there, in its own module or in another. */
export const inputModules: readonly InputModule[] = [
  {
    path: 'sim/model/schema/site-input.ts',
    types: {
      BoundaryInput: writtenBoundary,
      SystemMisbehaviourInput: systemMisbehaviour,
      SystemInput: systemFile,
      SiteInput: siteFile,
    },
  },
  {
    path: 'sim/model/schema/client-input.ts',
    types: {
      LocationInput: location,
      ClientInput: clientFile,
      ImportInput: importFile,
      GroupInput: groupFile,
      SelectionInput: selection,
    },
  },
  {
    path: 'sim/model/schema/hierarchy-input.ts',
    types: {
      PackageInput: packageFile,
      UpdateInput: updateFile,
      HierarchyInput: hierarchyFile,
      MisbehaviourInput: misbehaviour,
    },
  },
  {
    path: 'sim/scenario/scenario-input.ts',
    types: { ExpectationInput: expectation, StepInput: stepFile, ScenarioInput: scenarioFile },
  },
  {
    path: 'sim/fleet/fleet-input.ts',
    types: { HabitsInput: habits, ThresholdInput: threshold, FleetInput: fleetFile },
  },
]

/** The unions that the vocabulary names, by their values. */
const vocabulary: readonly { type: string; path: string; values: readonly string[] }[] = [
  { type: 'DiagnosisId', path: 'sim/evidence/catalogue.ts', values: diagnosisIds },
  { type: 'RuleId', path: 'sim/vocabulary/ids.ts', values: ruleIds },
  { type: 'AcceptableCode', path: 'sim/vocabulary/finding-codes.ts', values: acceptableCodes },
  { type: 'SiteMode', path: 'sim/vocabulary/site-mode.ts', values: siteModeNames },
  { type: 'SiteSystemRole', path: 'sim/vocabulary/site-system-role.ts', values: siteSystemRoleNames },
  { type: 'Protocol', path: 'sim/vocabulary/network.ts', values: protocols },
  { type: 'TcpProtocol', path: 'sim/vocabulary/network.ts', values: tcpProtocols },
  {
    type: 'ScriptedProtocol',
    path: 'sim/vocabulary/misbehaviour.ts',
    values: scriptedProtocols,
  },
  {
    type: 'ScriptedOperation',
    path: 'sim/vocabulary/misbehaviour.ts',
    values: scriptedOperations,
  },
  { type: 'AnswerFault', path: 'sim/vocabulary/fault.ts', values: answerFaults },
  { type: 'Fault', path: 'sim/vocabulary/fault.ts', values: faults },
  { type: 'RevocationListFault', path: 'sim/vocabulary/fault.ts', values: revocationListFaults },
  { type: 'CertificateRecipe', path: 'sim/vocabulary/certificate.ts', values: certificateRecipes },
  { type: 'UnusualBehaviour', path: 'sim/vocabulary/unusual.ts', values: unusualBehaviourNames },
  { type: 'Outcome', path: 'sim/evidence/attempt.ts', values: outcomes },
  { type: 'FleetAct', path: 'sim/evidence/fleet-result.ts', values: fleetActNames },
]

/** The text of each module. */
export async function inputTypes(root: URL): Promise<{ path: string; text: string }[]> {
  const config = await resolveConfig(fileURLToPath(new URL('README.md', root)))
  return Promise.all(
    inputModules.map(async ({ path, types }) => {
      const declarations = Object.entries(types).map(([name, schema]) => declaration(name, schema))
      const text = `${[header, ...imports(path, declarations.join('\n').replaceAll(/\/\*\*.*?\*\//gs, '')), '', ...declarations].join('\n')}\n`
      return { path, text: await format(text, { ...config, parser: 'typescript' }) }
    }),
  )
}

const header = '// Made by npm run schemas from the schemas of the files that people write.'

const partOf = (schema: z.ZodType): Part =>
  z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }) as Part

/** Equal for parts that allow the same values, whatever is said about them. */
function shapeOf(part: Part): string {
  return JSON.stringify({ ...part, $schema: undefined, description: undefined, default: undefined })
}

const nameByShape = new Map(
  inputModules.flatMap(({ types }) =>
    Object.entries(types).map(([name, schema]) => [shapeOf(partOf(schema)), name] as const),
  ),
)

function declaration(name: string, schema: z.ZodType): string {
  const part = partOf(schema)
  const described = docstring(part)
  return part.properties
    ? `${described}export interface ${name} ${fieldsText(part)}\n`
    : `${described}export type ${name} = ${alternatives(part)}\n`
}

function typeText(part: Part): string {
  return nameByShape.get(shapeOf(part)) ?? alternatives(part)
}

function alternatives(part: Part): string {
  const { type, enum: values, const: value, anyOf, oneOf, items, properties, additionalProperties } = part
  if (value !== undefined) return JSON.stringify(value)
  if (values) return unionText(values)
  if (properties) return fieldsText(part)
  const among = anyOf ?? oneOf
  if (among) return completed(among.map(typeText)).join(' | ')
  if (items) return `(${typeText(items)})[]`
  if (typeof additionalProperties === 'object') return `Record<string, ${typeText(additionalProperties)}>`
  return [type ?? 'unknown'].flat().map(typeOfKeyword).join(' | ')
}

/** A union with `string` in it is a string to the compiler, and editors would complete nothing. */
function completed(types: readonly string[]): string[] {
  const names = types.flatMap((type) => type.split(' | ')).filter((type) => type !== 'string')
  const ofNames = names.every((name) => name.startsWith('"') || vocabulary.some(({ type }) => type === name))
  return types.includes('string') && ofNames ? [`OpenId<${names.join(' | ')}>`] : [...new Set(types)]
}

function typeOfKeyword(type: string): string {
  if (type === 'object' || type === 'array')
    throw new TypeError(`the schema does not say of what this is an ${type}`)
  return type === 'integer' ? 'number' : type
}

/** The unions of the vocabulary that the values are made of, the largest first, and the rest of the values. */
function unionText(values: readonly unknown[]): string {
  const rest = new Set(values)
  const named = [...vocabulary]
    .sort((one, other) => other.values.length - one.values.length)
    .flatMap(({ type, values: whole }) => {
      if (!whole.every((value) => rest.has(value))) return []
      for (const value of whole) rest.delete(value)
      return [type]
    })
  return [...named, ...[...rest].map((value) => JSON.stringify(value))].join(' | ')
}

/** A field that may be left out may be undefined as well: the schemas take either. */
function fieldsText({ properties = {}, required = [] }: Part): string {
  const fields = Object.entries(properties).map(([name, field]) => {
    const type = typeText(field)
    return `${docstring(field)}${name}${required.includes(name) ? `: ${type}` : `?: ${type} | undefined`}`
  })
  return `{\n${fields.join('\n')}\n}`
}

function docstring({ description, default: byDefault }: Part): string {
  if (description === undefined) return ''
  const scalar =
    typeof byDefault === 'string' || typeof byDefault === 'number' || typeof byDefault === 'boolean'
  const lines = [
    ...wrapped(description.replaceAll('*/', String.raw`*\/`), '').split('\n'),
    ...(scalar ? [`@defaultValue ${JSON.stringify(byDefault)}`] : []),
  ]
  return lines.length === 1
    ? `/** ${lines.join()} */\n`
    : `/**\n${lines.map((line) => ` * ${line}`).join('\n')}\n */\n`
}

/** Of the types that the text, which has no comments, names and another module has. */
function imports(path: string, text: string): string[] {
  const known = [
    ...vocabulary,
    { type: 'OpenId', path: 'sim/vocabulary/ids.ts' },
    ...inputModules.flatMap((module) =>
      Object.keys(module.types).map((type) => ({ type, path: module.path })),
    ),
  ]
  const wanted = known.filter((one) => one.path !== path && new RegExp(`\\b${one.type}\\b`).test(text))
  return [...groupBy(wanted, (one) => one.path)].map(
    ([from, types]) =>
      `import type { ${types.map(({ type }) => type).join(', ')} } from '${relativePath(path, from)}'`,
  )
}

function relativePath(from: string, to: string): string {
  const way = posix.relative(posix.dirname(from), to)
  return way.startsWith('.') ? way : `./${way}`
}
