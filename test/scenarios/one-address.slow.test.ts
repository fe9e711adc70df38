import t from 'tap'
import { allHold } from './all-hold.ts'

void t.test('all hold on one address', (t) => allHold(t, {}, { addresses: 'shared' }))
