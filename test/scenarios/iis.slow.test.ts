import t from 'tap'
import { allHold } from './all-hold.ts'

void t.test('all hold where the web server refuses', (t) => allHold(t, { refusal: 'iis' }))
