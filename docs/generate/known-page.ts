import { readdirSync, readFileSync } from 'node:fs'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import type { Basis, Certainty } from '../../sim/vocabulary/basis.ts'
import { different, notSimulated } from './limits.ts'
import { generated, type Page } from './page.ts'
import { rulesInSource } from './rules-in-source.ts'

/** A part of the simulation with the file that it stands in. */
interface Placed extends Basis {
  file: string
}

/** The headings for our choices, each with the beginnings of the paths of its files. The first that fits counts. */
const headings: readonly (readonly [string, readonly string[]])[] = [
  ['Management points', ['sim/points/management-point/', 'sim/wire/management-point/']],
  ['Web servers', ['sim/points/web-server/', 'sim/wire/http/']],
  ['Software update points', ['sim/points/software-update-point/', 'sim/wire/software-update-point/']],
  [
    'Distribution points and content',
    [
      'sim/points/distribution-point/',
      'sim/wire/distribution-point/',
      'sim/rules/content-location.ts',
      'sim/rules/distribution-points.ts',
    ],
  ],
  ['Other site systems', ['sim/points/', 'sim/wire/']],
  ['What a client [knows](how-it-works.md#what-a-client-knows)', ['sim/client/']],
  ['Sites and clients', ['sim/']],
]

/** How sure each part is, as the rules, the messages and the catalogue say themselves. */
export async function knownPage(root: URL): Promise<Page> {
  const parts = await partsOf(root)
  const about = (certainty: Certainty): string =>
    list(parts.filter((part) => part.certainty === certainty).map((part) => part.about))
  const rules = await rulesByPage(root)
  return {
    path: 'what-is-known.md',
    text: `${generated}
# What is known

sitemode simulates a product whose protocols are only partly documented. This page says how sure each part is. The source text
is "Client Communication in Mixed Mode and Native Mode", in its Japanese version; the English sentences are ours. The
[rules](rules.md) and the [failures](failures.md) give the source of each sentence.

## Documented

${about('documented')}

The [rules](rules.md), by the pages that they rest on:

${list([...rules.documented].map(([page, ids]) => `${page}: ${inCode(ids)}`))}

What the product reports of these [failures](failures.md): ${failuresThatAre('documented')}.

## Known from public clients

These parts are documented nowhere that we looked. Public client code speaks them, and the listeners understand them.

${about('known from public clients')}

## Inferred

${list(rules.inferred)}
${about('inferred')}

What the product reports of these failures: ${failuresThatAre('inferred')}.

## Our choice

These parts are not documented where we looked, so the simulation fills them in.

${choices(parts.filter(({ certainty }) => certainty === 'our choice'))}

What the product reports of these failures: ${failuresThatAre('our choice')}.

## Not simulated

${list(Object.values(notSimulated))}

## Different from 2007

${list(Object.values(different))}
`,
  }
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

function inCode(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(', ')
}

/** What every module of sim/ exports as its `basis`, in the order of their paths. */
export async function partsOf(root: URL): Promise<Placed[]> {
  const names = readdirSync(new URL('sim/', root), { recursive: true, encoding: 'utf8' })
  const files = names
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `sim/${name.replaceAll('\\', '/')}`)
    .filter((file) => readFileSync(new URL(file, root), 'utf8').includes('export const basis:'))
    .sort()
  const found = await Promise.all(
    files.map(async (file) => {
      const module = (await import(new URL(`dist/${file.replace(/\.ts$/, '.js')}`, root).href)) as {
        basis: readonly Basis[]
      }
      return module.basis.map((part) => ({ ...part, file }))
    }),
  )
  return found.flat()
}

/** The pages that rules cite, with the rules; and what rules infer from others. */
async function rulesByPage(
  root: URL,
): Promise<{ documented: ReadonlyMap<string, string[]>; inferred: string[] }> {
  const documented = new Map<string, string[]>()
  const inferred: string[] = []
  for (const { id, sentence, sources } of await rulesInSource(root)) {
    const said = sources.filter((source) => !source.inferred)
    if (said.length === 0) inferred.push(`${sentence} (\`${id}\`)`)
    for (const page of new Set(said.flatMap(({ pages }) => pages)))
      documented.set(page, [...(documented.get(page) ?? []), id])
  }
  return {
    documented: new Map([...documented].sort(([one], [other]) => one.localeCompare(other, 'en'))),
    inferred,
  }
}

function failuresThatAre(certainty: Certainty): string {
  return inCode(catalogue.filter(({ confidence }) => confidence === certainty).map(({ id }) => id))
}

function choices(parts: readonly Placed[]): string {
  const headingOf = ({ file }: Placed): string | undefined =>
    headings.find(([, paths]) => paths.some((path) => file.startsWith(path)))?.[0]
  return headings
    .map(([heading]) => {
      const here = parts.filter((part) => headingOf(part) === heading)
      return `${heading}:\n\n${list(here.map(({ about }) => about))}`
    })
    .join('\n\n')
}
