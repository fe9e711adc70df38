import t, { type Test } from 'tap'
import { InputError } from '../../sim/errors.ts'
import type { Hierarchy } from '../../sim/model/hierarchy.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'
import { siteToChangeFirst } from '../../sim/model/sites.ts'
import {
  afterSwitches,
  checkSwitches,
  parseSwitch,
  phasesOf,
  switchesTo,
  timeToBeTold,
  type Switch,
} from '../../sim/plan/switches.ts'
import { siteModeNames, type SiteMode } from '../../sim/vocabulary/site-mode.ts'
import { createRandom, type Random } from '../fuzz/random.ts'

type SiteInput = HierarchyInput['sites'][number]

function described(...sites: SiteInput[]): Hierarchy {
  return parseHierarchy({ sites }).hierarchy
}

/** Switches as they are written: `CEN=native, TYO=native`. */
function read(written: string): Switch[] {
  return written.split(', ').flatMap((one) => parseSwitch(one) ?? [])
}

function inWords(switches: readonly Switch[]): string {
  return switches.map(({ site, mode }) => `${site}=${mode}`).join(', ')
}

/** CEN above WST, which has a site and a secondary site below it, and above EST, which is in native mode with CEN. */
const tree = described(
  { code: 'LOW', mode: 'mixed', parent: 'WST' },
  { code: 'WST', mode: 'mixed', parent: 'CEN' },
  { code: 'SEC', kind: 'secondary', parent: 'WST' },
  { code: 'CEN', mode: 'native' },
  { code: 'EST', mode: 'native', parent: 'CEN' },
)

void t.test('a switch is a site, an equals sign and a mode', (t) => {
  t.strictSame(parseSwitch('CEN=native'), { site: 'CEN', mode: 'native' })
  t.strictSame(parseSwitch('cen=Mixed'), { site: 'CEN', mode: 'mixed' }, 'in any case, as site codes are')
  for (const none of ['', 'CEN', 'CEN=', '=native', 'CEN=nativ', 'CEN=native=', 'CEN = native', 'native=CEN'])
    t.equal(parseSwitch(none), undefined, none)
  t.end()
})

void t.test('every switch has a moment right after it, and one when its clients know', (t) => {
  t.strictSame(
    phasesOf(read('WST=native, LOW=native')).map(({ name }) => name),
    ['before', 'after WST=native', 'told of WST=native', 'after LOW=native', 'told of LOW=native'],
  )
  t.strictSame(phasesOf([]), [{ name: 'before', kind: 'before' }])
  t.end()
})

void t.test('clients know after two polls of the slowest site, and 25 hours at least', (t) => {
  const hour = 3_600_000
  t.equal(timeToBeTold(tree), 25 * hour)
  const slow = described(
    { code: 'CEN', mode: 'mixed', policyPollingInterval: '20 h' },
    { code: 'WST', mode: 'mixed', parent: 'CEN', policyPollingInterval: '1 h' },
  )
  t.equal(timeToBeTold(slow), 40 * hour)
  t.end()
})

void t.test('the order is found from the top down, and back from the bottom up', (t) => {
  t.equal(inWords(switchesTo(tree, 'native')), 'WST=native, LOW=native')
  t.equal(inWords(switchesTo(tree, 'mixed')), 'EST=mixed, CEN=mixed', 'what is there already stays')
  const native = { ...tree, sites: afterSwitches(tree.sites, read('WST=native, LOW=native')) }
  t.equal(inWords(switchesTo(native, 'mixed')), 'LOW=mixed, WST=mixed, EST=mixed, CEN=mixed')
  t.strictSame(switchesTo(native, 'native'), [])
  t.end()
})

void t.test('secondary sites go along, and what was described stays', (t) => {
  const modes = (sites: Hierarchy['sites']) => sites.map(({ code, mode }) => `${code}=${mode}`).join(' ')
  const before = modes(tree.sites)
  t.equal(
    modes(afterSwitches(tree.sites, read('WST=native, LOW=native, LOW=mixed'))),
    'LOW=mixed WST=native SEC=native CEN=native EST=native',
    'the last switch of a site counts',
  )
  t.equal(modes(tree.sites), before)
  t.end()
})

