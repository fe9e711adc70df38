import { Markup, markup } from './markup.ts'

/** Contents that are filled in when they are first opened, so that a page of ten thousand attempts opens at once. */
export interface Deferred {
  /** A `<details>` element: its heading is there at once, its content when it is opened. */
  details(attributes: Markup, heading: Markup, content: () => Markup): Markup
  /** All contents, for the end of the page, each made when it is its turn; a content may have others within. */
  all(): Iterable<Markup>
}

export function createDeferred(): Deferred {
  const contents: (() => Markup)[] = []
  return {
    details(attributes, heading, content) {
      const key = contents.push(content) - 1
      return markup`<details data-later="${key}" ${attributes}><summary>${heading}</summary></details>`
    },
    *all() {
      for (const [key, content] of contents.entries()) yield jsonScript(`later-${key}`, content().html)
    },
  }
}

/** Data for the page's script, escaped so that no text in it can end the element, or look like one. */
export function jsonScript(id: string, value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll('<', String.raw`\u003c`)
  return markup`<script type="application/json" id="${id}">${new Markup(json)}</script>`
}
