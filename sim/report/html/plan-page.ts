import { readFileSync } from 'node:fs'
import type { HierarchyShown } from '../../evidence/recording/hierarchy-shown.ts'
import { shipped } from '../../shipped.ts'
import { counted } from '../in-words.ts'
import { groupBy } from '../lists.ts'
import {
  fateNames,
  fatesBySite,
  fatesInWords,
  fateTitles,
  groupInWords,
  groupName,
  sentenceOf,
  switchInWords,
  thousands,
} from '../plan-in-words.ts'
import { planKinds, type PlannedGroup, type PlanResult, type PreflightCheck } from '../plan-result.ts'
import { createDeferred, jsonScript } from './deferred.ts'
import { markup, type Markup } from './markup.ts'
import { htmlPage, table } from './page.ts'
import { attemptsSection, changesSection, longTable, planShown, type PlanShown } from './plan-changes.ts'
import { fatesBar, fatesLegend, planPicture } from './plan-picture.ts'

/** What a switch does to the clients, as a page: one file that needs nothing but a browser. */
export function planPage(result: PlanResult, hierarchy: HierarchyShown): string {
  const { hierarchy: file, switches, attempts } = result
  const deferred = createDeferred()
  const shown = planShown(result, deferred)
  const title = ['sitemode plan', file, ...switches.map(({ site, mode }) => `--switch ${site}=${mode}`)].join(
    ' ',
  )
  const parts = partsOf(hierarchy, shown)
  return htmlPage({
    title,
    skipTo: ['summary', 'summary'],
    script,
    body: markup`<header class="top">
  <p class="quiet"><code>${title}</code></p>
  <h1 class="sentence">${sentenceOf(result)}</h1>
  <nav aria-label="Parts of this plan"><ul>${parts.map(({ id, name }) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main>
${parts.map(({ body }) => body)}
</main>
${[...deferred.all()]}
${jsonScript(
  'attempts',
  attempts.map(({ id, client, site, outcome }) => [id, 0, client, site ?? '', outcome]),
)}`,
  })
}

const script = readFileSync(shipped('dist/sim/report/html/browser/report.js'), 'utf8')

interface Part {
  /** Of its section. */
  id: string
  name: string
  body: Markup
}

function partsOf(hierarchy: HierarchyShown, shown: PlanShown): Part[] {
  const { changes, differing, preflight, attempts } = shown.result
  const part = (id: string, name: string, body: Markup): Part => ({ id, name, body })
  return [
    part('summary', 'Summary', summarySection(shown)),
    part('picture', 'Picture', pictureSection(hierarchy, shown)),
    ...(changes.length > 0 ? [part('changes', 'By cause', changesSection(shown))] : []),
    part('sites', 'By site', sitesSection(shown)),
    part('groups', 'By group', groupsSection(shown)),
    ...(differing.length > 0 ? [part('differing', 'Not alike', differingSection(shown))] : []),
    ...(preflight.length > 0 ? [part('preflight', 'Checklist', preflightSection(shown))] : []),
    ...(attempts.length > 0 ? [part('attempts-made', 'Attempts', attemptsSection(shown))] : []),
  ]
}