/** Sites in modes that the product supports one above the other, in any order of the file, some trees deep. */
function randomSites(random: Random): SiteInput[] {
  const sites: (SiteInput & { mode?: SiteMode })[] = []
  const wanted = 1 + random.below(40)
  while (sites.length < wanted) {
    const primaries = sites.filter(({ kind }) => kind !== 'secondary')
    // Mostly below the last, so that some trees are deep.
    const parent = random.below(100) < 60 ? primaries.at(-1) : primaries[random.below(primaries.length)]
    const code = `S${String(sites.length).padStart(2, '0')}`
    if (parent && random.below(100) < 20) sites.push({ code, kind: 'secondary', parent: parent.code })
    else {
      const mode = parent?.mode === 'mixed' ? 'mixed' : random.pick(siteModeNames)
      sites.push({ code, mode, ...(parent && { parent: parent.code }) })
    }
  }
  return sites
    .map((site) => ({ site, lot: random.below(1000) }))
    .sort((one, other) => one.lot - other.lot)
    .map(({ site }) => site)
}

void t.test('in any tree, every switch of the order found is allowed when its turn comes', (t) => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const hierarchy = described(...randomSites(createRandom(seed)))
    for (const mode of siteModeNames) {
      const switches = switchesTo(hierarchy, mode)
      switches.forEach(({ site }, index) => {
        const sites = afterSwitches(hierarchy.sites, switches.slice(0, index))
        const first = siteToChangeFirst({ sites }, site, mode)
        if (first) t.fail(`seed ${seed}: ${site} would have to wait for ${first.site}`)
      })
      checkSwitches(hierarchy, switches, 'tree.yaml')
      const left = afterSwitches(hierarchy.sites, switches).filter((site) => site.mode !== mode)
      if (left.length > 0)
        t.fail(`seed ${seed}: ${left.map(({ code }) => code).join(', ')} stay as they were`)
      const sites = new Set(switches.map(({ site }) => site))
      if (sites.size < switches.length) t.fail(`seed ${seed}: a site switches twice`)
    }
  }
  t.pass('200 trees, to either mode')
  t.end()
})

/** The problems with switches; of each its code, message and remedy. */
function problemsOf(t: Test, written: string): string[][] {
  try {
    checkSwitches(tree, read(written), 'tree.yaml')
    return []
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    for (const { severity } of error.problems) t.equal(severity, 'error')
    return error.problems.map(({ code, message, remedy }) => [code, message, remedy])
  }
}

const refusals: Record<string, string[][]> = {
  'XXX=native': [
    ['unknown-site', 'XXX=native: the hierarchy has no site XXX', 'its primary sites are LOW, WST, CEN, EST'],
  ],
  'SEC=native': [
    [
      'switch-of-secondary',
      'SEC=native: site SEC is a secondary site, and has the mode of its primary WST',
      'switch WST instead',
    ],
  ],
  'CEN=native': [
    ['switch-to-same-mode', 'CEN=native: site CEN is in native mode by then', 'leave this switch out'],
  ],
  'WST=native, WST=native': [
    ['switch-to-same-mode', 'WST=native: site WST is in native mode by then', 'leave this switch out'],
  ],
  'LOW=native': [
    [
      'switch-out-of-order',
      'LOW=native: site LOW cannot go into native mode before site WST does: a site goes into native mode only under a ' +
        'parent that is in native mode already, from the top down',
      'put WST=native before it',
    ],
  ],
  'CEN=mixed': [
    [
      'switch-out-of-order',
      'CEN=mixed: site CEN cannot go into mixed mode before site EST does: a site goes back into mixed mode only above ' +
        'children that are in mixed mode already, from the bottom up',
      'put EST=mixed before it',
    ],
  ],
}

for (const [written, problems] of Object.entries(refusals)) {
  void t.test(`${written} is refused`, (t) => {
    t.strictSame(problemsOf(t, written), problems)
    t.end()
  })
}

void t.test('what the order allows is not refused', (t) => {
  for (const written of [
    '',
    'WST=native, LOW=native',
    'WST=native, WST=mixed',
    'WST=native, LOW=native, LOW=mixed, WST=mixed',
    'EST=mixed, CEN=mixed, CEN=native, EST=native',
  ])
    t.strictSame(problemsOf(t, written), [], written)
  t.end()
})

void t.test('every switch that cannot be is told, and none twice for the sake of another', (t) => {
  t.strictSame(
    problemsOf(t, 'LOW=native, WST=native, XXX=mixed, SEC=mixed').map(([code]) => code),
    ['switch-out-of-order', 'unknown-site', 'switch-of-secondary'],
  )
  t.strictSame(
    problemsOf(t, 'WST=native, LOW=native, WST=mixed').map(([code, message]) => [
      code,
      message?.slice(0, 46),
    ]),
    [['switch-out-of-order', 'WST=mixed: site WST cannot go into mixed mode ']],
    'there and back in the wrong order',
  )
  t.end()
})
