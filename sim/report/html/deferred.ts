import { deflateRawSync } from 'node:zlib'
import { inAllLanguages } from './in-languages.ts'
import { markup, type Markup } from './markup.ts'
import { createPacker, type Packed, type Places, type Shared } from './packed.ts'

/** Contents that are filled in when they are first opened, so that a page of fifty thousand attempts opens at once. */
export interface Deferred {
  /** A `<details>` element: its heading is there at once, its content when it is opened. */
  details(attributes: Markup, heading: Markup, content: () => Markup): Markup
}

export interface DeferredInLanguages {
  /** For the page in the next language: it has the same contents, in the same order, in each. */
  inNextLanguage(): Deferred
  /** All contents, for the end of the page, each made when it is its turn; a content may have others within. */
  all(): Iterable<Markup>
}

export function createDeferred(): DeferredInLanguages {
  const contents: (() => Markup)[][] = []
  const places: Places = { within: [], ids: [] }
  return {
    inNextLanguage() {
      let next = 0
      return {
        details(attributes, heading, content) {
          const key = next++
          contents[key] = [...(contents[key] ?? []), content]
          places.within[key] = null
          return markup`<details data-later="${key}" ${attributes}><summary>${heading}</summary></details>`
        },
      }
    },
    *all() {
      const pack = createPacker()
      let chunk: Chunk = { first: 0, contents: [], texts: [], blocks: [], length: 0 }
      for (const [key, inLanguages] of contents.entries()) {
        const html = inAllLanguages(inLanguages.map((make) => make().html))
        for (const [, nested] of html.matchAll(/ data-later="(\d+)"/g)) places.within[Number(nested)] = key
        places.ids.push(Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id).join(' '))
        const { content, added } = pack(html)
        chunk.contents.push(content)
        chunk.texts.push(...added.texts)
        chunk.blocks.push(...added.blocks)
        chunk.length += html.length
        if (chunk.length < inOneChunk) continue
        yield* chunkScripts(chunk)
        chunk = { first: key + 1, contents: [], texts: [], blocks: [], length: 0 }
      }
      if (chunk.contents.length > 0) yield* chunkScripts(chunk)
      yield dataScript('places', places)
    },
  }
}

/** Contents that the page has as one script: a short one hardly deflates, and a long one would have to be inflated for each. */
interface Chunk {
  /** The key of the first. */
  first: number
  contents: Packed[]
  texts: string[]
  blocks: (readonly number[])[]
  /** Characters of markup. */
  length: number
}

const inOneChunk = 1_000_000

function* chunkScripts({ first, contents, texts, blocks }: Chunk): Iterable<Markup> {
  if (blocks.length > 0) yield dataScript(`shared-${first}`, { texts, blocks } satisfies Shared)
  yield dataScript(`later-${first}`, contents)
}

/** Data for the page's script, deflated, since a browser reads no more than some ten megabytes of a page a second. */
export function dataScript(id: string, value: unknown): Markup {
  const deflated = deflateRawSync(JSON.stringify(value)).toString('base64')
  return markup`<script type="text/plain" id="${id}">${deflated}</script>`
}
