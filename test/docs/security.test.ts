import t from 'tap'
import { promises, testsOfLimits } from '../../docs/generate/security-promises.ts'
import { titlesMissing, titlesOfTests } from '../documented/titles.ts'

void t.test('each promise about security is held by a test that there is', (t) => {
  for (const { says, tests } of Object.values(promises).flat())
    t.strictSame(titlesMissing(tests, titlesOfTests), [], says)
  t.end()
})

void t.test('each limit has a test that goes past it', (t) => {
  for (const [name, tests] of Object.entries(testsOfLimits))
    t.strictSame(titlesMissing(tests, titlesOfTests), [], name)
  t.end()
})
