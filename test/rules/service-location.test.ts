import t from 'tap'
import { waysToManagementPoint } from '../../sim/rules/service-location.ts'

type Asker = Parameters<typeof waysToManagementPoint>[0]

const told: Omit<Asker, 'dnsSuffix'> = {
  ...{ kind: 'computer', activeDirectory: false, wins: true },
  ...{ at: { internet: false, address: '10.0.0.1' }, mode: 'mixed', assignedDirectly: true },
}
/** The choice of a client that knows both, and may use both. */
const both: Asker = { ...told, dnsSuffix: 'contoso.test' }

void t.test('where a client looks for its default management point', (t) => {
  t.strictSame(waysToManagementPoint(both), ['dns', 'wins'])
  t.strictSame(waysToManagementPoint({ ...both, mode: 'native' }), ['dns'], 'not in WINS in native mode')
  t.strictSame(
    waysToManagementPoint({ ...both, assignedDirectly: false }),
    ['wins'],
    'not in DNS unless told its site',
  )
  t.strictSame(waysToManagementPoint(told), ['wins'])
  t.strictSame(waysToManagementPoint({ ...both, wins: false }), ['dns'], 'NOWINS')
  const besides = { serverLocatorPoint: 'slp' }
  t.strictSame(waysToManagementPoint({ ...both, ...besides }), ['dns', 'server-locator-point', 'wins'])
  t.strictSame(waysToManagementPoint({ ...told, ...besides }), ['server-locator-point', 'wins'])
  const none: Asker[] = [
    { ...told, ...besides, wins: false },
    { ...both, activeDirectory: true },
    { ...both, kind: 'mobile-device' },
    { ...both, at: { internet: true } },
    { ...both, mode: 'native', assignedDirectly: false },
  ]
  for (const client of none) t.strictSame(waysToManagementPoint(client), [])
  t.end()
})
