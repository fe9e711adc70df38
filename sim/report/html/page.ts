import { createHash } from 'node:crypto'
import { markup, type Markup } from './markup.ts'
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

/** A page that needs nothing but a browser: nothing is fetched, and no script runs but its own. */
export function htmlPage({ title, skipTo: [id, name], body, script }: Page): string {
  const scripts = script === undefined ? '' : ` script-src 'sha256-${hashOf(script)}';`
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${{ html: `default-src 'none'; style-src 'unsafe-inline';${scripts} img-src data:` }}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<a class="skip" href="#${id}">Skip to the ${name}</a>
${body}
${script !== undefined && markup`<script>${{ html: script }}</script>`}
</body>
</html>
`.html
}

function hashOf(script: string): string {
  return createHash('sha256').update(script).digest('base64')
}
