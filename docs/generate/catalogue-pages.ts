import { readdirSync, readFileSync } from 'node:fs'
import { catalogueSections } from '../../sim/evidence/catalogue.ts'
import type { CatalogueEntry, Sighting } from '../../sim/evidence/catalogue-entry.ts'
import { codesInClientLog } from '../../sim/report/in-words.ts'
import { explainedRule, type ExplainedRule } from '../../sim/rules/concerns.ts'
import type { Rule, Statement } from '../../sim/rules/rule.ts'
import { cell, generated, type Page } from './page.ts'
import { rulesInSource } from './rules-in-source.ts'

/** The rules that clients act by, each with its sources and the scenarios that show it. */
export async function rulesPage(root: URL): Promise<Page> {
  const folder = new URL('scenarios/', root)
  const index = shownBy(readFileSync(new URL('README.md', folder), 'utf8'))
  const scenarios = readdirSync(folder)
    .filter((name) => /\.(yaml|ts)$/.test(name))
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))
  const rules = await rulesInSource(root)
  const parts = rules.map(({ file, ...rule }) => {
    const { id, sentence, sources, ...concerns } = explainedRule(rule)
    const shown = scenarios.filter(
      ({ name, text }) => index.get(id)?.has(name) === true || new RegExp(`${id}(?![\\w-])`).test(text),
    )
    const statements = (heading: string, some: readonly Statement[]): string =>
      some.length === 0
        ? ''
        : `${heading}:\n\n${some.map(({ says, pages }) => `- ${says} *(${pages.join('; ')})*`).join('\n')}\n\n`
    const said = statements(
      'Documented',
      sources.filter((source) => !source.inferred),
    )
    const inferred = statements(
      'Inferred from what is documented',
      sources.filter((source) => source.inferred),
    )
    const where = shown.map(({ name }) => `[${name}](../scenarios/${name})`)
    return `## ${id}

${sentence}

${said}${inferred}${concernsInWords(concerns)}

Implemented in \`${file}\`${where.length > 0 ? `; shown by ${where.join(', ')}` : ''}.
`
  })
  return {
    path: 'rules.md',
    text: `${generated}
# The rules

These rules say what a client may do. Attempts, stories and expectations refer to them by id. The sentences are our English of the
product's documentation.

${parts.join('\n')}`,
  }
}

/** `Decides whether …: allowed by HTTP. Of management points; clients in native mode, sites in mixed mode.` */
function concernsInWords({
  decides,
  allows,
  forbids,
  roles,
  clientModes,
  siteModes,
}: Omit<ExplainedRule, keyof Rule>): string {
  const named = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')
  const ways = [
    ...(allows.length > 0 ? [`allowed by ${named(allows)}`] : []),
    ...(forbids.length > 0 ? [`forbidden where the system takes ${named(forbids)}`] : []),
  ]
  return [
    `Decides ${decides}${ways.length > 0 ? `: ${ways.join('; ')}` : ''}.`,
    ...(roles.length > 0 ? [`Roles: ${named(roles)}.`] : []),
    `Modes of clients: ${named(clientModes)}; of sites: ${named(siteModes)}.`,
  ].join(' ')
}

/**
 * The scenario files that show each rule, from the index of scenarios: each item links to files and names rules. A
 * step cannot expect every rule, so the files alone are not enough.
 */
function shownBy(index: string): Map<string, Set<string>> {
  const shown = new Map<string, Set<string>>()
  for (const [item] of index.matchAll(/^- .*\n(?: {2}.*\n)*/gm)) {
    const files = [...item.matchAll(/\]\(([\w-]+\.(?:yaml|ts))\)/g)].map(([, file = '']) => file)
    for (const [, id = ''] of item.matchAll(/`([a-z-]+\/[a-z-]+)`/g)) {
      shown.set(id, new Set([...(shown.get(id) ?? []), ...files]))
    }
  }
  return shown
}

/** The failures of the catalogue, section by section. */
export function failuresPage(): Page {
  const parts = catalogueSections.map(
    ({ title, entries }) => `## ${title}\n\n${entries.map(entryPart).join('\n')}`,
  )
  return {
    path: 'failures.md',
    text: `${generated}
# The failures

Each failure can be seen: \`sitemode lab\` provokes it over sockets, and compares the diagnosis with the cause. \`sitemode explain ID\`
says the same in a terminal, and \`sitemode explain CODE\` leads from a code in a log to its possible causes.

${parts.join('\n')}`,
  }
}

function entryPart(entry: CatalogueEntry): string {
  const {
    id,
    title,
    happens,
    party,
    remedy,
    look,
    sightings,
    winHttp,
    webServer,
    httpSys,
    clientError,
    stateMessage,
  } = entry
  const codes = codesInClientLog(entry)
  const inTheField = [
    ...(winHttp ? [`the client: WinHTTP ${winHttp.code} \`${winHttp.name}\``] : []),
    ...(clientError === undefined ? [] : [`the client's own code: \`${clientError}\``]),
    ...(webServer
      ? [
          `the web server: ${webServer.status}${webServer.substatus === undefined ? '' : `.${webServer.substatus}`}`,
        ]
      : []),
    ...(httpSys ? [`the error log of HTTP.sys: ${httpSys.map((reason) => `\`${reason}\``).join(', ')}`] : []),
    ...(stateMessage ? [`state message ${stateMessage.topic}/${stateMessage.id}`] : []),
  ]
  return `### ${id}

**${title}.** ${happens}

- To do (${party}): ${remedy}
- To tell it from others: ${look}
${inTheField.length > 0 ? `- In the field: ${inTheField.join('; ')} (${entry.confidence}, ${entry.reference})\n` : ''}${codes === '' ? '' : `- \`Code\` in the client's log, by what the client saw: ${codes}\n`}
| under | the client sees | the server sees |
|---|---|---|
${[...new Set(sightings.map(sightingRow))].join('\n')}
`
}

function sightingRow({ tls, refusal, client, server }: Sighting): string {
  const under = [...(tls ? [`TLS ${tls}`] : []), ...(refusal ? [`refusal ${refusal}`] : [])].join(', ')
  const codes = (all: readonly string[]): string => all.map((code) => `\`${code}\``).join(', ')
  return `| ${under} | ${cell(codes(client.codes))} | ${server ? cell(codes(server.codes)) : 'nothing wrong'} |`
}
