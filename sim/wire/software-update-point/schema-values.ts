import { escapeXml } from '../xml.ts'
import { arrayOf, SchemaError, type SchemaType } from './schema-type.ts'

/** The simple types of XML Schema part 2 that the update services use. */

export const string: SchemaType<string> = {
  name: 's:string',
  read: ({ text }) => text,
  write: escapeXml,
}

export const boolean: SchemaType<boolean> = {
  name: 's:boolean',
  read: ({ text }) =>
    oneOf(text, 'is neither true nor false', { true: true, 1: true, false: false, 0: false }),
  write: String,
}

export const int = integer('s:int', -(2 ** 31), 2 ** 31 - 1)
export const short = integer('s:short', -(2 ** 15), 2 ** 15 - 1)
export const unsignedByte = integer('s:unsignedByte', 0, 2 ** 8 - 1)

/**
 * To the millisecond, written as UTC. A time without a zone is read as UTC: the agent's own are (the messages in
 * [MS-WUSP] 4).
 */
export const dateTime: SchemaType<Date> = {
  name: 's:dateTime',
  read({ text }) {
    const [, time, fraction = '', zone = 'Z'] =
      /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/.exec(text.trim()) ?? []
    const date = new Date(`${time ?? ''}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`)
    if (time === undefined || Number.isNaN(date.getTime()))
      throw new SchemaError('', 'is no time such as 2007-08-22T00:00:00Z')
    return date
  },
  write: (date) => date.toISOString(),
}

/** White space anywhere in it means nothing. */
export const base64Binary: SchemaType<Buffer> = {
  name: 's:base64Binary',
  read({ text }) {
    const digits = text.replaceAll(/\s/g, '')
    if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits))
      throw new SchemaError('', 'is no base 64')
    return Buffer.from(digits, 'base64')
  },
  write: (bytes) => bytes.toString('base64'),
}

/** Without braces ([MS-WUSP] 2.2.4.1); in lower case once it has been read. */
export const guid: SchemaType<string> = {
  name: 's2:guid',
  read({ text }) {
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text.trim()))
      throw new SchemaError('', 'is no GUID')
    return text.trim().toLowerCase()
  },
  write: escapeXml,
}

export const arrayOfInt = arrayOf('ArrayOfInt', 'int', int)
export const arrayOfString = arrayOf('ArrayOfString', 'string', string)

function integer(name: string, least: number, greatest: number): SchemaType<number> {
  return {
    name,
    read({ text }) {
      const value = /^[+-]?\d{1,12}$/.test(text.trim()) ? Number(text) : NaN
      if (!(value >= least && value <= greatest))
        throw new SchemaError('', `is no integer from ${least} to ${greatest}`)
      return value
    },
    write: String,
  }
}

function oneOf<Value>(text: string, otherwise: string, values: Readonly<Record<string, Value>>): Value {
  const value = Object.hasOwn(values, text.trim()) ? values[text.trim()] : undefined
  if (value === undefined) throw new SchemaError('', otherwise)
  return value
}
