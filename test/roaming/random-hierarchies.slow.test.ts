import t, { type Test } from 'tap'
import { contentOracle } from './content-oracle.ts'
import type { Happening } from './live-through.ts'
import { livesAsDocumented } from './lives-as-documented.ts'

void t.test('clients do what the documentation says in any hierarchy', async (t) => {
  const seen = await livesAsDocumented(t, { from: 1, to: 100 }, t.testdir())
  saysSomething(t, seen)
})

/** Checks that the hierarchies and days exercised every rule. */
function saysSomething(t: Test, happenings: readonly Happening[]): void {
  const attempts = happenings.flatMap((happening) => happening.attempts)
  const verdicts = happenings.map(verdictOn)
  for (const verdict of ['must', 'may', 'must-not'])
    t.ok(verdicts.filter((one) => one === verdict).length >= 20, `clients ${verdict} have content`)
  for (const outcome of ['answered', 'failed', 'withheld'])
    t.ok(attempts.filter((attempt) => attempt.outcome === outcome).length >= 20, `attempts are ${outcome}`)
  for (const protocol of ['http', 'https', 'smb', 'ldap'])
    t.ok(attempts.filter((attempt) => attempt.protocol === protocol).length >= 50, `attempts by ${protocol}`)
  const roaming = attempts.filter(
    ({ relation, outcome }) => relation === 'resident' && outcome === 'answered',
  )
  t.ok(roaming.length >= 20, 'clients roam')
  const byHttp = roaming.filter(({ clientMode, protocol }) => clientMode === 'native' && protocol === 'http')
  t.ok(byHttp.length >= 5, 'native-mode clients roam by HTTP')
  const switched = happenings.filter(({ step, refused }) => step.does === 'setMode' && refused === undefined)
  t.ok(switched.length >= 10, 'sites go into the other mode')
}

function verdictOn({ step, after }: Happening): string | undefined {
  const client = 'client' in step ? after.clients.get(step.client) : undefined
  return step.does === 'getContent' && client
    ? contentOracle(after, client, step.packageId).verdict
    : undefined
}
