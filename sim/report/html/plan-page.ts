import { readFileSync } from 'node:fs'
import type { HierarchyShown } from '../../evidence/recording/hierarchy-shown.ts'
import { shipped } from '../../shipped.ts'
import type { Texts } from '../../texts/english.ts'
import { groupBy } from '../lists.ts'
import {
  fateNames,
  fatesBySite,
  fatesInWords,
  groupInWords,
  groupName,
  sentenceOf,
  switchInWords,
} from '../plan-in-words.ts'
import type { PlannedGroup, PlanResult, PreflightCheck } from '../plan-result.ts'
import { attemptIndex } from './attempt-index.ts'
import { createDeferred } from './deferred.ts'
import { markup, type Markup } from './markup.ts'
import { htmlPage, table } from './page.ts'
import { attemptsSection, changesSection, longTable, planShown, type PlanShown } from './plan-changes.ts'
import { fatesBar, fatesLegend, planPicture } from './plan-picture.ts'
import { thousands } from '../../vocabulary/counted.ts'

/** What a switch does to the clients, as a page: one file that needs nothing but a browser. */
export function planPage(result: PlanResult, hierarchy: HierarchyShown): string {
  const { hierarchy: file, switches, attempts } = result
  const deferred = createDeferred()
  const title = ['sitemode plan', file, ...switches.map(({ site, mode }) => `--switch ${site}=${mode}`)].join(
    ' ',
  )
  return htmlPage({
    title,
    skipTo: ({ page }) => ['summary', page.summary],
    script,
    body(texts) {
      const parts = partsOf(hierarchy, planShown(result, deferred.inNextLanguage(), texts))
      return markup`<header class="top">
  <p class="quiet"><code>${title}</code></p>
  <h1 class="sentence">${sentenceOf(result, texts)}</h1>
  <nav aria-label="${texts.plan.parts}"><ul>${parts.map(({ id, name }) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main>
${parts.map(({ body }) => body)}
</main>`
    },
    data: () => markup`${[...deferred.all()]}
${attemptIndex(attempts)}`,
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
  const { plan, page } = shown.texts
  const part = (id: string, name: string, body: Markup): Part => ({ id, name, body })
  return [
    part('summary', page.summary, summarySection(shown)),
    part('picture', plan.picture, pictureSection(hierarchy, shown)),
    ...(changes.length > 0 ? [part('changes', plan.byCause, changesSection(shown))] : []),
    part('sites', plan.bySite, sitesSection(shown)),
    part('groups', plan.byGroup, groupsSection(shown)),
    ...(differing.length > 0 ? [part('differing', plan.notAlike, differingSection(shown))] : []),
    ...(preflight.length > 0 ? [part('preflight', plan.checklist, preflightSection(shown))] : []),
    ...(attempts.length > 0 ? [part('attempts-made', plan.attempts, attemptsSection(shown))] : []),
  ]
}

function summarySection({ result: { summary, switches, phases }, texts }: PlanShown): Markup {
  const { plan, page } = texts
  const tiles: [string, number][] = [
    [plan.clients, summary.clients],
    ...fateNames.map((fate): [string, number] => [plan.fates[fate], summary[fate]]),
    [plan.groupsAlike, summary.groups],
  ]
  return markup`<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">${page.summary}</h2>
    ${fatesBar(summary, summary.clients, texts)}${fatesLegend(texts)}
    <dl class="tiles">${tiles.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${thousands(value)}</dd></div>`)}</dl>
    <p class="quiet">${plan.countsOnce}</p>
    <h3>${plan.switches}</h3>
    ${switches.length === 0 && markup`<p>${plan.noSwitch}</p>`}
    <ol class="phases">${switches.map((one) => markup`<li>${switchInWords(one, texts)}${one.refused !== null && markup`<p class="notice" role="note"><b>${plan.notCarriedOut}</b> <span lang="en">${one.refused}</span></p>`}</li>`)}</ol>
    <h3>${plan.phases}</h3>
    <p class="quiet">${plan.phasesAbout}</p>
    <ol class="phases">${phases.map((phase) => markup`<li>${plan.phase(phase)}</li>`)}</ol>
  </section>`
}

function pictureSection(hierarchy: HierarchyShown, { result, texts }: PlanShown): Markup {
  const { plan } = texts
  return markup`<section id="picture" aria-labelledby="picture-title"><h2 id="picture-title">${plan.pictureTitle}</h2>
    <p class="quiet">${plan.pictureAbout}</p>
    ${fatesLegend(texts)}
    <div class="picture card" tabindex="0" role="group" aria-label="${plan.pictureOf(hierarchy.name)}">${planPicture(hierarchy, result, texts)}</div>
  </section>`
}

function sitesSection(shown: PlanShown): Markup {
  const { groups, switches } = shown.result
  const { plan, modes } = shown.texts
  const rows = fatesBySite(groups).map(({ site, clients, fates }) => {
    const planned = switches.filter((one) => one.site === site && one.refused === null)
    return markup`<tr><th scope="row">${site ?? plan.withoutSite}</th><td class="brief">${planned.map(({ mode }) => plan.toMode(modes[mode])).join(', ')}</td><td class="number">${thousands(clients)}</td>${fateNames.map((fate) => markup`<td class="number ${fates[fate] === 0 && 'quiet'}">${thousands(fates[fate])}</td>`)}</tr>`
  })
  const headings = [
    plan.assignedSite,
    plan.switched,
    plan.clients,
    ...fateNames.map((fate) => plan.fates[fate]),
  ]
  return markup`<section id="sites" aria-labelledby="sites-title"><h2 id="sites-title">${plan.bySite}</h2>${longTable(plan.clientsBySite, headings, rows, shown)}</section>`
}

function groupsSection(shown: PlanShown): Markup {
  const { numberOf, texts } = shown
  const { groups, changes } = shown.result
  const { plan } = texts
  const changesOf = groupBy(changes, ({ group }) => `${group.number}`)
  const rows = worstFirst(groups).map(({ group, fates }) => {
    const links = (changesOf.get(`${group.number}`) ?? []).map(
      (change) => markup`<a href="#change-${numberOf(change)}">${numberOf(change)}</a> `,
    )
    return markup`<tr id="group-${group.number}"><th scope="row">${groupName(group, texts)}</th><td class="number">${thousands(group.clients)}</td><td>${groupInWords(group, texts)}</td><td>${fatesInWords(fates, texts)}</td><td>${links}</td></tr>`
  })
  const headings = [plan.group, plan.clients, plan.inCommon, plan.becomesOfThem, plan.changes]
  return markup`<section id="groups" aria-labelledby="groups-title"><h2 id="groups-title">${plan.byGroup}</h2>
    <p class="quiet">${plan.groupsAbout}</p>
    ${longTable(plan.groupsOfClients, headings, rows, shown)}</section>`
}

/** Groups with the worst fate first, and among them the largest. */
function worstFirst(groups: readonly PlannedGroup[]): PlannedGroup[] {
  const worst = ({ fates }: PlannedGroup): number => fateNames.findIndex((fate) => fates[fate] > 0)
  return groups.toSorted((one, other) => worst(one) - worst(other) || other.group.clients - one.group.clients)
}

function differingSection(shown: PlanShown): Markup {
  const { differing, groups } = shown.result
  const { plan } = shown.texts
  const names = new Map(groups.map(({ group }) => [group.number, groupName(group, shown.texts)]))
  const rows = differing.flatMap(({ group, clients }) =>
    clients.map(
      ({ client, kinds }) =>
        markup`<tr><th scope="row">${names.get(group) ?? plan.groupName(group, '')}</th><td><code>${client}</code></td><td>${kinds.length === 0 ? plan.isUnchanged : kinds.map((kind) => plan.kindsOfOne[kind]).join('; ')}</td></tr>`,
    ),
  )
  return markup`<section id="differing" aria-labelledby="differing-title"><h2 id="differing-title">${plan.differingTitle}</h2>
    <p class="notice" role="note">${plan.differingAbout}</p>
    ${longTable(plan.differingClients, [plan.group, plan.client, plan.becameOfIt], rows, shown, 'stacks')}</section>`
}

function preflightSection(shown: PlanShown): Markup {
  const { deferred, texts } = shown
  const { preflight } = shown.result
  const { plan } = texts
  const open = preflight.filter(({ holds }) => !holds)
  const done = preflight.filter(({ holds }) => holds)
  const headings = [plan.site, plan.item, plan.found]
  const rowsOf = (checks: readonly PreflightCheck[]): Markup[] =>
    checks.map((check) => checkRow(check, texts))
  return markup`<section id="preflight" aria-labelledby="preflight-title"><h2 id="preflight-title">${plan.checklistTitle}</h2>
    ${open.length > 0 ? longTable(plan.openItems, headings, rowsOf(open), shown, 'stacks') : markup`<p>${plan.everyItemHolds}</p>`}
    ${done.length > 0 && deferred.details(markup`class="part"`, markup`${plan.itemsHold(done.length)}`, () => table(plan.heldItems, headings, rowsOf(done), 'stacks'))}
  </section>`
}

function checkRow({ site, check, asks, holds, found }: PreflightCheck, texts: Texts): Markup {
  const { plan } = texts
  return markup`<tr><th scope="row">${site ?? plan.all}</th><td><span class="mark ${holds ? 'good' : 'bad'}" aria-hidden="true">${holds ? '✓' : '✗'}</span><span class="visually-hidden">${holds ? plan.holds : plan.doesNotHold}: </span>${texts.check(check, asks)}<br><code class="quiet">${check}</code></td><td lang="en">${found}</td></tr>`
}
