import t from 'tap'
import { waysOpenTo } from '../../sim/rules/service-location.ts'

type Searcher = Parameters<typeof waysOpenTo>[0]

const told: Omit<Searcher, 'dnsSuffix'> = {
  ...{ kind: 'computer', activeDirectory: false, wins: true },
  ...{ at: { internet: false, address: '10.0.0.1' }, mode: 'mixed', assignedDirectly: true },
}
/** The choice of a client that can go every way but one. */
const both: Searcher = { ...told, dnsSuffix: 'contoso.test' }

void t.test('where a client looks for its default management point', (t) => {
  const slp = 'server-locator-point'
  const besides = { serverLocatorPoint: 'slp' }
  const everywhere = { ...both, ...besides, activeDirectory: true }
  t.strictSame(waysOpenTo(everywhere), ['active-directory', 'dns', slp, 'wins'])
  t.strictSame(waysOpenTo(both), ['dns', slp, 'wins'], 'WINS may name a server locator point')
  t.strictSame(waysOpenTo({ ...both, mode: 'native' }), ['dns', slp], 'not in WINS in native mode')
  t.strictSame(
    waysOpenTo({ ...both, assignedDirectly: false }),
    [slp, 'wins'],
    'not in DNS unless told its site',
  )
  t.strictSame(waysOpenTo({ ...both, wins: false }), ['dns'], 'NOWINS')
  t.strictSame(waysOpenTo({ ...told, ...besides, wins: false }), [slp])
  t.strictSame(waysOpenTo({ ...told, wins: false }), [])
  t.strictSame(waysOpenTo({ ...everywhere, kind: 'mobile-device' }), [])
  t.strictSame(waysOpenTo({ ...everywhere, at: { internet: true } }), [])
  t.end()
})
