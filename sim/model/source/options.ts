import * as z from 'zod'
import { InputError } from '../../errors.ts'
import { sourceOfValue } from './source.ts'
import { zodProblems } from './zod-problems.ts'

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
): Check<Options> {
  const fields = Object.entries<z.ZodType>(schemas).map(
    ([name, schema]) => [name, schema.optional()] as const,
  )
  return valueOf<Options>(of, z.strictObject(Object.fromEntries(fields)))
}

/** The same for a value that is no set of options. */
export function valueOf<Value>(of: string, schema: z.ZodType): Check<Value> {
  return (given) => {
    const parsed = schema.safeParse(given)
    if (parsed.success) return
    const problems = zodProblems(parsed.error, sourceOfValue(given), schema)
    throw new InputError(
      problems.map(({ field, ...problem }) => ({ ...problem, field: [of, field].filter(Boolean).join('.') })),
    )
  }
}

/** A function, whose parameters and result are its caller's matter. */
export function called<Called>(): z.ZodType<Called> {
  return z.custom<Called>((value) => typeof value === 'function', { error: 'a function' })
}

/** An object that another function has made, or whose own function checks it. */
export function made<Made>(said: string): z.ZodType<Made> {
  return z.custom<Made>((value) => typeof value === 'object' && value !== null, { error: said })
}
