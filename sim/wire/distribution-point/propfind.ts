import { parseXml, XmlElement } from '@rgrove/parse-xml'

/** A property's name with its namespace: `DAV:` and `getetag`. */
export interface PropertyName {
  namespace: string
  name: string
}

/** What a PROPFIND asks for (RFC 4918, section 9.1). */
export type Propfind =
  | { kind: 'allprop'; include: readonly PropertyName[] }
  | { kind: 'prop'; names: readonly PropertyName[] }
  | { kind: 'propname' }

export const davNamespace = 'DAV:'

/** Bytes; a client asks for a dozen properties. */
export const longestPropfind = 16 * 1024

/** Of elements in elements; a PROPFIND needs three. */
const deepest = 8

/** The body of a PROPFIND; an empty one asks for everything. undefined: malformed. */
export function readPropfind(body: Buffer): Propfind | undefined {
  if (body.length === 0) return { kind: 'allprop', include: [] }
  const xml = decode(body)
  // A document type could define entities.
  if (xml === undefined || xml.includes('<!DOCTYPE')) return undefined
  try {
    const { root } = parseXml(xml)
    return root ? propfindOf(readElement(root, new Map(), 0)) : undefined
  } catch {
    return undefined
  }
}

/** Servers have to understand both encodings (RFC 4918, section 8.2). */
function decode(body: Buffer): string | undefined {
  const [first, second] = body
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(body)
  } catch {
    return undefined
  }
}

interface Element extends PropertyName {
  children: Element[]
}

class MalformedError extends Error {
  override readonly name = 'MalformedError'
}

/** Throws a `MalformedError` for a prefix that is bound to nothing, which RFC 4918, section 8.2, calls malformed. */
function readElement(parsed: XmlElement, outer: ReadonlyMap<string, string>, depth: number): Element {
  if (depth > deepest) throw new MalformedError()
  const scope = new Map(outer)
  for (const [attribute, value] of Object.entries(parsed.attributes)) {
    const [declaration, prefix = ''] = /^xmlns(?::(.+))?$/.exec(attribute) ?? []
    if (declaration !== undefined) {
      if (prefix !== '' && value === '') throw new MalformedError()
      scope.set(prefix, value)
    }
  }
  const [local = '', prefix = '', ...more] = parsed.name.split(':').reverse()
  const namespace = scope.get(prefix)
  if ((namespace === undefined && prefix !== '') || local === '' || more.length > 0)
    throw new MalformedError()
  return {
    namespace: namespace ?? '',
    name: local,
    children: parsed.children
      .filter((child) => child instanceof XmlElement)
      .map((child) => readElement(child, scope, depth + 1)),
  }
}

/** Elements that the RFC does not know are passed over (section 17). */
function propfindOf({ namespace, name, children }: Element): Propfind | undefined {
  if (namespace !== davNamespace || name !== 'propfind') return undefined
  const asked = children.filter(
    (child) => child.namespace === davNamespace && ['allprop', 'prop', 'propname'].includes(child.name),
  )
  const [only, second] = asked
  if (!only || second) return undefined
  switch (only.name) {
    case 'prop':
      return { kind: 'prop', names: namesIn(only) }
    case 'allprop': {
      const include = children.find((child) => child.namespace === davNamespace && child.name === 'include')
      return { kind: 'allprop', include: include ? namesIn(include) : [] }
    }
    default:
      return { kind: 'propname' }
  }
}

function namesIn({ children }: Element): PropertyName[] {
  const names = new Map(children.map(({ namespace, name }) => [`${namespace} ${name}`, { namespace, name }]))
  return [...names.values()]
}

export type Depth = '0' | '1' | 'infinity'

/** A Depth header; without one all that is below is meant (RFC 4918, section 9.1). undefined: it is none. */
export function readDepth(header: string | undefined): Depth | undefined {
  const depth = header?.trim().toLowerCase() ?? 'infinity'
  return depth === '0' || depth === '1' || depth === 'infinity' ? depth : undefined
}
