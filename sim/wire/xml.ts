import { parseXml, XmlElement as ParsedElement } from '@rgrove/parse-xml'

/** An element as it was read. Names are without their prefix: these messages never have two of a name. */
export interface XmlElement {
  name: string
  attributes: Readonly<Record<string, string>>
  children: readonly XmlElement[]
  /** All text in it, its children's as well. */
  text: string
}

/** The root element of a document; undefined when the text is no well-formed XML or declares a document type. */
export function readXml(xml: string): XmlElement | undefined {
  // A document type could define entities, and no message of these protocols has one.
  if (xml.includes('<!DOCTYPE')) return undefined
  try {
    const { root } = parseXml(xml)
    return root ? elementOf(root) : undefined
  } catch {
    return undefined
  }
}

function elementOf(parsed: ParsedElement): XmlElement {
  const children = parsed.children.filter((child) => child instanceof ParsedElement)
  return {
    name: localName(parsed.name),
    attributes: Object.fromEntries(
      Object.entries(parsed.attributes).map(([name, value]) => [localName(name), value]),
    ),
    children: children.map(elementOf),
    text: parsed.text,
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
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

/** What is no Char of XML 1.0 (section 2.2). */
const unwritable = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Text for an XML element or attribute. What XML cannot say becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(unwritable, '\ufffd')
    .replaceAll(/[<>&"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
