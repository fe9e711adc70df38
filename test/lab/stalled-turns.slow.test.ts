import t from 'tap'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { chunksOf } from '../../sim/report/lists.ts'
import { runLab } from '../../sim/scenario/lab/run-lab.ts'
import { newFolder } from '../new-folder.ts'
import { everyRunIsDiagnosed } from './diagnosed.ts'
import { stallInTurns } from './stalls.ts'

const cache = newFolder(t)

/** Milliseconds: longer than a client waits in the laboratory, so that every timer is due before sockets are looked at. */
const turn = 220

/** Laboratories: a turn takes so long that many experiments share it, and each of them has an address. */
const atOnce = 4

void t.test(
  'every failure is diagnosed where each turn of the event loop takes longer than a client waits',
  async (t) => {
    t.teardown(stallInTurns(Infinity, turn))
    const parts = chunksOf(catalogue, Math.ceil(catalogue.length / atOnce))
    const runs = parts.map((part) => runLab(part, { tls: '1.3', refusal: 'handshake' }, { cache }))
    everyRunIsDiagnosed(t, await Promise.all(runs))
  },
)
