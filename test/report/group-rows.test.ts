import t from 'tap'
import { outcomes } from '../../sim/evidence/attempt.ts'
import type { ClientShown, HierarchyShown } from '../../sim/evidence/recording/hierarchy-shown.ts'
import { mostAlone, type OutcomeCounts } from '../../sim/report/client-groups.ts'
import { hierarchyPicture } from '../../sim/report/html/hierarchy-picture.ts'
import { english, type Texts } from '../../sim/texts/english.ts'
import { languages } from '../../sim/texts/texts.ts'

const none: OutcomeCounts = { answered: 0, failed: 0, withheld: 0, contradicted: 0 }

function clients(group: string | undefined, number: number, mode: ClientShown['mode']): ClientShown[] {
  return Array.from({ length: number }, (_, place) => {
    const name = `${group ?? 'PC'}-${mode}-${place + 1}`
    return {
      ...{ name, fqdn: `${name}.contoso.test`, kind: 'computer', mode },
      ...{ at: '10.0.0.1', assignedSite: 'CEN', residentSite: 'CEN' },
      ...(group !== undefined && { group }),
    }
  })
}

const hierarchyOf = (there: ClientShown[]): HierarchyShown => ({
  ...{ name: 'Many', domain: 'contoso.test', clients: there },
  sites: [{ code: 'CEN', kind: 'primary', mode: 'native', parent: null, boundaries: [], systems: [] }],
})

function drawn(
  there: ClientShown[],
  ended: ReadonlyMap<string, OutcomeCounts> = new Map(),
  texts: Texts = english,
) {
  const { drawing, below } = hierarchyPicture(hierarchyOf(there), texts, 'run-1', {
    outcomes: ended,
    traffic: [],
  })
  const count = (pattern: RegExp): number => [...drawing.html.matchAll(pattern)].length
  return {
    alone: count(/data-client="/g),
    groups: [...drawing.html.matchAll(/data-group="([^"]*)"/g)].map(([, name]) => name),
    drawing: drawing.html,
    below: below.html,
  }
}

void t.test('twenty clients in a place are shown one by one, and one more makes groups of them', (t) => {
  t.equal(mostAlone, 20)
  t.match(drawn(clients('KIOSKS', 20, 'mixed')), { alone: 20, groups: [] })
  t.match(drawn(clients('KIOSKS', 21, 'mixed')), { alone: 0, groups: ['KIOSKS'] })
  const two = [...clients('KIOSKS', 12, 'mixed'), ...clients('LAPTOPS', 9, 'native')]
  t.match(drawn(two), { alone: 0, groups: ['KIOSKS', 'LAPTOPS'] })
  const single = [...clients('KIOSKS', 20, 'mixed'), ...clients('LAPTOPS', 1, 'native')]
  t.match(drawn(single), { alone: 1, groups: ['KIOSKS'] }, 'a group of one is that client')
  const elsewhere = clients('KIOSKS', 21, 'mixed').map((one, place) =>
    place === 0 ? { ...one, residentSite: null } : one,
  )
  t.match(drawn(elsewhere), { alone: 21, groups: [] }, 'those in another place do not count')
  t.end()
})

void t.test('clients that the file describes one by one are grouped by site and mode', (t) => {
  const both = [...clients(undefined, 12, 'mixed'), ...clients(undefined, 12, 'native')]
  t.strictSame(drawn(both).groups, ['of CEN, mixed', 'of CEN, native'])
  t.end()
})

void t.test('a row counts its clients by mode, and their attempts by outcome', (t) => {
  const kiosks = [...clients('KIOSKS', 15, 'mixed'), ...clients('KIOSKS', 7, 'native')]
  const ended = new Map([
    ['KIOSKS-mixed-1', { ...none, answered: 5, failed: 1 }],
    ['KIOSKS-mixed-2', { ...none, answered: 2, withheld: 4 }],
    ['KIOSKS-native-3', { ...none, contradicted: 3, failed: 2 }],
    ['SOMEONE-ELSE', { ...none, answered: 1000 }],
  ])
  const { drawing, below } = drawn(kiosks, ended)
  const counts = '7 answered, 3 failed, 4 withheld, 3 contradicted'
  t.match(drawing, `<title>KIOSKS: 22 clients, 15 mixed, 7 native; ${counts}</title>`)
  t.match(drawing, /class="roles wrong"/, 'some went wrong')
  const widths = outcomes.map((outcome) =>
    Number(new RegExp(`class="share ${outcome}"[^>]* width="([\\d.]+)"`).exec(drawing)?.[1]),
  )
  const whole = widths.reduce((sum, width) => sum + width, 0)
  t.strictSame(
    widths.map((width) => Math.round((17 * width) / whole)),
    outcomes.map((outcome) => ({ answered: 7, failed: 3, withheld: 4, contradicted: 3 })[outcome]),
    'the bar has their shares',
  )
  t.match(below, `22 clients, 15 mixed, 7 native; ${counts}`)
  const listed = [...below.matchAll(/<li>([\w-]+)( <span class="bad">✗ (\d+))?/g)].map(
    ([, name, , wrong]) => [name, wrong],
  )
  t.equal(listed.length, 22)
  t.strictSame(
    listed.slice(0, 3),
    [
      ['KIOSKS-native-3', '5'],
      ['KIOSKS-mixed-1', '1'],
      ['KIOSKS-mixed-2', undefined],
    ],
    'those with whom most went wrong are first',
  )
  const [, id] = /<a href="#([^"]*)"/.exec(drawing) ?? []
  t.match(below, `<details class="group" id="${id ?? ''}">`, 'the row leads to its list')
  t.end()
})

void t.test(
  'nothing is said of attempts where there were none, and all of it in the language of the page',
  (t) => {
    t.match(drawn(clients('KIOSKS', 21, 'mixed')).drawing, '<title>KIOSKS: 21 clients, 21 mixed</title>')
    const ended = new Map([['KIOSKS-mixed-1', { ...none, answered: 2 }]])
    const { drawing } = drawn(clients('KIOSKS', 21, 'mixed'), ended, languages.ja)
    t.match(drawing, /<title>KIOSKS: [^<]*21 台[^<]*応答あり 2<\/title>/)
    t.notMatch(drawing, /class="roles wrong"/)
    t.end()
  },
)
