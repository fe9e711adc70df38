import * as z from 'zod'
import { InputError } from '../../errors.ts'
import { sourceOfValue } from './source.ts'
import { describeValue, isPromise, zodProblems } from './zod-problems.ts'

/** What each option may be: the compiler finds one that is left out, and one of another type. */
export type OptionSchemas<Options> = {
  readonly [Name in keyof Required<Options>]: z.ZodType<Exclude<Options[Name], undefined>>
}

/** Throws an `InputError` for what only a program in JavaScript can give: options that there are not, and values of another type. */
export type Check<Given> = (given: Given) => void

/** `of`: the function whose options they are, as problems name it. */
export function optionsOf<Options extends object>(
  of: string,
  schemas: OptionSchemas<Options>,
  wanted?: Wanted,
): Check<Options> {
  const fields = Object.entries<z.ZodType>(schemas).map(
    ([name, schema]) => [name, schema.optional()] as const,
  )
  return valueOf<Options>(of, z.strictObject(Object.fromEntries(fields)), wanted)
}

/** The same for a value that is no set of options. */
export function valueOf<Value>(of: string, schema: z.ZodType, wanted?: Wanted): Check<Value> {
  return readerOf(of, schema, wanted)
}

/** What a function is to be given, as it is told to a program that gave nothing or something else. */
export interface Wanted {
  /** `a recording` */
  what: string
  /** How to come by one, as an imperative. */
  remedy: string
}

/** Reads what a function is given. Throws an `InputError` that names the function. */
export function readerOf<Read>(
  of: string,
  schema: z.ZodType<Read>,
  wanted: Wanted = { what: 'a value', remedy: 'give it' },
): (given: unknown) => Read {
  return (given) => {
    const parsed = schema.safeParse(given)
    if (isPromise(given) || (given === undefined && !parsed.success)) throw notGiven(of, wanted, given)
    if (parsed.success) return parsed.data
    const problems = zodProblems(parsed.error, sourceOfValue(given), schema)
    throw new InputError(
      problems.map(({ field, ...problem }) => ({ ...problem, field: [of, field].filter(Boolean).join('.') })),
    )
  }
}

/** Checks what another function checks or has made, by a trait that tells it from what is given in its place. */
export function checkGiven(
  of: string,
  given: unknown,
  wanted: Wanted,
  isOne: (given: unknown) => boolean,
): void {
  if (isPromise(given) || !isOne(given)) throw notGiven(of, wanted, given)
}

function notGiven(field: string, { what, remedy }: Wanted, given: unknown): InputError {
  const problem = { severity: 'error', field } as const
  if (given === undefined)
    return new InputError([{ ...problem, code: 'missing-field', message: `${what} is missing`, remedy }])
  const message = `expected ${what}; found ${describeValue(given)}`
  return new InputError([
    { ...problem, code: 'wrong-type', message, remedy: isPromise(given) ? 'await it' : remedy },
  ])
}

/** A function, whose parameters and result are its caller's matter. */
export function called<Called>(): z.ZodType<Called> {
  return z.custom<Called>((value) => typeof value === 'function', { error: 'a function' })
}

/** An object that another function has made, or whose own function checks it. */
export function made<Made>(said: string): z.ZodType<Made> {
  return z.custom<Made>((value) => typeof value === 'object' && value !== null && !isPromise(value), {
    error: said,
  })
}
