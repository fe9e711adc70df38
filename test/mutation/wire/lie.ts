import type { Decorated, Decoration } from '../plant.ts'

/** Something that a listener says in place of the truth. */
export type Lie<Value> = ValueLie<Value> | ByteLie

export interface ValueLie<Value> {
  /** `port 1` */
  says: string
  /** undefined: the field is left out. */
  instead(told: Value): Value | undefined
}

/** A lie about the message as it is written. */
export interface ByteLie {
  says: string
  written(message: string): string
}

/** No client has to act on it. */
interface Unused {
  unused: string
}

export type Say<Content> = (content: Content) => Content

/** A message by which a client acts, and a lie for every field of it, so that the compiler asks for a new field. */
export interface Told<Module, Content> {
  /** Where it is put into bytes, or published. */
  module: string
  /** The exports that do so, with `say` applied to each such message in what they are given. */
  said: { readonly [Name in keyof Module]?: (original: Module[Name], say: Say<Content>) => Module[Name] }
  /** Lies about the message as a whole. */
  whole?: readonly ByteLie[]
  fields: {
    readonly [Field in keyof Required<Content>]: readonly Lie<NonNullable<Content[Field]>>[] | Unused
  }
}

/** A lie as it is planted in a process. */
export interface PlantedLie {
  /** `contentLocation.url: port 1` */
  id: string
  /** The message, or the field of it that is told otherwise: `contentLocation.url`. */
  about: string
  decorated: Decorated
}

/** A message without its type, as the table of all messages holds it. */
export interface Message {
  name: string
  module: string
  /** Names of the exports that say it. */
  saidBy: readonly string[]
  fields: readonly string[]
  lies: readonly PlantedLie[]
  /** The exports that say it, noting its name and each of its fields whenever they do. */
  overheard(note: (about: string) => void): Decorated
  unused: readonly { field: string; reason: string }[]
}

/** `Content` is an object of fields. */
export function message<Module, Content extends object>(name: string, told: Told<Module, Content>): Message {
  const { module, said, whole = [], fields } = told
  const saying = (say: Say<Content>): Decorated => ({
    module,
    exports: eachOf(said, (decorate) => (original: never) => decorate(original, say)),
  })
  const asWritten = ({ says, written }: ByteLie, about: string): PlantedLie => ({
    id: `${about}: ${says}`,
    about,
    decorated: { module, exports: eachOf(said, () => (original: never) => rewritten(original, written)) },
  })
  const aboutField = (field: string, lie: Lie<unknown>): PlantedLie => {
    const about = `${name}.${field}`
    if ('written' in lie) return asWritten(lie, about)
    const { says, instead } = lie
    return {
      id: `${about}: ${says}`,
      about,
      decorated: saying((content) => withField(content, field, instead)),
    }
  }
  const entries = Object.entries<readonly Lie<unknown>[] | Unused>(fields)
  return {
    ...{ name, module, saidBy: Object.keys(said), fields: Object.keys(fields) },
    lies: [
      ...whole.map((lie) => asWritten(lie, name)),
      ...entries.flatMap(([field, lies]) =>
        'unused' in lies ? [] : lies.map((lie) => aboutField(field, lie)),
      ),
    ],
    overheard: (note) =>
      saying((content) => {
        note(name)
        for (const field of Object.keys(content)) note(`${name}.${field}`)
        return content
      }),
    unused: entries.flatMap(([field, lies]) => ('unused' in lies ? { field, reason: lies.unused } : [])),
  }
}

type AnySaid = (original: never, say: unknown) => unknown

function eachOf(said: object, decoration: (decorate: AnySaid) => Decoration): Record<string, Decoration> {
  const entries = Object.entries<AnySaid>(said as Record<string, AnySaid>)
  return Object.fromEntries(entries.map(([name, decorate]) => [name, decoration(decorate)]))
}

/** A field that is absent has nothing to lie about. */
function withField<Content extends object>(
  content: Content,
  field: string,
  instead: (told: unknown) => unknown,
): Content {
  const told: unknown = Reflect.get(content, field)
  if (told === undefined) return content
  const changed = { ...content, [field]: instead(told) }
  if (Reflect.get(changed, field) === undefined) Reflect.deleteProperty(changed, field)
  return changed
}

function rewritten(serialize: (...said: unknown[]) => unknown, written: ByteLie['written']): unknown {
  return (...said: unknown[]) => {
    const message = serialize(...said)
    if (typeof message === 'string') return written(message)
    // Of bytes the text need not be known to cut them short.
    return Buffer.isBuffer(message) ? Buffer.from(written(message.toString('latin1')), 'latin1') : message
  }
}
