import type { Problem } from '../../errors.ts'

/** The rows of a table that cannot be used, or not wholly. */
export interface RowProblems {
  tell(line: number, code: string, message: string, remedy: string): void
  /** Every row told of: the first hundred by themselves, the others as a number. */
  all(): Problem[]
}

const toldByThemselves = 100

export function createRowProblems(file: string): RowProblems {
  const problems: Problem[] = []
  let others = 0
  let last = 0
  return {
    tell(line, code, message, remedy) {
      if (problems.length < toldByThemselves) {
        problems.push({ severity: 'warning', code, message, remedy, file, line })
      } else {
        others += 1
        last = line
      }
    },
    all() {
      if (others === 0) return problems
      const message = `${others} further rows have such problems, the last of them in line ${last}`
      const remedy = 'correct the export; the first hundred rows show what is wrong'
      return [...problems, { severity: 'warning', code: 'more-rows', message, remedy, file }]
    },
  }
}
