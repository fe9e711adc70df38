import { readXml, type XmlElement } from '../xml.ts'

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

/** The body of a PROPFIND; an empty one asks for everything. undefined: malformed. */
export function readPropfind(body: Buffer): Propfind | undefined {
  if (body.length === 0) return { kind: 'allprop', include: [] }
  const root = readXml(decode(body) ?? '')
  return root && propfindOf(root)
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

/** Elements that the RFC does not know are passed over (section 17). */
function propfindOf({ namespace, name, children }: XmlElement): Propfind | undefined {
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

function namesIn({ children }: XmlElement): PropertyName[] {
  const names = new Map(children.map(({ namespace, name }) => [`${namespace} ${name}`, { namespace, name }]))
  return [...names.values()]
}

export type Depth = '0' | '1' | 'infinity'

/** A Depth header; without one all that is below is meant (RFC 4918, section 9.1). undefined: it is none. */
export function readDepth(header: string | undefined): Depth | undefined {
  const depth = header?.trim().toLowerCase() ?? 'infinity'
  return depth === '0' || depth === '1' || depth === 'infinity' ? depth : undefined
}
