import { descend, escapeXml, parseXml, xmlElement, type XmlElement } from '../xml.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** A property's name with its namespace: `DAV:` and `getetag`. */
interface PropertyName {
  namespace: string
  name: string
}

/** The properties that a PROPFIND asks for (RFC 4918, section 9.1). */
export type Propfind =
  | { kind: 'allprop'; include: readonly PropertyName[] }
  | { kind: 'prop'; names: readonly PropertyName[] }
  | { kind: 'propname' }

const davNamespace = 'DAV:'

/** Bytes; a client asks for a dozen properties. */
export const longestPropfind = 16 * 1024

/** The body of a PROPFIND; an empty one asks for everything. undefined: malformed. */
export function parsePropfind(body: Buffer): Propfind | undefined {
  if (body.length === 0) return { kind: 'allprop', include: [] }
  const root = parseXml(decode(body) ?? '')
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

/** Elements that the RFC does not define are ignored (section 17). */
function propfindOf({ namespace, name, children }: XmlElement): Propfind | undefined {
  if (namespace !== davNamespace || name !== 'propfind') return undefined
  const kinds = children.filter(
    (child) => child.namespace === davNamespace && ['allprop', 'prop', 'propname'].includes(child.name),
  )
  const [only, second] = kinds
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

/** The value of a Depth header; infinity without one (RFC 4918, section 9.1). undefined when it is invalid. */
export function parseDepth(header: string | undefined): Depth | undefined {
  const depth = header?.trim().toLowerCase() ?? 'infinity'
  return depth === '0' || depth === '1' || depth === 'infinity' ? depth : undefined
}

/** A file or directory in a listing. */
export interface Resource {
  /** A directory's ends with a slash. */
  path: string
  lastModified: Date
  /** Absent for a directory. */
  file?: { size: number; type: string; etag: string }
}

/** A file or directory in a listing, as a client reads it. */
export interface Listed {
  path: string
  /** Bytes; undefined for a directory. */
  size: number | undefined
  etag: string | undefined
}

/** The live properties of RFC 4918, section 15, without the two on locks: nothing can be locked here. */
function properties({ path, lastModified, file }: Resource): ReadonlyMap<string, string> {
  const name = path.split('/').findLast((part) => part !== '') ?? ''
  return new Map([
    ['creationdate', lastModified.toISOString().replace(/\.\d+/, '')],
    ['displayname', escapeXml(name)],
    ['resourcetype', file ? '' : xmlElement('D:collection')],
    ...(file
      ? ([
          ['getcontentlength', String(file.size)],
          ['getcontenttype', escapeXml(file.type)],
          ['getetag', escapeXml(file.etag)],
        ] as const)
      : []),
    ['getlastmodified', lastModified.toUTCString()],
  ])
}

/** WebDAV's answer to PROPFIND, status 207 (RFC 4918, section 13), yielded one resource at a time: a listing can be long. */
export function* multistatus(resources: readonly Resource[], propfind: Propfind): Generator<string> {
  const prefixes = prefixesOf(propfind)
  const declared = Object.fromEntries(
    [...prefixes].map(([namespace, prefix]) => [`xmlns:${prefix}`, namespace]),
  )
  const root = xmlElement('D:multistatus', { ...declared }, ' ')
  yield `<?xml version="1.0" encoding="utf-8"?>${root.replace(/ <\/D:multistatus>$/, '')}`
  for (const resource of resources) yield response(resource, propfind, prefixes)
  yield '</D:multistatus>'
}

function response(resource: Resource, propfind: Propfind, prefixes: ReadonlyMap<string, string>): string {
  const known = properties(resource)
  const isKnown = ({ namespace, name }: PropertyName): boolean =>
    namespace === davNamespace && known.has(name)
  const requested =
    propfind.kind === 'prop' ? propfind.names : propfind.kind === 'allprop' ? propfind.include : []
  const included = [...known].filter(
    ([name]) => propfind.kind !== 'prop' || requested.some((one) => isKnown(one) && one.name === name),
  )
  const found = included.map(([name, value]) =>
    xmlElement(`D:${name}`, {}, propfind.kind === 'propname' ? '' : value),
  )
  const missing = requested
    .filter((name) => !isKnown(name))
    .map(({ namespace, name }) => emptyElement(prefixes.get(namespace), name))
  const propstats = [
    ...(found.length > 0 || missing.length === 0 ? [propstat(found, '200 OK')] : []),
    ...(missing.length > 0 ? [propstat(missing, '404 Not Found')] : []),
  ]
  return xmlElement(
    'D:response',
    {},
    xmlElement('D:href', {}, escapeXml(encodeURI(resource.path))),
    ...propstats,
  )
}

function propstat(elements: readonly string[], status: string): string {
  return xmlElement(
    'D:propstat',
    {},
    xmlElement('D:prop', {}, ...elements),
    xmlElement('D:status', {}, `HTTP/1.1 ${status}`),
  )
}

/** Without a prefix it is in no namespace. */
function emptyElement(prefix: string | undefined, name: string): string {
  return xmlElement(prefix === undefined ? name : `${prefix}:${name}`)
}

/** Each namespace is declared once, not at every property: the answer stays in proportion to the request. */
function prefixesOf(propfind: Propfind): ReadonlyMap<string, string> {
  const requested =
    propfind.kind === 'prop' ? propfind.names : propfind.kind === 'allprop' ? propfind.include : []
  const others = new Set(requested.map(({ namespace }) => namespace))
  others.delete(davNamespace)
  others.delete('')
  return new Map([
    [davNamespace, 'D'],
    ...[...others].map((namespace, index) => [namespace, `n${index}`] as const),
  ])
}

/** A listing with decoded paths; undefined when it is not a listing, or has an entry without a path. */
export function parseMultistatus(xml: string): readonly Listed[] | undefined {
  const root = parseXml(xml)
  if (root?.name !== 'multistatus') return undefined
  const listed = root.children.filter(({ name }) => name === 'response').map(parseResponse)
  return listed.includes(undefined) ? undefined : listed.filter((entry) => entry !== undefined)
}

function parseResponse(response: Parameters<typeof descend>[0]): Listed | undefined {
  const path = pathOf(descend(response, 'href')?.text.trim() ?? '')
  const prop = response?.children
    .filter(({ name }) => name === 'propstat')
    .find((candidate) => /^HTTP\/\S+ 200\b/.test(descend(candidate, 'status')?.text.trim() ?? ''))
  const isDirectory = descend(prop, 'prop', 'resourcetype', 'collection') !== undefined
  const length = descend(prop, 'prop', 'getcontentlength')?.text.trim() ?? ''
  if (path === undefined || (!isDirectory && !/^\d{1,15}$/.test(length))) return undefined
  return {
    path,
    size: isDirectory ? undefined : Number(length),
    etag: descend(prop, 'prop', 'getetag')?.text.trim(),
  }
}

/** An href is a path or, as IIS writes it, a whole URL. */
function pathOf(href: string): string | undefined {
  const path = href.replace(/^https?:\/\/[^/]*/i, '')
  try {
    return path.startsWith('/') ? decodeURIComponent(path) : undefined
  } catch {
    return undefined
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'The verbs and paths of a distribution point ("About BITS-Enabled Distribution Points")',
  },
]
