import { createHash } from 'node:crypto'
import { Markup, markup } from './markup.ts'
import { style } from './style.ts'

/** The parts of a page that every report has. */
interface Page {
  title: string
  /** Where the keyboard goes first: the id of a section and its name. */
  skipTo: readonly [id: string, name: string]
  /** The header, and everything below it. */
  body: Markup
  /** The page's own script; without one, none runs. */
  script?: string
}

/**
 * A page that needs nothing but a browser: nothing is fetched or sent, no script runs but its own, and no style counts but
 * its own, whatever is in the body.
 */
export function htmlPage({ title, skipTo: [id, name], body, script }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return markup`<!doctype html>
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
${body}
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
