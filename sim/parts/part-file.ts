import { createHash, randomBytes } from 'node:crypto'
import { closeSync, createReadStream, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import type { InputError } from '../errors.ts'
import { cannotRead, jsonIn, refuse } from '../model/source/source.ts'
import type { FindingCode } from '../vocabulary/finding-codes.ts'
import { cannotWrite, unfinished } from '../whole-files.ts'
import type { Shard } from './partition.ts'

/** Version of the lines below; a reader refuses another. */
const partFormat = 1

/** The works that can be split over machines. */
export const splitWorks = ['run', 'plan', 'fleet'] as const
export type SplitWork = (typeof splitWorks)[number]

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)

/** The first line of a part. */
const head = z.object({
  type: z.literal('part'),
  format: z.literal(partFormat),
  /** Version of the program. */
  sitemode: z.string(),
  work: z.enum(splitWorks),
  /** The command line as it was typed, from which one makes a part anew. */
  command: z.array(z.string()),
  shard: z.int().min(1),
  total: z.int().min(1),
  /** Fingerprint of everything that decides the result: parsed files and options. */
  input: sha256,
})

/** A line between: what a unit left, as the work writes it. */
const item = z.object({ unit: count, item: z.unknown() })

/** The last line. */
const end = z.object({
  type: z.literal('part-ended'),
  units: count,
  items: count,
  /** Equal for two parts that came to the same. */
  digest: sha256,
  /** Of all lines before this one, and of its own counts and digest. */
  sha256,
})

export type PartHead = Omit<z.output<typeof head>, 'type' | 'format'>
export type PartItem = z.output<typeof item> & { file: string }

/** A part that is whole. */
export interface Part extends PartHead {
  file: string
  units: number
  items: number
  digest: string
}

export function partName({ number, total }: Shard): string {
  return `shard-${number}-of-${total}.ndjson`
}

/** The shard whose part a file has, or is to have once it is whole; by its name. undefined: neither. */
export function partCalled(name: string): { shard: Shard; isWhole: boolean } | undefined {
  const [, number, total, rest] =
    /^shard-(\d{1,6})-of-(\d{1,6})\.ndjson(\.[0-9a-f]+\.part)?$/.exec(name) ?? []
  if (number === undefined || total === undefined) return undefined
  return { shard: { number: Number(number), total: Number(total) }, isWhole: rest === undefined }
}

/** A part that is being written. It has its name only once it is whole. */
export interface PartWriter extends Disposable {
  /** Units come in their order, all items of one together. Throws an `EnvironmentError`, as the others do. */
  add(unit: number, item: unknown): void
  /** Gives the part its name. `digest`: SHA-256 of what it comes to, without times, ports and addresses. */
  end(units: number, digest: string): void
}

/** Begins a part in a folder that is there. Several processes may write parts to it, even the same one. */
export function beginPart(folder: string, described: PartHead): PartWriter {
  const { shard: number, total } = described
  const path = join(folder, partName({ number, total }))
  const temporary = `${path}.${randomBytes(8).toString('hex')}${unfinished}`
  const hash = createHash('sha256')
  const descriptor = attempt(() => openSync(temporary, 'wx'))
  let [items, pending, isOpen] = [0, '', true]

  function attempt<Result>(act: () => Result): Result {
    try {
      return act()
    } catch (error) {
      return cannotWrite(path)(error)
    }
  }
  function flush(): void {
    const bytes = Buffer.from(pending)
    pending = ''
    attempt(() => {
      for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
    })
  }
  function write(line: unknown, isHashed = true): void {
    const text = `${JSON.stringify(line)}\n`
    if (isHashed) hash.update(text)
    pending += text
    if (pending.length > 65_536) flush()
  }

  write({ type: 'part', format: partFormat, ...described })
  return {
    add(unit, one) {
      items += 1
      write({ unit, item: one })
    },
    end(units, digest) {
      const last = { units, items, digest }
      const sum = hash.update(JSON.stringify(last)).digest('hex')
      write({ type: 'part-ended', ...last, sha256: sum }, false)
      flush()
      attempt(() => {
        // Another machine may read it as soon as it has its name.
        fsyncSync(descriptor)
        renameSync(temporary, path)
      })
      closeSync(descriptor)
      isOpen = false
    },
    [Symbol.dispose]() {
      if (!isOpen) return
      closeSync(descriptor)
      rmSync(temporary, { force: true })
    },
  }
}

