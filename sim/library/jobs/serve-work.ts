import { serveUnits, type Act } from '../../jobs/serve-units.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import type { Surroundings } from '../surroundings.ts'
import type { ActOpened, SentOptions, SentWork } from './work.ts'

/** Serves units of a work to the process that has started this one, and tells which work it is. */
export function serveWork(surroundings: Surroundings): Promise<never> {
  const line = surroundings.ownProcess.line()
  return new Promise((_, reject) => {
    line.on('message', (sent: Partial<SentWork>) => {
      // Whoever serves the units hears of all that come after this.
      if (sent.work && sent.opened) serve(sent.work, sent.opened)
    })
    const serve = (work: SentWork['work'], opened: SentOptions): void => {
      switch (work.kind) {
        case 'run':
          serveBy(
            opened,
            import('./run-in-jobs.ts').then(({ actOfRun }) => actOfRun(work, surroundings)),
          )
          break
        case 'plan':
          serveBy(
            opened,
            import('./plan-in-jobs.ts').then(({ actOfPlan }) => actOfPlan(work)),
          )
          break
        case 'fleet':
          serveBy(
            opened,
            import('./fleet-in-jobs.ts').then(({ actOfFleet }) => actOfFleet(work)),
          )
          break
        case 'lab':
          serveBy(
            opened,
            import('./lab-in-jobs.ts').then(({ actOfLab }) => actOfLab(work)),
          )
      }
    }
    function serveBy<Unit, Result>(opened: SentOptions, loading: Promise<ActOpened<Unit, Result>>): void {
      loading.catch(reject)
      void serveUnits<Unit, Result>(line, async (unit, note) =>
        (await loading)(openOptions(opened, note), unit, note),
      )
    }
  })
}

function openOptions(
  { hasKeyLog, hasJournal, ...opened }: SentOptions,
  note: Parameters<Act<unknown, unknown>>[1],
): OpenOptions {
  return {
    ...opened,
    onPortTaken: (port, instead) => note({ type: 'port-taken', port, instead }),
    ...(hasKeyLog && { keyLog: (line: Buffer) => note({ type: 'secrets', line }) }),
    ...(hasJournal && { journal: () => undefined }),
  }
}
