import { refuse } from '../source/source.ts'
import type { Table } from './read-table.ts'

/** Where a table has each field, by the place of its column; a field without a column is absent. */
export type Columns<Field extends string> = Partial<Record<Field, number>>

/**
 * Finds the columns of fields by their headings: a stated one, or one of the product's, in the spelling of a class
 * (`SMSAssignedSites`) or of a view (`SMS_Assigned_Sites0`).
 */
export function columnsOf<Field extends string>(
  { file, headings }: Pick<Table, 'file' | 'headings'>,
  known: Readonly<Record<Field, readonly string[]>>,
  stated: Partial<Record<Field, string | undefined>> = {},
): Columns<Field> {
  const plain = headings.map(plainName)
  const found: Columns<Field> = {}
  for (const field of Object.keys(known) as Field[]) {
    const heading = stated[field]
    const names = heading === undefined ? known[field] : [heading]
    const column = plain.findIndex((name) => names.some((one) => plainName(one) === name))
    if (column >= 0) found[field] = column
    else if (heading !== undefined) {
      const remedy = `its columns are ${headings.join(', ')}`
      throw refuse(file, 'unknown-column', `the table has no column ${heading}`, remedy)
    }
  }
  return found
}

/** Without the marks by which the names of classes, views and reports differ. */
function plainName(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/0$/, '')
}

/** The values of a cell that holds a list, such as the addresses of a computer. */
export function listIn(cell: string): string[] {
  return cell.split(/[\s,;|{}"]+/).filter((value) => value !== '')
}
