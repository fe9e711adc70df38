import { dirname, join } from 'node:path/posix'

/**
 * The links that lead nowhere within a set of files, as `page: link`: to no file or folder of it, or to no heading where
 * the link names one.
 */
export function brokenLinks(files: readonly string[], read: (path: string) => string): string[] {
  const there = new Set(files.flatMap((path) => [path, ...foldersAbove(path)]))
  return files
    .filter((path) => path.endsWith('.md'))
    .flatMap((page) =>
      linksOf(read(page))
        .filter((link) => !leads(page, link, there, read))
        .map((link) => `${page}: ${link}`),
    )
}

/** The targets of a page's links and pictures within the project. */
export function linksOf(markdown: string): string[] {
  const prose = withoutCode(markdown)
  const links = /\]\(\s*<?([^)\s>]+)|^\s*\[[^\]]+\]:\s*<?([^\s>]+)|\b(?:href|src|srcset)="([^"\s]+)/gm
  return [...prose.matchAll(links)]
    .map(([, inline, reference, attribute]) => inline ?? reference ?? attribute ?? '')
    .filter((link) => !/^[a-z][a-z+.-]*:/i.test(link))
}

function leads(
  page: string,
  link: string,
  there: ReadonlySet<string>,
  read: (path: string) => string,
): boolean {
  const [path = '', anchor] = link.split('#')
  const to = path === '' ? page : join(dirname(page), path).replace(/\/$/, '')
  if (!there.has(to)) return false
  return anchor === undefined || (to.endsWith('.md') && anchorsOf(read(to)).has(anchor))
}

/** The anchors that GitHub gives to headings: the second of two that are alike ends in -1. */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of withoutFences(markdown).matchAll(/^#{1,6} +(.*?)(?: +#+)? *$/gm)) {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    const anchor = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-')
    let name = anchor
    for (let nth = 1; anchors.has(name); nth++) name = `${anchor}-${nth}`
    anchors.add(name)
  }
  return anchors
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replaceAll(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, 'code')
}

function withoutFences(markdown: string): string {
  return markdown.replaceAll(/^ *(`{3,}|~{3,}).*\n(?:.*\n)*? *\1 *$/gm, '')
}

function foldersAbove(path: string): string[] {
  const above = dirname(path)
  return above === '.' ? ['.'] : [above, ...foldersAbove(above)]
}
