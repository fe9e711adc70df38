import type { FindingCode } from '../../vocabulary/finding-codes.ts'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { CsvError, parse, type Info } from 'csv-parse'
import { InputError, type Problem } from '../../errors.ts'
import { cannotRead, refuse } from '../source/source.ts'
import { otherThanFile } from '../source/source-file.ts'

/** A table as other programs export it: CSV with commas, semicolons or tabs, in UTF-8 or UTF-16. */
export interface Table {
  file: string
  headings: readonly string[]
  /** Read as they are asked for. */
  rows: AsyncIterable<Row>
}

export interface Row {
  /** The line in which it begins, from 1. */
  line: number
  cells: readonly string[]
}

/** Bytes. A row of an export has some hundred of them. */
const largestTable = 256 * 1024 * 1024
/** Characters. A quotation mark that nobody closes must not swallow the whole file. */
const longestRow = 256 * 1024

/** Opens a table and reads its headings; throws an `InputError` if it cannot. */
export async function openTable(file: string, folder = '.'): Promise<Table> {
  const path = resolve(folder, file)
  const stats = await stat(path).catch((error: unknown) => {
    throw cannotRead(file, error)
  })
  const other = otherThanFile(stats)
  if (other !== undefined) throw refuse(file, 'not-a-file', `this is ${other}, not a file`, 'name a CSV file')
  if (stats.size > largestTable) {
    const found = `the file has ${Math.round(stats.size / 1024 / 1024)} MiB`
    throw refuse(file, 'file-too-large', `${found}; at most 256 MiB are read`, 'export fewer columns or rows')
  }
  const rows = rowsOf(file, path)
  const first = await rows.next()
  if (first.done) throw refuse(file, 'empty-file', 'the table is empty', 'export it again, with its headings')
  return { file, headings: first.value.cells.map((cell) => cell.trim()), rows }
}

async function* rowsOf(file: string, path: string): AsyncGenerator<Row> {
  try {
    yield* parsedRows(decoded(path))
  } catch (error) {
    if (error instanceof InputError) throw error
    if (error instanceof CsvError) {
      const { lines } = error as CsvError & Partial<Info>
      const at = lines === undefined ? {} : { line: lines }
      throw refuse(file, 'malformed-table', `this is no CSV: ${error.message}`, 'export it again', at)
    }
    if (
      error instanceof TypeError &&
      (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
    )
      throw refuse(file, 'not-text', 'the table is not text in UTF-8 or UTF-16', 'save it as CSV in UTF-8')
    throw cannotRead(file, error)
  }
}

async function* parsedRows(texts: AsyncGenerator<string>): AsyncGenerator<Row> {
  const { text, before, separator } = beginning(await head(texts))
  const parser = parse({
    delimiter: separator,
    info: true,
    max_record_size: longestRow,
    relax_column_count: true,
    relax_quotes: true,
  })
  const source = Readable.from(startingWith(text, texts), { objectMode: false })
  source.once('error', (error) => parser.destroy(error))
  source.pipe(parser)
  try {
    // The line in which a record ends is known, and the next one begins after it.
    let line = before + 1
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      if (record.length > 1 || record[0]?.trim() !== '') yield { line, cells: record }
      line = before + info.lines + 1
    }
  } finally {
    source.destroy()
    parser.destroy()
  }
}

async function* startingWith(text: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield text
  yield* rest
}

/** As much of the text as has the first lines. */
async function head(texts: AsyncGenerator<string>): Promise<string> {
  let text = ''
  while (text.split('\n').length < 3 && text.length < longestRow) {
    const next = await texts.next()
    if (next.done) break
    text += next.value
  }
  return text
}

/** What spreadsheets (`sep=;`) and PowerShell (`#TYPE`) write above the headings is no row. */
function beginning(text: string): { text: string; before: number; separator: string } {
  const end = text.indexOf('\n') + 1
  const first = end === 0 ? text : text.slice(0, end)
  const stated = /^"?sep=(.)"?\s*$/i.exec(first)?.[1]
  if (stated !== undefined) return { text: text.slice(first.length), before: 1, separator: stated }
  if (/^"?#TYPE /.test(first)) {
    const rest = beginning(text.slice(first.length))
    return { ...rest, before: rest.before + 1 }
  }
  return { text, before: 0, separator: separatorOf(first) }
}

/** The separator that the headings have most of, outside quotation marks. */
function separatorOf(headings: string): string {
  const bare = headings.replace(/"[^"]*"/g, '')
  const [most] = [',', ';', '\t']
    .map((separator) => ({ separator, count: bare.split(separator).length }))
    .sort((one, other) => other.count - one.count)
  return most?.separator ?? ','
}

async function* decoded(path: string): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true })
    yield decoder.decode(chunk, { stream: true })
  }
  yield decoder?.decode() ?? ''
}

/** By its byte order mark; without one, every second byte of UTF-16 in a western alphabet is zero. */
function encodingOf(chunk: Buffer): string {
  const [first, second] = chunk
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0 ? 'utf-16be' : second === 0 ? 'utf-16le' : 'utf-8'
}

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

/** The rows of a table that cannot be used, or not wholly. */
export interface RowProblems<Code extends FindingCode = FindingCode> {
  tell(line: number, code: Code, message: string, remedy: string): void
  /** Every row told of: the first hundred by themselves, the others as a number. */
  all(): Problem[]
}

const toldByThemselves = 100

export function createRowProblems<Code extends FindingCode>(file: string): RowProblems<Code> {
  const problems: Problem[] = []
  let others = 0
  let last = 0
  return {
    tell(line, code, message, remedy) {
      if (problems.length < toldByThemselves) {
        problems.push({ severity: 'warning', code, message, remedy, file, line })
      } else {
        others += 1
        last = line
      }
    },
    all() {
      if (others === 0) return problems
      const message = `${others} further rows have such problems, the last of them in line ${last}`
      const remedy = 'correct the export; the first hundred rows show what is wrong'
      return [...problems, { severity: 'warning', code: 'more-rows', message, remedy, file }]
    },
  }
}
