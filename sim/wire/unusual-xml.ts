import type { Random } from '../random.ts'

/** A tag: a slash if it ends an element, the name, the attributes, and a slash if the element is empty. */
const tag = /<(\/?)([^\s/>!?]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g
const attribute = /([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g

/**
 * The same document in another form: attributes in another order and in other quotes, whitespace in tags, empty elements with
 * two tags, a comment behind it all. Text that could pass for a tag is let alone.
 */
export function unusualXml(xml: string, random: Random): string {
  if (xml.includes('<!')) return xml
  const space = (): string => random.pick(['', ' ', '\n\t'])
  const tags = xml.replaceAll(
    tag,
    (_, ends: string, name: string, attributes: string, isEmpty: string): string => {
      if (ends !== '') return `</${name}${space()}>`
      const written = random
        .shuffled([...attributes.matchAll(attribute)])
        .map(([, key = '', value = '']) => `\n ${key}${space()}=${space()}${quoted(value, random)}`)
      const opened = `<${name}${written.join('')}${space()}`
      return isEmpty === '' ? `${opened}>` : random.pick([`${opened}/>`, `${opened}></${name}>`])
    },
  )
  return `${tags}<!-- says nothing -->`
}

/** In single quotes or in double ones. */
function quoted(value: string, random: Random): string {
  const inner = value.slice(1, -1)
  return /["']/.test(inner) ? value : random.pick([`"${inner}"`, `'${inner}'`])
}
