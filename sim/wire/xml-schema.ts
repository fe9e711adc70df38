import { descend, escapeXml, xmlElement, type XmlElement } from './xml.ts'

/**
 * A type of an XML Schema: parses, serializes and declares its values. The messages of the update services are
 * described with these once, so that the parser, the serializer and the WSDL cannot differ.
 */
export interface SchemaType<Value> {
  /** The name in a schema: `s:int`, `tns:Cookie`. */
  name: string
  /** Throws SchemaError. */
  parse(element: XmlElement): Value
  /** The element's content, XML. */
  serialize(value: Value): string
  /** Types of our own: their declaration, and the types that it refers to. */
  declared?: {
    /** The element of the schema that declares it. */
    xml: string
    /** What its declaration names. */
    refersTo: readonly SchemaType<unknown>[]
  }
}

/** An element that may be left out: `minOccurs="0"`. */
export interface OptionalType<Value> {
  /** Of the element, where it is there. */
  optional: SchemaType<Value>
}

/** The elements of a sequence by name, in their order. */
export type Fields = Readonly<Record<string, SchemaType<unknown> | OptionalType<unknown>>>

/** Names of the elements that may be left out. */
type Optionals<F extends Fields> = {
  [Name in keyof F]: F[Name] extends OptionalType<unknown> ? Name : never
}[keyof F]

/** The value of a sequence: a property for each field, by the element's name. */
export type Sequence<F extends Fields> = {
  [Name in Exclude<keyof F, Optionals<F>>]: F[Name] extends SchemaType<infer Value> ? Value : never
} & {
  [Name in Optionals<F>]?: F[Name] extends OptionalType<infer Value> ? Value : never
}

/** An element does not hold what the schema says; `path` names it from the message down: `parameters/ExpressQuery`. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
  readonly path: string
  /** `is no GUID`. */
  readonly wrong: string

  constructor(path: string, wrong: string) {
    super(`${path}: ${wrong}`)
    this.path = path
    this.wrong = wrong
  }
}

export function optional<Value>(type: SchemaType<Value>): OptionalType<Value> {
  return { optional: type }
}

/** Elements by name, serialized in this order, parsed in any; other elements are ignored. */
export function sequence<const F extends Fields>(name: string, fields: F): SchemaType<Sequence<F>> {
  const named = Object.entries(fields).map(([field, type]) =>
    'optional' in type ? { field, type: type.optional, required: false } : { field, type, required: true },
  )
  return {
    name: `tns:${name}`,
    parse(element) {
      const values: [string, unknown][] = []
      for (const { field, type, required } of named) {
        const child = descend(element, field)
        if (child && !isNil(child)) values.push([field, parseBelow(field, type, child)])
        else if (required) throw new SchemaError(field, 'is missing')
      }
      return Object.fromEntries(values) as Sequence<F>
    },
    serialize(value) {
      const values: Readonly<Record<string, unknown>> = value
      return named
        .filter(({ field }) => values[field] !== undefined)
        .map(({ field, type }) => xmlElement(field, {}, type.serialize(values[field])))
        .join('')
    },
    declared: {
      xml: complexType(
        name,
        named
          .map(({ field, type, required }) =>
            xmlElement('s:element', {
              minOccurs: required ? 1 : 0,
              maxOccurs: 1,
              name: field,
              type: type.name,
            }),
          )
          .join(''),
      ),
      refersTo: named.map(({ type }) => type),
    },
  }
}

/** Any number of elements of one name. Nil elements are ignored. */
export function arrayOf<Value>(name: string, item: string, type: SchemaType<Value>): SchemaType<Value[]> {
  return {
    name: `tns:${name}`,
    parse: ({ children }) =>
      children
        .filter((child) => child.name === item && !isNil(child))
        .map((child) => parseBelow(item, type, child)),
    serialize: (values) => values.map((value) => xmlElement(item, {}, type.serialize(value))).join(''),
    declared: {
      xml: complexType(
        name,
        xmlElement('s:element', {
          minOccurs: 0,
          maxOccurs: 'unbounded',
          name: item,
          nillable: 'true',
          type: type.name,
        }),
      ),
      refersTo: [type],
    },
  }
}

