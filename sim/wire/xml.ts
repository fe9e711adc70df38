import { SaxesParser } from 'saxes'

/** An element. Names are without prefix: messages never use one name in two namespaces. */
export interface XmlElement {
  /** Without its prefix. */
  name: string
  /** Empty where the document gives none. */
  namespace: string
  /** By name, without prefix. */
  attributes: Readonly<Record<string, string>>
  /** Elements, without the text between them. */
  children: readonly XmlElement[]
  /** All text in it, its children's as well. */
  text: string
}

/** Nesting depth of elements; no message of these protocols comes near it. */
const deepest = 64

interface Open {
  name: string
  namespace: string
  attributes: Record<string, string>
  children: XmlElement[]
  text: string
}

/**
 * The root element of a document; undefined when the text is no well-formed XML, has a prefix that is bound to nothing,
 * nests deeper than any message, or declares a document type, which could define entities and which no message of these
 * protocols has.
 */
export function parseXml(xml: string): XmlElement | undefined {
  const parser = new SaxesParser({ xmlns: true })
  const open: Open[] = []
  let root: XmlElement | undefined
  const hear = (text: string): void => {
    const inmost = open.at(-1)
    if (inmost) inmost.text += text
  }
  parser.on('doctype', () => parser.fail('a document type'))
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (open.length === deepest) parser.fail('too deep')
    const values = Object.fromEntries(Object.values(attributes).map(({ local, value }) => [local, value]))
    open.push({ name: local, namespace: uri, attributes: values, children: [], text: '' })
  })
  parser.on('text', hear)
  parser.on('cdata', hear)
  parser.on('closetag', () => {
    const element = open.pop()
    const around = open.at(-1)
    if (around && element) {
      around.children.push(element)
      around.text += element.text
    } else root = element
  })
  try {
    // Without a listener for errors the parser throws them.
    parser.write(xml.replace(/^\uFEFF/, '')).close()
    return root
  } catch {
    return undefined
  }
}

/** The element at a path of names below another; the first where there are several. */
export function descend(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(
    (found, name) => found?.children.find((child) => child.name === name),
    element,
  )
}

/** An element as text. `content` is XML already; attributes that are undefined are left out. */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...content: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('')
  const inner = content.join('')
  return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`
}

/** Characters that XML 1.0 excludes (section 2.2). */
const unwritable = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Text for an XML element or attribute. Characters that XML excludes become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(unwritable, '\ufffd')
    .replaceAll(/[<>&"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
