import * as z from 'zod'
import type { FieldPath } from './source.ts'

/** A schema, as its parts can be told apart. */
type Kind = z.core.$ZodTypes

/** The schemas of the values at a path, which are several behind a union; a union at its end is one of them. */
export function schemasAt(schema: z.core.$ZodType, path: FieldPath): Kind[] {
  const kind = schema as Kind
  const { def } = kind._zod
  const [step, ...rest] = path
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
      return schemasAt(def.innerType, path)
    case 'nullable':
      return [...schemasAt(def.innerType, path), ...(step === undefined ? [z.null()] : [])]
    case 'pipe':
      return schemasAt(def.in, path)
    case 'union':
      return step === undefined ? [kind] : def.options.flatMap((option) => schemasAt(option, path))
    case 'object': {
      if (step === undefined) return [kind]
      const field = def.shape[step]
      return field ? schemasAt(field, rest) : []
    }
    case 'array':
      return step === undefined ? [kind] : schemasAt(def.element, rest)
    case 'record':
      return step === undefined ? [kind] : schemasAt(def.valueType, rest)
    default:
      return step === undefined ? [kind] : []
  }
}

/** What can stand at a path: the kinds of value that its union has, or the only one. */
export function kindsAt(schema: z.core.$ZodType, path: FieldPath): Kind[] {
  return schemasAt(schema, path).flatMap((kind) => {
    const options = optionsOf(kind)
    return options.length > 0 ? options.flatMap((option) => kindsAt(option, [])) : [kind]
  })
}

/** Of a union; none of any other schema. */
export function optionsOf({ _zod: { def } }: Kind): readonly z.core.$ZodType[] {
  return def.type === 'union' ? def.options : []
}

/** Names of the fields that the schema knows at a path. */
export function fieldsAt(schema: z.core.$ZodType, path: FieldPath): string[] {
  return kindsAt(schema, path).flatMap(({ _zod: { def } }) =>
    def.type === 'object' ? Object.keys(def.shape) : [],
  )
}

/** The values that a field takes, of a kind that lists them. */
export function valuesOf({ _zod: { def } }: Kind): string[] {
  if (def.type === 'enum') return Object.values(def.entries).map(String)
  return def.type === 'literal' ? def.values.map(String) : []
}

/** `three of the letters A to Z and the digits 0 to 9`, `one of auto, none`, `{ nth: 1 }`: what stands there. */
export function kindInWords(kind: Kind): string {
  const { def } = kind._zod
  if (def.type === 'object') return exampleOf(kind)
  return saidOf(kind) ?? (valuesOf(kind).length > 0 ? listValues(valuesOf(kind)) : typeInWords(kind))
}

/** An example of a value, with no more than it needs. */
function exampleOf(kind: Kind | undefined): string {
  if (!kind) return unsaid
  const { def } = kind._zod
  if (def.type === 'object') {
    const fields = Object.entries(def.shape).map(([name, schema]) => ({ name, schema }))
    const needed = fields.filter(({ schema }) => schema._zod.optin === undefined)
    const shown = needed.length > 0 ? needed : fields.slice(0, 1)
    return `{ ${shown.map(({ name, schema }) => `${name}: ${fieldExample(kindsAt(schema, []))}`).join(', ')} }`
  }
  const [, example] = /such as ([^,]+?)(?:,| or |$)/.exec(saidOf(kind) ?? '') ?? []
  if (example !== undefined) return example
  return def.type === 'number' ? '1' : (valuesOf(kind)[0] ?? unsaid)
}

/** Of the fields within fields there is no room to tell. */
function fieldExample([kind]: readonly Kind[]): string {
  return kind?._zod.def.type === 'object' ? unsaid : exampleOf(kind)
}

const unsaid = '…'

/** What a format or a check of our own says that it expects. */
function saidOf({ _zod: { def } }: Kind): string | undefined {
  const checks: readonly { error?: z.core.$ZodErrorMap<never> | undefined }[] = [
    ...(def.type === 'custom' ? [def] : []),
    ...(def.checks ?? []).map((check) => check._zod.def),
  ]
  for (const { error } of checks) {
    const said = error?.(undefined as never)
    if (typeof said === 'string') return said
  }
  return undefined
}

export const typesInWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'fields',
  record: 'fields',
}

function typeInWords({ _zod: { def } }: Kind): string {
  const type = def.type === 'number' && 'format' in def ? 'int' : def.type
  return typesInWords[type] ?? type
}

/** More values than these are no help in a message; the reference lists them. */
const mostListed = 24

export function listValues(values: readonly string[]): string {
  if (values.length === 1) return values.join()
  const more = values.length - mostListed
  return more > 0 ? `one of ${values.length} values` : `one of ${values.join(', ')}`
}
