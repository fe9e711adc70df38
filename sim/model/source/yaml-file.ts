import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'
import { InputError, type Problem } from '../../errors.ts'
import { flowText } from './fix.ts'
import { refuse, type FieldPath, type NamedSource, type Position, type Span } from './source.ts'

/** Far deeper than people nest; beyond it the parser takes minutes or crashes. */
const deepestNesting = 200

/** Parses one YAML document and keeps the position of each field; throws an `InputError` with every problem. */
export function readYaml(file: string, text: string): NamedSource {
  if (!isBalanced(text)) throw notYaml(file, 'the brackets are unbalanced or nested too deeply')
  const lines = new LineCounter()
  // The parser's own check is quadratic; `findDuplicateKeys` replaces it.
  const document = parseDocument(text, {
    lineCounter: lines,
    logLevel: 'error',
    merge: true,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
  })
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const span = ([from, to]: Range): Span => {
    // The parser counts the end of the line to a block.
    const end = position(from + text.slice(from, to).trimEnd().length)
    return { ...position(from), endLine: end.line, endColumn: end.column }
  }
  // What follows the first error of the syntax, such as a wrong indentation, is mostly brought about by it.
  const mistakes = [...document.errors.slice(0, 1), ...document.warnings].map(({ code, message, pos }) => ({
    ...describeMistake(code, message),
    offset: pos[0],
  }))
  const problems = [...mistakes, ...findDuplicateKeys(document)].map(({ offset, ...problem }): Problem => ({
    severity: 'error',
    ...problem,
    file,
    ...position(offset),
  }))
  if (problems.length > 0) throw new InputError(problems)
  const findPair = pairFinder()
  const exactRange = (path: FieldPath): Range | undefined => {
    const node = document.getIn(path, true)
    const isOnLine = isScalar(node) && !node.type?.startsWith('BLOCK')
    return isOnLine && node.anchor === undefined && node.tag === undefined ? rangeOf(node) : undefined
  }
  /** From behind the entry before, with which a comma or a line goes; undefined where a comment would go too. */
  const rangeWithEntryBefore = (path: FieldPath): Range | undefined => {
    const index = path.at(-1)
    if (typeof index !== 'number') return undefined
    const list = document.getIn(path.slice(0, -1), true)
    const [before, entry] = isSeq(list) ? [rangeOf(list.items[index - 1]), rangeOf(list.items[index])] : []
    if (!before || !entry || text.slice(before[1], entry[1]).includes('#')) return undefined
    return [before[1], entry[1]]
  }
  return {
    file,
    text,
    value: toValue(document, file),
    locate: (path, part) => {
      const found = findRange(document.contents, path, part, findPair)
      return found && span(found)
    },
    edit: (path, fix) => {
      const range = fix.kind === 'replace' ? exactRange(path) : rangeWithEntryBefore(path)
      if (!range) return undefined
      return { ...span(range), text: fix.kind === 'replace' ? flowText(fix.value) : '' }
    },
  }
}

type Mistake = Pick<Problem, 'code' | 'message' | 'remedy'>

function describeMistake(code: string, message: string): Mistake {
  if (code === 'MULTIPLE_DOCS') {
    return {
      code: 'several-documents',
      message: 'the file holds several YAML documents',
      remedy: 'keep one, and remove the --- between them',
    }
  }
  return {
    code: 'not-yaml',
    message: `this is not YAML: ${message.replace(/\n[\s\S]*/, '')}`,
    remedy: 'correct it here or shortly before',
  }
}

function findDuplicateKeys(document: Document): (Mistake & { offset: number })[] {
  const found: (Mistake & { offset: number })[] = []
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>()
      for (const pair of map.items) {
        const name = keyOf(pair)
        if (seen.has(name)) {
          const message = `the field ${name} is written twice here`
          const offset = startOf(pair.key) ?? 0
          found.push({ code: 'duplicate-key', message, remedy: 'keep one of them', offset })
        }
        seen.add(name)
      }
    },
  })
  return found
}

function toValue(document: Document, file: string): unknown {
  if (sizeInFull(document.contents) > largestInFull)
    throw notYaml(file, 'its aliases stand for too much, or for themselves')
  try {
    // The parser's own limit counts the aliases, of which a list of clients has many.
    return document.toJS({ maxAliasCount: -1 })
  } catch (error) {
    throw notYaml(file, (error as Error).message)
  }
}

/** Values of a file with every alias written out. */
const largestInFull = 1_000_000

/** How many values a file has with its aliases written out; Infinity where one stands for something around it. */
function sizeInFull(contents: unknown): number {
  const sizes = new Map<string, number>()
  const sizeOf = (node: unknown): number => {
    if (isAlias(node)) return sizes.get(node.source) ?? 1
    const anchor = isCollection(node) ? node.anchor : undefined
    if (anchor !== undefined) sizes.set(anchor, Infinity)
    const items: readonly unknown[] = isCollection(node) ? node.items : []
    const size = items.reduce<number>((sum, item) => sum + sizeOf(isPair(item) ? item.value : item), 1)
    if (anchor !== undefined) sizes.set(anchor, size)
    return size
  }
  return sizeOf(contents)
}

function notYaml(file: string, reason: string): InputError {
  return refuse(file, 'not-yaml', `this YAML cannot be used: ${reason}`, 'write it more simply')
}

type PairFinder = (map: YAMLMap, key: string) => Pair | undefined

/** Caches the keys of each map: a map with thousands of problems is searched thousands of times. */
function pairFinder(): PairFinder {
  const pairsOfMap = new WeakMap<YAMLMap, Map<string, Pair>>()
  return (map, key) => {
    const pairs = pairsOfMap.get(map) ?? new Map(map.items.map((pair) => [keyOf(pair), pair]))
    pairsOfMap.set(map, pairs)
    return pairs.get(key)
  }
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : ''
}

type Range = readonly [from: number, to: number]

/** Where the field stands, or its nearest parent in the file. */
function findRange(
  contents: unknown,
  path: FieldPath,
  part: 'key' | 'value' | undefined,
  findPair: PairFinder,
): Range | undefined {
  let node = contents
  let range = rangeOf(node)
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1
    if (isMap(node)) {
      const pair = findPair(node, String(step))
      if (!pair) return range
      const key = rangeOf(pair.key)
      range = isLast && part === 'key' ? key : (rangeOf(pair.value) ?? key)
      node = pair.value
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step]
      range = rangeOf(node) ?? range
    } else {
      return range
    }
  }
  return range
}

function startOf(node: unknown): number | undefined {
  return rangeOf(node)?.[0]
}

function rangeOf(node: unknown): Range | undefined {
  const { range } = (node as Node | null) ?? {}
  return range ? [range[0], range[1]] : undefined
}

function isBalanced(text: string): boolean {
  let depth = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1
    if (Math.abs(depth) > deepestNesting) return false
  }
  return true
}
