import type { HierarchyShown } from '../evidence/recording/hierarchy-shown.ts'
import type { Hierarchy, Site } from '../model/hierarchy.ts'
import { clientNamed, everyClient } from '../model/populations.ts'
import { siteSystemNamed } from '../model/sites.ts'
import { markup, type Markup } from '../report/html/markup.ts'
import { groupInWords, groupsOf, modesInWords } from '../report/client-groups.ts'
import type { Texts } from '../texts/english.ts'
import { groupBy } from '../report/lists.ts'
import { relation } from '../scenario/expectation.ts'
import { plainActions } from '../scenario/steps/steps.ts'
import { faults, layerOf, revocationListFaults } from '../vocabulary/fault.ts'
import { onInternet } from '../vocabulary/location.ts'
import { otherHosts, revocationListPointName } from '../vocabulary/network.ts'
import { siteModeNames } from '../vocabulary/site-mode.ts'
import { siteSystemRoleNames } from '../vocabulary/site-system-role.ts'

const subjectKinds = ['client', 'site', 'system', 'group'] as const

/** What a menu is about. */
export interface Subject {
  kind: (typeof subjectKinds)[number]
  name: string
  /** The site where the clients of a group are; empty outside all. */
  at: string
}

/** undefined where the query names none. */
export function subjectIn(query: URLSearchParams): Subject | undefined {
  for (const kind of subjectKinds) {
    const name = query.get(kind)
    if (name !== null) return { kind, name, at: query.get('at') ?? '' }
  }
  return undefined
}

/** What a client, site or system can do, as forms that each send a step; undefined where the hierarchy has none of the name. */
export function menuOf(
  subject: Subject,
  hierarchy: Hierarchy,
  now: HierarchyShown,
  texts: Texts,
): Markup | undefined {
  return menus[subject.kind](subject, { hierarchy, now, texts })
}

/** What a menu is made of. */
interface MenuSource {
  hierarchy: Hierarchy
  now: HierarchyShown
  texts: Texts
}

const menus: Readonly<Record<Subject['kind'], (subject: Subject, from: MenuSource) => Markup | undefined>> = {
  client: clientMenu,
  site: siteMenu,
  system: systemMenu,
  group: groupMenu,
}

function clientMenu({ name }: Subject, { hierarchy, now, texts }: MenuSource): Markup | undefined {
  if (!clientNamed(hierarchy, name)) return undefined
  const shown = now.clients.find((client) => client.name === name)
  const { sites, packages, updates } = hierarchy
  const { menu: words } = texts
  return menu(
    name,
    shown &&
      words.client(
        texts.modes[shown.mode],
        shown.at === onInternet ? texts.picture.internet : shown.at,
        shown.assignedSite,
      ),
    [
      ...moves({ client: name }, sites, texts),
      form(words.contact, { client: name }, [
        select(
          words.role,
          'contact',
          siteSystemRoleNames.map((role) => [role, texts.role(role)]),
        ),
        select(
          words.ofTheSite,
          'relation',
          relation.options.map((one) => [one, words.relations[one]]),
        ),
        check(words.force, 'force'),
      ]),
      ...gets({ client: name }, { packages, updates }, texts),
      acts({ client: name }, texts),
      buttons(words.administrator, [
        [words.approve, { approve: name }],
        [words.revokeAll, { revoke: { client: name } }],
      ]),
    ],
  )
}

/** Steps of the clients of a site, where it has any of its own. */
function siteMenu({ name: code }: Subject, { hierarchy, texts }: MenuSource): Markup | undefined {
  const { menu: words, modes } = texts
  const site = hierarchy.sites.find((one) => one.code === code)
  if (!site) return undefined
  const { kind, mode, parent } = site
  const clients = { clients: { site: code } }
  const hasClients = kind === 'primary' && hierarchy.clients.some((one) => one.assignedSite === code)
  return menu(code, words.site(texts.picture.kinds[kind], modes[mode], parent), [
    kind === 'primary' &&
      buttons(
        words.mode,
        siteModeNames
          .filter((one) => one !== mode)
          .map((one) => [words.switchTo(modes[one]), { setMode: { site: code, mode: one } }]),
      ),
    ...(hasClients
      ? [
          markup`<h3>${words.eachOfSite}</h3>`,
          ...moves(clients, hierarchy.sites, texts),
          acts(clients, texts),
        ]
      : []),
  ])
}

function systemMenu({ name }: Subject, { hierarchy, now, texts }: MenuSource): Markup | undefined {
  const { menu: words } = texts
  const found = siteSystemNamed(hierarchy, name)
  const other = otherHosts.get(name)
  if (!found && !other) return undefined
  const system = found?.system.name ?? name
  const shown = now.sites.flatMap((site) => site.systems).find((one) => one.name === system)
  const fault = shown?.fault ?? null
  const known = [...faults, ...(system === revocationListPointName ? revocationListFaults : [])]
  return menu(
    system,
    found
      ? words.system(found.system.roles.map(texts.role).join(', '), found.site.code, fault)
      : other?.inWords,
    [
      form(words.break, { break: { system } }, [
        markup`<label>${words.fault} <select name="break.fault">${[...groupBy(known, layerOf)].map(
          ([layer, faults]) =>
            markup`<optgroup label="${layer}">${faults.map((one) => markup`<option>${one}</option>`)}</optgroup>`,
        )}</select></label>`,
      ]),
      buttons(words.mend, [
        [words.repair, { repair: { system } }],
        [words.replace, { replace: { system } }],
      ]),
      found && buttons(words.administrator, [[words.revoke, { revoke: { system } }]]),
    ],
  )
}

