import type { RunProgress } from '../library/run-units.ts'
import type { Terminal } from './terminal.ts'

/** `2/5 A laptop visits: 3/17 LAPTOP moves to 10.2.0.7…`; without the units where there is one. */
export function runProgress(units: number, { progress }: Pick<Terminal, 'progress'>): RunProgress {
  let ended = 0
  const before = ({ name }: { name: string }): string => (units === 1 ? '' : `${ended}/${units} ${name}`)
  return {
    watch: (unit) => ({
      stepBegun(name, number, total) {
        const within = before(unit)
        progress(`${within}${within && ': '}${number}/${total} ${name}…`)
      },
    }),
    end(unit) {
      ended += 1
      progress(before(unit))
    },
  }
}
