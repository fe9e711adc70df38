import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { publishedClasses } from '../../../sim/wire/ldap/published.ts'
import { contosoDirectory } from '../../points/domain-controller-of-contoso.ts'
import { inCheckout } from '../sources.ts'
import { fakes } from '../witness/fakes.ts'
import { messages, notLiedAbout } from './messages.ts'

/** Names of functions that write a message. */
const isWriter = /^(?:serialize|mp[A-Z]|siteSign|multistatus)/

/** An entry has them whatever it is, and directories are searched by them. */
const ofEveryEntry = ['objectClass', 'cn', 'name', 'distinguishedName', 'objectCategory']

void t.test('each lie and each fake has a name of its own', (t) => {
  const names = [...messages.flatMap(({ lies }) => lies), ...fakes].map(({ id }) => id)
  t.strictSame(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  )
  t.end()
})

void t.test('every attribute that a site publishes is lied about, or it is said why not', (t) => {
  for (const objectClass of Object.keys(publishedClasses)) {
    const entries = contosoDirectory.filter(({ attributes }) => attributes.objectClass?.includes(objectClass))
    const published = new Set(entries.flatMap(({ attributes }) => Object.keys(attributes)))
    const fields = messages.find(({ name }) => name === objectClass)?.fields ?? []
    t.strictSame([...fields].sort(), [...published].filter((name) => !ofEveryEntry.includes(name)).sort())
  }
  t.end()
})

void t.test('every message that a listener writes is lied about, or it is said why not', (t) => {
  const written = new Set(writtenBySystems())
  const lied = messages.flatMap(({ module, saidBy }) => saidBy.map((name) => `${module}: ${name}`))
  const excused = (name: string): boolean =>
    [name, name.replace(/:.*/, '')].some((one) => one in notLiedAbout)
  t.strictSame(
    [...written].filter((name) => !lied.includes(name) && !excused(name)),
    [],
  )
  t.end()
})

/** What the points of the site systems import from the formats on the wire to write something. */
function writtenBySystems(): string[] {
  const files = readdirSync(inCheckout('sim/points'), { recursive: true, encoding: 'utf8' })
  return files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => importsOf(readFileSync(inCheckout('sim/points', name), 'utf8')))
}

function importsOf(source: string): string[] {
  const imports = [...source.matchAll(/import \{([^}]*)\} from '(?:\.\.\/)+(wire\/[^']*)'/g)]
  return imports.flatMap(([, names = '', module = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => isWriter.test(name))
      .map((name) => `sim/${module}: ${name}`),
  )
}
