import t from 'tap'
import { allHold } from './all-hold.ts'

void t.test('all hold under TLS 1.3', (t) => allHold(t, { tls: '1.3' }))