/** A file that is no whole part, and why. */
export interface Damaged {
  file: string
  /** `cut-short`: it lacks its end, or a line of it. */
  kind: 'cut-short' | 'changed' | 'no-part' | 'other-format'
  /** Completes “this …”. */
  wrong: string
}

/** Reads a part from end to end. Throws an `InputError` or an `EnvironmentError` where it cannot be read. */
export async function checkPart(path: string, file: string): Promise<Part | Damaged> {
  const hash = createHash('sha256')
  let first: PartHead | undefined
  let previous: string | undefined
  let items = -1
  for await (const line of linesIn(path, file)) {
    if (first === undefined) {
      const read = readHead(line, file)
      if ('kind' in read) return read
      first = read
    }
    if (previous !== undefined) {
      hash.update(`${previous}\n`)
      items += 1
    }
    previous = line
  }
  if (!first || previous === undefined) return { file, kind: 'no-part', wrong: 'is empty' }
  const last = end.safeParse(jsonIn(previous))
  if (!last.success) return { file, kind: 'cut-short', wrong: 'was cut short: its last line is missing' }
  const { units, digest } = last.data
  hash.update(JSON.stringify({ units, items, digest }))
  if (last.data.items !== items || last.data.sha256 !== hash.digest('hex'))
    return {
      file,
      kind: 'changed',
      wrong: 'was changed or damaged: its lines are not those that were written',
    }
  return { ...first, file, units, items, digest }
}

function readHead(line: string, file: string): PartHead | Damaged {
  const value = jsonIn(line)
  const { success, data } = z.object({ type: z.literal('part'), format: z.number() }).safeParse(value)
  if (!success) return { file, kind: 'no-part', wrong: 'is no part: it does not begin with the head of one' }
  if (data.format !== partFormat) {
    const wrong = `is written in format ${data.format}; this version reads format ${partFormat}`
    return { file, kind: 'other-format', wrong }
  }
  const read = head.safeParse(value)
  if (!read.success || read.data.shard > read.data.total)
    return { file, kind: 'no-part', wrong: 'is no part: its head is damaged' }
  const { sitemode, work, command, shard, total, input } = read.data
  return { sitemode, work, command, shard, total, input }
}

/** An error for an item that cannot be used: the bytes of its part were checked, but not what wrote them. */
export function unusableItem(
  { file }: PartItem,
  code: FindingCode,
  { wrong, field }: { wrong: string; field?: string },
): InputError {
  return refuse(file, code, wrong, 'make the part anew', field === undefined ? {} : { field })
}

/** What the units of a part left, one after the other. Its file was checked before. */
export async function* itemsOf({ file, items }: Part, path: string): AsyncGenerator<PartItem, undefined> {
  let number = -1
  for await (const line of linesIn(path, file)) {
    number += 1
    if (number > 0 && number <= items) yield { ...item.parse(jsonIn(line)), file }
  }
  return undefined
}

/** The items of several parts, unit by unit in the order in which one process would take them. */
export async function* itemsInOrder(
  parts: readonly Part[],
  pathOf: (part: Part) => string,
): AsyncGenerator<PartItem> {
  const streams = parts.map((part) => itemsOf(part, pathOf(part)))
  try {
    const next = await Promise.all(streams.map(async (stream) => ({ stream, read: await stream.next() })))
    for (;;) {
      const [first] = next.filter(({ read }) => !read.done).sort((a, b) => unitOf(a.read) - unitOf(b.read))
      if (!first) return
      const unit = unitOf(first.read)
      for (; !first.read.done && first.read.value.unit === unit; first.read = await first.stream.next())
        yield first.read.value
    }
  } finally {
    // Whoever takes no more leaves no file open.
    await Promise.all(streams.map((stream) => stream.return(undefined)))
  }
}

function unitOf({ value }: IteratorResult<PartItem, undefined>): number {
  return value?.unit ?? Infinity
}

async function* linesIn(path: string, file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(path), crlfDelay: Infinity })
  } catch (error) {
    throw cannotRead(file, error)
  }
}
