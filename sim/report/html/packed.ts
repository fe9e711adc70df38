import type { Filterable } from '../filter.ts'

/**
 * Markup of which there are thousands of contents, packed: one attempt differs from the next by its numbers, and hardly by
 * anything else. A text from one end of an element to another is kept once, with a gap for each number; so is a block of
 * such texts; and a content is a list of blocks, each with its numbers: parted by spaces, and nothing where one is the same
 * as the one before.
 */
export type Packed = readonly (readonly [block: number, numbers: string])[]

/** How the page's script finds the content with an element. */
export interface Places {
  /** For each content the one that it is within; null for one that is in the page itself. */
  within: (number | null)[]
  /** For each content the ids in it, parted by spaces. */
  ids: string[]
}

/** What the page's script filters by: thousands of attempts differ in no more than their ids and clients. */
export interface AttemptIndex {
  /** Without client and id; each text in every language. */
  kinds: Filterable[]
  clients: string[]
  /** Each with the places of its kind and of its client, in order. */
  attempts: [id: string, kind: number, client: number][]
}

/** What contents share, and refer to by its place. */
export interface Shared {
  texts: readonly string[]
  /** Each block as the places of its texts. */
  blocks: readonly (readonly number[])[]
}

/** Stands for a number; no markup has this character. */
const gap = '\0'

/** Where a text ends. */
const endOfText = /(?<=<\/(?:a|b|dd|dt|g|li|p|summary|td|text|th|title)>)/

/** Where a block ends: an attempt's details, or its part of a diagram. */
const endOfBlock = /(?<=<\/(?:a|details|svg)>)/

/** Where numbers differ: in what is read, in names of elements and links to them, and in the places of what is drawn. */
const withNumbers = /(?:^|>)[^<>]+|\s(?:id|href|transform|data-[\w-]+)="[^"]*"/g

/** `17`, `2026-11-28T01:14:13.5`, `127.0.0.1:8443`; not the one in `&#39;`. */
const number = /(?<!&#)\d+(?:[.,:T-]\d+)*/g

/** Packs contents; `added` is what the contents before did not share yet. */
export function createPacker(): (markup: string) => { content: Packed; added: Shared } {
  const texts = new Map<string, number>()
  const blocks = new Map<string, number>()
  return (markup) => {
    const added: { texts: string[]; blocks: number[][] } = { texts: [], blocks: [] }
    const content = markup.split(endOfBlock).map((block): [number, string] => {
      const numbers: string[] = []
      const places = block.split(endOfText).map((written) => {
        const text = withoutNumbers(written, numbers)
        return texts.get(text) ?? addTo(texts, text, () => added.texts.push(text))
      })
      const key = places.join(' ')
      return [blocks.get(key) ?? addTo(blocks, key, () => added.blocks.push(places)), numbersInShort(numbers)]
    })
    return { content, added }
  }
}

export function unpack(content: Packed, { texts, blocks }: Shared): string {
  return content
    .map(([place, written]) => {
      let last = ''
      // Nothing stands for a number that is the same as the one before.
      const numbers = written.split(' ').map((one) => (last = one === '' ? last : one))
      let next = 0
      const block = (blocks[place] ?? []).map((text) => texts[text] ?? '').join('')
      return block.replaceAll(gap, () => numbers[next++] ?? '')
    })
    .join('')
}

function withoutNumbers(written: string, numbers: string[]): string {
  return written.replaceAll(withNumbers, (part) =>
    part.replaceAll(number, (one) => {
      numbers.push(one)
      return gap
    }),
  )
}

/** `17  18` for 17, 17 and 18. */
function numbersInShort(numbers: readonly string[]): string {
  return numbers.map((one, place) => (one === numbers[place - 1] ? '' : one)).join(' ')
}

function addTo(known: Map<string, number>, text: string, tell: () => void): number {
  tell()
  // A part of a text would keep the whole of it in memory.
  known.set(JSON.parse(JSON.stringify(text)) as string, known.size)
  return known.size - 1
}
