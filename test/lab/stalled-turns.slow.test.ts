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

void t.test(
  'every failure is diagnosed where each turn of the event loop takes longer than a client waits',
  async (t) => {
    t.teardown(stallInTurns(Infinity, turn))
    // Many experiments share a turn, which takes so long.
    const parts = chunksOf(catalogue, 4)
    everyRunIsDiagnosed(t, await Promise.all(parts.map((part) => runLab(part, {}, { cache }))))
  },
)
