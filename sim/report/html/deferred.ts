import { inAllLanguages } from './in-languages.ts'
import { Markup, markup } from './markup.ts'

/** Contents that are filled in when they are first opened, so that a page of ten thousand attempts opens at once. */
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
  const numbers = new Map<string, number>()
  const contents: (() => Markup)[][] = []
  return {
    inNextLanguage() {
      let key = 0
      return {
        details(attributes, heading, content) {
          contents[key] = [...(contents[key] ?? []), content]
          return markup`<details data-later="${key++}" ${attributes}><summary>${heading}</summary></details>`
        },
      }
    },
    *all() {
      for (const [key, inLanguages] of contents.entries()) {
        const pieces = inAllLanguages(inLanguages.map((make) => make().html)).split(endOfPiece)
        const added = [...new Set(pieces)].filter((piece) => !numbers.has(piece))
        for (const piece of added) numbers.set(copyOf(piece), numbers.size)
        if (added.length > 0) yield jsonScript(`pieces-${key}`, added)
        yield jsonScript(
          `later-${key}`,
          pieces.map((piece) => numbers.get(piece)),
        )
      }
    },
  }
}

/**
 * Most pieces stand in many contents: evidence, diagnoses, names of systems. Each is in the page once, before the first
 * content with it.
 */
const endOfPiece = /(?<=<\/(?:a|b|dd|li|p|summary|td|th)>)/

/** A part of a text would keep the whole of it in memory. No markup has half a character, so it comes back as it was. */
function copyOf(piece: string): string {
  return Buffer.from(piece).toString()
}

/** Data for the page's script, escaped so that no text in it can end the element, or look like one. */
export function jsonScript(id: string, value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll('<', String.raw`\u003c`)
  return markup`<script type="application/json" id="${id}">${new Markup(json)}</script>`
}
