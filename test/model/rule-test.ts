import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { InputError, type Problem } from '../../sim/errors.ts'

/**
 * A rule of hierarchy files, by a file that breaks it, with » where the problem is to be told, and one that is
 * much the same and right.
 */
type RuleTest = (code: string, field: string, broken: string, right: string) => void

export const error: RuleTest = (...rule) => testRule('error', ...rule)
export const warning: RuleTest = (...rule) => testRule('warning', ...rule)

function testRule(
  severity: Problem['severity'],
  ...[code, field, broken, right]: Parameters<RuleTest>
): void {
  void t.test(`${code} (${field})`, async (t) => {
    const told = (await problemsOf(broken.replace('»', ''))).filter((problem) => problem.code === code)
    t.match(told, [{ ...positionOf('»', broken), field, severity, file: /\.yaml$/, remedy: /./ }])
    t.equal(told.length, 1, 'the broken file is told of once')
    const other = await problemsOf(right)
    t.strictSame(
      other.filter((problem) => problem.code === code || problem.severity === 'error'),
      [],
      'the right file is not',
    )
  })
}

/** All that is said of a hierarchy file with this text. */
export async function problemsOf(text: string): Promise<readonly Problem[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sitemode-test-'))
  try {
    const file = join(folder, 'hierarchy.yaml')
    await writeFile(file, text)
    return (await loadHierarchy(file)).warnings
  } catch (error) {
    if (error instanceof InputError) return error.problems
    throw error
  } finally {
    await rm(folder, { recursive: true })
  }
}

function positionOf(mark: string, text: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(mark)).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}
