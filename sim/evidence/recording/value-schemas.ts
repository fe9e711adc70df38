import * as z from 'zod'

/** The schemas of single values in a recording or a plan. A field that is wrong is told in these words, after its name. */

/** A schema for each field of a type, so that a field without one does not compile. */
export type Fields<Type> = { [Field in keyof Type]-?: z.ZodType<Type[Field]> }

export const text = z.string('has to be a text')

export const flag = z.boolean('has to be true or false')

/** Milliseconds, up to 31 years: a date and one of these make a date. */
export const milliseconds = z
  .number('has to be a number')
  .min(0, 'has to be 0 or more')
  .max(1e12, 'is too large')

export const count = z.int('has to be a whole number').min(0, 'has to be 0 or more')

export const port = count.max(65_535, 'has to be a port: 0 to 65535')

/** ISO 8601 in UTC, as `Date` writes the years 0 to 9999. */
export const moment = text.refine(
  (written) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(written) && !Number.isNaN(Date.parse(written)),
  'has to be a date and time in UTC, such as 2026-01-31T09:00:00.000Z',
)

export const url = text.refine((written) => URL.canParse(written), 'has to be a URL')

/** The key of an object that is looked up by it: what every object has by nature is no key of a recorded one. */
export const key = text.refine((written) => !(written in {}), 'has to be another name')

/** The value of a field that a step expects, or that was observed. */
export const scalar = z.union(
  [z.string(), z.number(), z.boolean(), z.null()],
  'has to be a text, a number, true, false or null',
)

export function oneOf<Value extends string>(values: readonly Value[]): z.ZodType<Value> {
  return z.enum(values, `has to be one of ${values.join(', ')}`)
}

export function list<Item>(item: z.ZodType<Item>): z.ZodType<Item[]> {
  return z.array(item, 'has to be a list')
}

/** An object of which exactly these fields are kept. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape> {
  return z.object(shape, 'has to be an object')
}

/** An object whose keys are data. */
export function byKey<Value>(value: z.ZodType<Value>): z.ZodType<Record<string, Value>> {
  return z.record(text, value, 'has to be an object')
}

/** A field that recordings of format 1 lack: null there. */
export function notInFormat1<Value>(value: z.ZodType<Value>): z.ZodType<Value | null> {
  return value.nullable().default(null)
}

/** What is wrong with a value; `field` is the path of a field of it, and absent where it is wrong as a whole. */
export interface WrongField {
  field?: string
  wrong: string
}

/** The first thing that is wrong. */
export function wrongField({ issues: [first] }: z.ZodError): WrongField {
  if (!first) return { wrong: 'this cannot be read' }
  return { ...(first.path.length > 0 && { field: first.path.map(String).join('.') }), wrong: first.message }
}