function summarySection({ result: { summary, switches, phases } }: PlanShown): Markup {
  const tiles: [string, number][] = [
    ['clients', summary.clients],
    ...fateNames.map((fate): [string, number] => [fateTitles[fate], summary[fate]]),
    ['groups alike', summary.groups],
  ]
  return markup`<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">Summary</h2>
    ${fatesBar(summary, summary.clients)}${fatesLegend}
    <dl class="tiles">${tiles.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${thousands(value)}</dd></div>`)}</dl>
    <p class="quiet">Each client counts once, in the first of these numbers that holds for it.</p>
    <h3>The switches</h3>
    ${switches.length === 0 && markup`<p>No site is switched.</p>`}
    <ol class="phases">${switches.map((one) => markup`<li>${switchInWords(one)}${one.refused !== null && markup`<p class="notice" role="note"><b>Not carried out.</b> ${one.refused}</p>`}</li>`)}</ol>
    <h3>The phases</h3>
    <p class="quiet">One client of each group was tried at each of these moments, at home and wherever the group travels.</p>
    <ol class="phases">${phases.map((phase) => markup`<li>${phase}</li>`)}</ol>
  </section>`
}

function pictureSection(hierarchy: HierarchyShown, { result }: PlanShown): Markup {
  return markup`<section id="picture" aria-labelledby="picture-title"><h2 id="picture-title">What happens to the clients of each site</h2>
    <p class="quiet">Each site has the clients that are assigned to it, and the colour of the worst that happens to one of them.</p>
    ${fatesLegend}
    <div class="picture card" tabindex="0" role="group" aria-label="Picture of ${hierarchy.name}">${planPicture(hierarchy, result)}</div>
  </section>`
}

function sitesSection({ result: { groups, switches }, deferred }: PlanShown): Markup {
  const rows = fatesBySite(groups).map(({ site, clients, fates }) => {
    const planned = switches.filter((one) => one.site === site && one.refused === null)
    return markup`<tr><th scope="row">${site ?? 'without an assigned site'}</th><td>${planned.map(({ mode }) => `to ${mode}`).join(', ')}</td><td class="number">${thousands(clients)}</td>${fateNames.map((fate) => markup`<td class="number ${fates[fate] === 0 && 'quiet'}">${thousands(fates[fate])}</td>`)}</tr>`
  })
  const headings = ['assigned site', 'switched', 'clients', ...fateNames.map((fate) => fateTitles[fate])]
  return markup`<section id="sites" aria-labelledby="sites-title"><h2 id="sites-title">By site</h2>${longTable('Clients by site', headings, rows, deferred)}</section>`
}

function groupsSection({ result: { groups, changes }, numberOf, deferred }: PlanShown): Markup {
  const changesOf = groupBy(changes, ({ group }) => `${group.number}`)
  const rows = worstFirst(groups).map(({ group, fates }) => {
    const links = (changesOf.get(`${group.number}`) ?? []).map(
      (change) => markup`<a href="#change-${numberOf(change)}">${numberOf(change)}</a> `,
    )
    return markup`<tr id="group-${group.number}"><th scope="row">${groupName(group)}</th><td class="number">${thousands(group.clients)}</td><td>${groupInWords(group)}</td><td>${fatesInWords(fates)}</td><td>${links}</td></tr>`
  })
  return markup`<section id="groups" aria-labelledby="groups-title"><h2 id="groups-title">By group</h2>
    <p class="quiet">Nothing tells the clients of a group apart, so that all of them end alike.</p>
    ${longTable('Groups of clients', ['group', 'clients', 'what they have in common', 'what becomes of them', 'changes'], rows, deferred)}</section>`
}

/** Groups with the worst fate first, and among them the largest. */
function worstFirst(groups: readonly PlannedGroup[]): PlannedGroup[] {
  const worst = ({ fates }: PlannedGroup): number => fateNames.findIndex((fate) => fates[fate] > 0)
  return groups.toSorted((one, other) => worst(one) - worst(other) || other.group.clients - one.group.clients)
}

function differingSection({ result: { differing, groups }, deferred }: PlanShown): Markup {
  const names = new Map(groups.map(({ group }) => [group.number, groupName(group)]))
  const rows = differing.flatMap(({ group, clients }) =>
    clients.map(
      ({ client, kinds }) =>
        markup`<tr><th scope="row">${names.get(group) ?? `group ${group}`}</th><td><code>${client}</code></td><td>${kinds.length === 0 ? 'is unchanged' : kinds.map((kind) => planKinds[kind]).join('; ')}</td></tr>`,
    ),
  )
  return markup`<section id="differing" aria-labelledby="differing-title"><h2 id="differing-title">Groups whose clients did not end alike</h2>
    <p class="notice" role="note">Something tells these clients apart that the groups do not know of; their numbers are not to be trusted.</p>
    ${longTable('Clients that did not end alike', ['group', 'client', 'what became of it'], rows, deferred)}</section>`
}

function preflightSection({ result: { preflight }, deferred }: PlanShown): Markup {
  const open = preflight.filter(({ holds }) => !holds)
  const done = preflight.filter(({ holds }) => holds)
  const headings = ['site', 'item', 'found']
  return markup`<section id="preflight" aria-labelledby="preflight-title"><h2 id="preflight-title">The checklist before the switch</h2>
    ${open.length > 0 ? longTable('Items that do not hold', headings, open.map(checkRow), deferred) : markup`<p>Every item holds.</p>`}
    ${done.length > 0 && deferred.details(markup`class="part"`, markup`${counted(done.length, 'item')} ${done.length === 1 ? 'holds' : 'hold'}`, () => table('Items that hold', headings, done.map(checkRow)))}
  </section>`
}

function checkRow({ site, check, asks, holds, found }: PreflightCheck): Markup {
  return markup`<tr><th scope="row">${site ?? 'all'}</th><td><span class="mark ${holds ? 'good' : 'bad'}" aria-hidden="true">${holds ? '✓' : '✗'}</span><span class="visually-hidden">${holds ? 'holds' : 'does not hold'}: </span>${asks}<br><code class="quiet">${check}</code></td><td>${found}</td></tr>`
}
