import { Markup, markup } from './markup.ts'

/** Contents that are filled in when they are first opened, so that a page of ten thousand attempts opens at once. */
export interface Deferred {
  /** A `<details>` element: its heading is there at once, its content when it is opened. */
  details(attributes: Markup, heading: Markup, content: Markup): Markup
  /** All contents, for the end of the page. */
  all(): Markup
}

export function createDeferred(): Deferred {
  const numbers = new Map<string, number>()
  const numberOf = (piece: string): number => {
    const number = numbers.get(piece) ?? numbers.size
    numbers.set(piece, number)
    return number
  }
  const contents: number[][] = []
  return {
    details(attributes, heading, content) {
      const key = contents.push(content.html.split(endOfPiece).map(numberOf)) - 1
      return markup`<details data-later="${key}" ${attributes}><summary>${heading}</summary></details>`
    },
    all: () =>
      markup`${jsonScript('pieces', [...numbers.keys()])}${contents.map((pieces, key) => jsonScript(`later-${key}`, pieces))}`,
  }
}

/** Most pieces stand in many contents: evidence, diagnoses, names of systems. Each is in the page once, and contents are lists of them. */
const endOfPiece = /(?<=<\/(?:a|b|dd|li|p|summary|td|th)>)/

/** Data for the page's script, escaped so that no text in it can end the element, or look like one. */
export function jsonScript(id: string, value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll('<', String.raw`\u003c`)
  return markup`<script type="application/json" id="${id}">${new Markup(json)}</script>`
}
