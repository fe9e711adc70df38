/** Text for an XML element or attribute. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** The first attribute of this name in an XML text; undefined when there is none. */
export function xmlAttribute(xml: string, name: string): string | undefined {
  const written = new RegExp(`\\b${name}="([^"]*)"`).exec(xml)?.[1]
  return written === undefined ? undefined : unescapeXml(written)
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,6})|(lt|gt|amp|quot|apos));/g, (_, code?: string, name?: string) =>
    code === undefined ? (named[name ?? ''] ?? '') : String.fromCodePoint(Number(code)),
  )
}