/** Clients of a group that are listed by name. */
const mostListed = 30

/** Steps of all clients of a group that the file has, and the menus of those that the picture has in its row. */
function groupMenu({ name, at }: Subject, { hierarchy, now, texts }: MenuSource): Markup | undefined {
  const { menu: words, counts } = texts
  const there = now.clients.filter(({ residentSite }) => (residentSite ?? '') === at)
  const group = groupsOf(there).find((one) => one.name === name)
  if (!group) return undefined
  const { clients } = group
  const isOfFile = hierarchy.groups.some((one) => one.name === name)
  const who = { clients: { group: name } }
  const more = clients.length - mostListed
  return menu(
    groupInWords(group, texts),
    `${counts.clients(clients.length)}, ${modesInWords(group, texts)}`,
    [
      isOfFile && markup`<h3>${words.eachOfGroup}</h3>`,
      ...(isOfFile ? [...moves(who, hierarchy.sites, texts), acts(who, texts)] : []),
      markup`<h3>${at === '' ? words.outside : words.inSite(at)}</h3><ul class="clients">${clients.slice(0, mostListed).map((client) => markup`<li><button type="button" data-menu="client" data-name="${client.name}">${client.name}</button></li>`)}</ul>
    ${more > 0 && markup`<p class="quiet">${words.more(more)}</p>`}`,
    ],
  )
}

/** A step, or the part of one that a form completes. */
type Step = Readonly<Record<string, unknown>>

function menu(
  name: string,
  about: string | undefined,
  forms: readonly (Markup | false | undefined)[],
): Markup {
  return markup`<header><h2 id="menu-title">${name}</h2><p class="quiet">${about}</p></header>${forms}`
}

function moves(who: Step, sites: readonly Site[], { menu: words }: Texts): Markup[] {
  const places = sites.filter(({ boundaries }) => boundaries.length > 0)
  const toSite = [
    ...(places.length > 0
      ? [
          select(words.toSite, 'move.site', [
            ['', words.noSite],
            ...places.map(({ code }) => [code, code] as const),
          ]),
        ]
      : []),
    markup`<label>${words.orAddress} <input name="move.address" autocomplete="off" spellcheck="false" placeholder="10.1.4.20"></label>`,
    check(words.orInternet, 'move.internet'),
  ]
  return [form(words.move, { ...who, move: {} }, toSite)]
}

function gets(
  who: Step,
  { packages, updates }: Pick<Hierarchy, 'packages' | 'updates'>,
  { menu: words }: Texts,
): Markup[] {
  return [
    ...(packages.length > 0
      ? [
          form(words.get, who, [
            select(
              words.package,
              'getContent',
              packages.map(({ id }) => [id, id]),
            ),
          ]),
        ]
      : []),
    ...(updates.length > 0
      ? [
          form(words.install, who, [
            select(
              words.update,
              'installUpdate',
              updates.map(({ id, title }) => [id, title]),
            ),
          ]),
        ]
      : []),
  ]
}

function acts(who: Step, { menu: words }: Texts): Markup {
  return buttons(
    words.act,
    plainActions.map((action) => {
      const [name = ''] = Object.keys(action)
      return [words.actions[name] ?? name, { ...who, ...action }] as const
    }),
  )
}

/** Fields of the form are named by their path in the step: `move.site`. */
function form(name: string, step: Step, fields: readonly Markup[]): Markup {
  return markup`<form data-step="${JSON.stringify(step)}"><fieldset><legend>${name}</legend>${fields}<button>${name}</button></fieldset></form>`
}

function buttons(name: string, steps: readonly (readonly [string, Step])[]): Markup {
  return markup`<form><fieldset class="buttons"><legend>${name}</legend>${steps.map(
    ([title, step]) => markup`<button value="${JSON.stringify(step)}">${title}</button>`,
  )}</fieldset></form>`
}

function select(label: string, name: string, options: readonly (readonly [string, string])[]): Markup {
  return markup`<label>${label} <select name="${name}">${options.map(([value, title]) => markup`<option value="${value}">${title}</option>`)}</select></label>`
}

function check(label: string, name: string): Markup {
  return markup`<label class="check"><input type="checkbox" name="${name}" value="true"> ${label}</label>`
}

/** As many as a person reads. */
const mostFound = 12

/** Buttons that open the menus of what has a text in its name. */
export function foundFor(text: string, hierarchy: Hierarchy, { menu: words }: Texts): Markup {
  const found: Found[] = []
  const wanted = text.toLowerCase()
  for (const subject of subjects(hierarchy)) {
    if (found.length === mostFound) break
    if (subject.name.toLowerCase().includes(wanted)) found.push(subject)
  }
  if (found.length === 0) return markup`<li class="quiet">${words.nothingFound}</li>`
  return markup`${found.map(({ kind, name }) => markup`<li><button type="button" data-menu="${kind}" data-name="${name}"><b>${name}</b> <span class="quiet">${words.kinds[kind]}</span></button></li>`)}`
}

interface Found {
  kind: Exclude<Subject['kind'], 'group'>
  name: string
}

function* subjects(hierarchy: Hierarchy): Iterable<Found> {
  for (const { code } of hierarchy.sites) yield { kind: 'site', name: code }
  for (const { systems } of hierarchy.sites) for (const { name } of systems) yield { kind: 'system', name }
  for (const name of otherHosts.keys()) yield { kind: 'system', name }
  for (const { name } of everyClient(hierarchy)) yield { kind: 'client', name }
}
