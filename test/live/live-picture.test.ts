import t from 'tap'
import { english } from '../../sim/texts/english.ts'
import type { ClientShown, HierarchyShown, SiteShown } from '../../sim/evidence/recording/hierarchy-shown.ts'
import { changesBetween, picturePieces } from '../../sim/live/live-picture.ts'
import type { PictureChange } from '../../sim/live/shown.ts'

const site = (code: string, mode: SiteShown['mode']): SiteShown => ({
  ...{ code, kind: 'primary', mode, parent: code === 'CEN' ? null : 'CEN' },
  boundaries: [{ text: `boundary of ${code}`, connection: 'fast' }],
  systems: [],
})

const client = (number: number, residentSite: string): ClientShown => ({
  ...{ name: `PC-${number}`, fqdn: `pc-${number}.contoso.test`, kind: 'computer', mode: 'mixed' },
  ...{ at: '10.0.0.1', assignedSite: residentSite, residentSite },
})

const hierarchyOf = (clients: ClientShown[], modeOfBranch: SiteShown['mode'] = 'mixed'): HierarchyShown => ({
  ...{ name: 'Many', domain: 'contoso.test', clients },
  sites: [site('CEN', 'native'), site('ONE', modeOfBranch), site('TWO', 'mixed')],
})

/** As the page does it. */
function applied(before: readonly string[], changes: readonly PictureChange[]): string[] {
  const pieces = [...before]
  for (const { at, removed, pieces: added } of changes.toReversed()) pieces.splice(at, removed, ...added)
  return pieces
}

const few = [client(1, 'ONE'), client(2, 'ONE'), client(3, 'TWO')]
const many = Array.from({ length: 5000 }, (_, number) => client(number, number % 2 === 0 ? 'ONE' : 'TWO'))

void t.test('changes make the later picture of the earlier one', (t) => {
  const moved = few.map((one) => (one.name === 'PC-3' ? { ...one, residentSite: 'ONE' } : one))
  for (const [what, before, after] of [
    ['nothing', hierarchyOf(few), hierarchyOf(few)],
    ['a mode', hierarchyOf(few), hierarchyOf(few, 'native')],
    ['a client moves', hierarchyOf(few), hierarchyOf(moved)],
    ['a client comes', hierarchyOf(few), hierarchyOf([...few, client(4, 'TWO')])],
    ['a client goes', hierarchyOf(few), hierarchyOf(few.slice(1))],
    ['all go', hierarchyOf(few), hierarchyOf([])],
    ['all come', hierarchyOf([]), hierarchyOf(few)],
    ['rows become groups', hierarchyOf(few), hierarchyOf(many)],
  ] as const) {
    const [earlier, later] = [picturePieces(before, english), picturePieces(after, english)]
    t.equal(applied(earlier, changesBetween(earlier, later)).join(''), later.join(''), what)
  }
  t.end()
})

void t.test('of a site of thousands that switches, its own box is sent, and no client by name', (t) => {
  const [before, after] = [hierarchyOf(many), hierarchyOf(many, 'native')].map((one) =>
    picturePieces(one, english),
  )
  if (!before || !after) throw new Error('there are no pictures')
  const changes = changesBetween(before, after)
  const sent = changes.map(({ pieces }) => pieces.join('')).join('')
  t.match(sent, 'data-site="ONE"')
  t.notMatch(sent, 'boundary of TWO')
  t.notMatch(sent, 'PC-')
  t.ok(sent.length < 4000, `${sent.length} characters`)
  t.strictSame(changesBetween(after, after), [])
  t.end()
})