/** One of a few words. */
export function enumeration<const Word extends string>(
  name: string,
  ...words: readonly Word[]
): SchemaType<Word> {
  return {
    name: `tns:${name}`,
    parse({ text }) {
      const found = words.find((word) => word === text.trim())
      if (found === undefined) throw new SchemaError('', `is none of ${words.join(', ')}`)
      return found
    },
    serialize: (word) => word,
    declared: {
      xml: xmlElement(
        's:simpleType',
        { name },
        xmlElement(
          's:restriction',
          { base: 's:string' },
          ...words.map((value) => xmlElement('s:enumeration', { value })),
        ),
      ),
      refersTo: [],
    },
  }
}

function complexType(name: string, elements: string): string {
  return xmlElement('s:complexType', { name }, xmlElement('s:sequence', {}, elements))
}

function isNil({ attributes }: XmlElement): boolean {
  return attributes.nil === 'true' || attributes.nil === '1'
}

function parseBelow<Value>(name: string, type: SchemaType<Value>, element: XmlElement): Value {
  try {
    return type.parse(element)
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error
    throw new SchemaError(error.path === '' ? name : `${name}/${error.path}`, error.wrong)
  }
}

/** The simple types of XML Schema part 2 that the update services use. */

export const string: SchemaType<string> = {
  name: 's:string',
  parse: ({ text }) => text,
  serialize: escapeXml,
}

export const boolean: SchemaType<boolean> = {
  name: 's:boolean',
  parse: ({ text }) =>
    oneOf(text, 'is neither true nor false', { true: true, 1: true, false: false, 0: false }),
  serialize: String,
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
  parse({ text }) {
    const [, time, fraction = '', zone = 'Z'] =
      /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/.exec(text.trim()) ?? []
    const date = new Date(`${time ?? ''}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`)
    if (time === undefined || Number.isNaN(date.getTime()))
      throw new SchemaError('', 'is no time such as 2007-08-22T00:00:00Z')
    return date
  },
  serialize: (date) => date.toISOString(),
}

/** White space is ignored. */
export const base64Binary: SchemaType<Buffer> = {
  name: 's:base64Binary',
  parse({ text }) {
    const digits = text.replaceAll(/\s/g, '')
    if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits))
      throw new SchemaError('', 'is no base 64')
    return Buffer.from(digits, 'base64')
  },
  serialize: (bytes) => bytes.toString('base64'),
}

/** Without braces ([MS-WUSP] 2.2.4.1); lower case after parsing. */
export const guid: SchemaType<string> = {
  name: 's2:guid',
  parse({ text }) {
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text.trim()))
      throw new SchemaError('', 'is no GUID')
    return text.trim().toLowerCase()
  },
  serialize: escapeXml,
}

export const arrayOfInt = arrayOf('ArrayOfInt', 'int', int)
export const arrayOfString = arrayOf('ArrayOfString', 'string', string)
export const arrayOfGuid = arrayOf('ArrayOfGuid', 'guid', guid)
export const arrayOfBase64Binary = arrayOf('ArrayOfBase64Binary', 'base64Binary', base64Binary)

function integer(name: string, least: number, greatest: number): SchemaType<number> {
  return {
    name,
    parse({ text }) {
      const value = /^[+-]?\d{1,12}$/.test(text.trim()) ? Number(text) : NaN
      if (!(value >= least && value <= greatest))
        throw new SchemaError('', `is no integer from ${least} to ${greatest}`)
      return value
    },
    serialize: String,
  }
}

function oneOf<Value>(text: string, otherwise: string, values: Readonly<Record<string, Value>>): Value {
  const value = Object.hasOwn(values, text.trim()) ? values[text.trim()] : undefined
  if (value === undefined) throw new SchemaError('', otherwise)
  return value
}
