import * as z from 'zod'
import { hierarchySchema, type PublishedSchema } from '../../sim/model/schema/published-schema.ts'
import { fleetSchema } from '../../sim/fleet/fleet-file.ts'
import { scenarioSchema } from '../../sim/scenario/scenario-file.ts'
import { generated, type Page } from './page.ts'

/** The properties of a JSON Schema that the pages read. */
export interface Part {
  type?: string | string[]
  description?: string
  default?: unknown
  enum?: unknown[]
  const?: unknown
  anyOf?: Part[]
  oneOf?: Part[]
  items?: Part
  properties?: Record<string, Part>
  required?: string[]
  additionalProperties?: Part | boolean
}

export interface Field {
  /** `sites[].systems[].name` */
  path: string
  part: Part
  required: boolean
}

export function filePages(): Page[] {
  return [
    page(hierarchySchema, 'hierarchy-file', 'A hierarchy', 'scenarios/hierarchies/fjords.yaml'),
    page(scenarioSchema, 'scenario-file', 'A scenario', 'scenarios/site-goes-native.yaml'),
    page(fleetSchema, 'fleet-file', 'A fleet', 'scenarios/fleets/small-fleet.yaml'),
  ]
}

function page({ schema, file }: PublishedSchema, name: string, title: string, sample: string): Page {
  const lines = fieldsOf(schema).map(
    ({ path, part, required }) =>
      `- \`${path}\` (${[typeOf(part), defaultText(part, required)].filter((one) => one !== '').join('; ')}): ${part.description ?? ''}`,
  )
  return {
    path: `reference/${name}.md`,
    text: `${generated}
# ${title}, field by field

A file is YAML, or the same object in TypeScript. Editors know every field from [schemas/${file}](../../schemas/${file});
[${sample}](../../${sample}) is a whole example. \`sitemode validate\` checks a file, and names line, column and remedy.

${lines.join('\n')}
`,
  }
}

/** Every field that a file may have, including fields of alternatives, each once. */
export function fieldsOf(schema: z.ZodType): Field[] {
  const found = new Map<string, Field>()
  const walk = (part: Part, path: string): void => {
    for (const one of part.anyOf ?? []) walk(one, path)
    if (part.items) walk(part.items, `${path}[]`)
    for (const [name, inner] of Object.entries(part.properties ?? {})) {
      const at = path === '' ? name : `${path}.${name}`
      // A scenario may have a hierarchy within it, which has a page of its own.
      if (!found.has(at))
        found.set(at, { path: at, part: inner, required: part.required?.includes(name) ?? false })
      if (at !== 'hierarchy') walk(inner, at)
    }
  }
  walk(z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }) as Part, '')
  return [...found.values()]
}

function typeOf({ type, enum: values, const: value, anyOf, items }: Part): string {
  if (value !== undefined) return `\`${JSON.stringify(value)}\``
  if (values) return values.map((one) => `\`${String(one)}\``).join(', ')
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ')
  if (items) return `list of ${typeOf(items)}`
  return Array.isArray(type) ? type.join(' or ') : (type ?? 'anything')
}

function defaultText({ default: value }: Part, required: boolean): string {
  if (value !== undefined) return `default \`${JSON.stringify(value)}\``
  return required ? 'required' : ''
}
