import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { groupsOf } from '../../sim/plan/groups.ts'

void t.test('names tell clients apart where certificates are selected by them', (t) => {
  const groupsWith = (criteria: string) => {
    const { hierarchy } = parseHierarchy({
      domain: 'apart.test',
      sites: [{ code: 'CEN', mode: 'native', certificateSelection: { criteria } }],
      groups: [{ name: 'PC', count: 12, assignedSite: 'CEN' }],
    })
    return groupsOf(hierarchy).map(({ shown }) => shown.clients)
  }
  t.strictSame(groupsWith('none'), [12])
  t.strictSame(groupsWith('Subject:PC-7.apart.test'), [11, 1])
  t.strictSame(groupsWith('SubjectStr:pc-1'), [4, 8])
  t.strictSame(groupsWith('SubjectStr:apart.test'), [12])
  t.strictSame(groupsWith('SubjectAttr:CN = PC-12.apart.test'), [11, 1])
  t.strictSame(groupsWith('SubjectAttr:OU = Sales'), [12])
  t.end()
})
