import * as z from 'zod'
import { hierarchyFile } from './hierarchy-file.ts'

/** The JSON Schema of a file that people write, for their editors. */
export interface PublishedSchema {
  /** File name in `schemas/`. */
  file: string
  title: string
  schema: z.ZodType
}

export const hierarchySchema: PublishedSchema = {
  file: 'hierarchy.schema.json',
  title: 'sitemode hierarchy',
  schema: hierarchyFile,
}

/** The text of the file in `schemas/`. */
export function printJsonSchema({ file, title, schema }: PublishedSchema): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' })
  return `${JSON.stringify({ $schema, $id: `urn:sitemode:${file}`, title, ...rest }, undefined, 2)}\n`
}
