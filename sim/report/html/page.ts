import { createHash } from 'node:crypto'
import { Markup, markup } from './markup.ts'
import { style } from './style.ts'

/** The parts of a page that every report has. */
interface Page<Body> {
  title: string
  /** Where the keyboard goes first: the id of a section and its name. */
  skipTo: readonly [id: string, name: string]
  /** The header, and everything below it. */
  body: Body
  /** The page's own script; without one, none runs. */
  script?: string
}

/**
 * A page that needs nothing but a browser: nothing is fetched or sent, no script runs but its own, and no style counts but
 * its own, whatever is in the body.
 */
export function htmlPage({ body, ...page }: Page<Markup>): string {
  return [...longHtmlPage({ ...page, body: [body] })].join('')
}

/** The same of a page that may be longer than a text can be, piece by piece. */
export function* longHtmlPage(page: Page<Iterable<Markup>>): Iterable<string> {
  const { title, skipTo, body, script } = page
  const [id, name] = skipTo
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]
  yield markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#${id}">Skip to the ${name}</a>
`.html
  for (const piece of body) yield piece.html
  yield markup`
${script !== undefined && markup`<script>${new Markup(script)}</script>`}
</body>
</html>
`.html
}

/** A table that can be moved sideways in a narrow window, by the keyboard as well. */
export function table(
  name: string,
  headings: readonly string[],
  rows: readonly Markup[],
  box = 'card',
): Markup {
  return markup`<div class="${box} scroll" tabindex="0" role="group" aria-label="${name}"><table>
    <thead><tr>${headings.map((heading) => markup`<th scope="col">${heading}</th>`)}</tr></thead>
    <tbody>${rows}</tbody></table></div>`
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
