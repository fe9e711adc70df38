import type * as z from 'zod'
import type { FieldPath } from './source.ts'

/** Names of the fields that the schema knows at a path. */
export function fieldsAt(schema: z.core.$ZodType, path: FieldPath): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  const [step, ...rest] = path
  switch (def.type) {
    case 'object': {
      if (step === undefined) return Object.keys(def.shape)
      const field = def.shape[step]
      return field ? fieldsAt(field, rest) : []
    }
    case 'array':
      return fieldsAt(def.element, rest)
    case 'union':
      return def.options.flatMap((option) => fieldsAt(option, path))
    case 'optional':
    case 'default':
    case 'prefault':
    case 'nullable':
      return fieldsAt(def.innerType, path)
    case 'pipe':
      return fieldsAt(def.in, path)
    default:
      return []
  }
}
