import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { shipped } from '../../shipped.ts'
import type { Texts } from '../../texts/english.ts'
import { languages, languageTags, type Language } from '../../texts/texts.ts'
import { Markup, markup } from './markup.ts'
import { style } from './style.ts'

/** The parts of a page that every report has. */
interface Page<Body> {
  /** A command, and so the same in every language. */
  title: string
  /** Where the keyboard goes first: the id of a section and its name. */
  skipTo: (texts: Texts) => readonly [id: string, name: string]
  /** The header, and everything below it, in one language. */
  body: (texts: Texts) => Body
  /** Data for the script, once for all languages; made after every body. */
  data?: () => Body
  /** The page's own script, which chooses the language as well; by default one that does nothing else. */
  script?: string
}

/**
 * A page that needs nothing but a browser: nothing is fetched or sent, no script runs but its own, and no style counts but
 * its own, whatever is in the body. Without scripts it is in English.
 */
export function htmlPage({ body, data, ...page }: Page<Markup>): string {
  return [
    ...longHtmlPage({
      ...page,
      body: (texts) => [body(texts)],
      ...(data && { data: () => [data()] }),
    }),
  ].join('')
}

/** The same of a page that may be longer than a text can be, piece by piece. */
export function* longHtmlPage(page: Page<Iterable<Markup>>): Iterable<string> {
  const { title, data, script = languageScript } = page
  const [first, ...others] = languageTags
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]
  yield markup`<!doctype html>
<html lang="${first}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<div id="page">
`.html
  yield* inLanguage(page, first)
  yield '</div>\n'
  for (const language of others) {
    yield markup`<template lang="${language}">`.html
    yield* inLanguage(page, language)
    yield '</template>\n'
  }
  for (const piece of data?.() ?? []) yield piece.html
  yield markup`
<script>${new Markup(script)}</script>
</body>
</html>
`.html
}

const languageScript = readFileSync(shipped('dist/sim/report/html/browser/language.js'), 'utf8')

function* inLanguage({ skipTo, body }: Page<Iterable<Markup>>, language: Language): Iterable<string> {
  const texts = languages[language]
  const [id, name] = skipTo(texts)
  const others = languageTags.filter((tag) => tag !== language)
  yield markup`<a class="skip" href="#${id}">${texts.page.skipTo(name)}</a>
<nav class="languages" aria-label="${texts.page.language}" hidden>${others.map((tag) => markup`<a href="?lang=${tag}" lang="${tag}" hreflang="${tag}">${languages[tag].language}</a> `)}</nav>
`.html
  for (const piece of body(texts)) yield piece.html
}

/** A sentence with markup between its parts. */
export function between(parts: readonly string[], ...values: readonly (Markup | string)[]): Markup {
  return markup`${parts.map((part, place) => [part, values[place]])}`
}

/** How tables stand in the page, by the classes of their boxes. */
const boxes = {
  bare: '',
  card: 'card',
  /** Too many columns for a phone: the table keeps its width there, and is moved sideways. */
  wide: 'card wide',
  /** Its cells stand below each other on a phone. */
  stacks: 'card stacks',
} as const

export type TableBox = keyof typeof boxes

/** A table that can be moved sideways in a narrow window, by the keyboard as well. */
export function table(
  name: string,
  headings: readonly string[],
  rows: readonly Markup[],
  box: TableBox = 'card',
): Markup {
  return markup`<div class="${boxes[box]} scroll" tabindex="0" role="group" aria-label="${name}"><table>
    <thead><tr>${headings.map((heading) => markup`<th scope="col">${heading}</th>`)}</tr></thead>
    <tbody>${rows}</tbody></table></div>`
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
