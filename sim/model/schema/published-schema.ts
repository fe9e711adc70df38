import * as z from 'zod'
import { hierarchyFile } from './hierarchy-file.ts'

/** A file that people write, and the JSON Schema by which their editors know it. */
export interface PublishedSchema {
  /** Name in `schemas/`. */
  file: string
  title: string
  schema: z.ZodType
}

export const hierarchySchema: PublishedSchema = {
  file: 'hierarchy.schema.json',
  title: 'sitemode hierarchy',
  schema: hierarchyFile,
}

/** As it stands in `schemas/`. */
export function printJsonSchema({ file, title, schema }: PublishedSchema): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' })
  return `${JSON.stringify({ $schema, $id: `urn:sitemode:${file}`, title, ...rest }, undefined, 2)}\n`
}
