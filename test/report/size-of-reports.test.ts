import t from 'tap'
import { runScenario, type ScenarioInput } from '../../sim/index.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { newFolder } from '../new-folder.ts'
import { wholeText } from './recorded.ts'

/** Each of so many clients asks for policy twice; one in four has nobody to ask. */
const described = (clients: number): ScenarioInput => ({
  name: 'Many clients',
  hierarchy: {
    domain: 'contoso.test',
    sites: [
      {
        code: 'MIX',
        mode: 'mixed',
        parent: 'NAT',
        boundaries: [{ subnet: '10.1.0.0/16' }],
        systems: [{ name: 'mp', roles: ['management-point'] }],
      },
      {
        code: 'NAT',
        mode: 'native',
        systems: [{ name: 'mp.nat', roles: ['management-point'] }],
      },
    ],
    groups: [
      { name: 'PC', count: clients * 0.75, assignedSite: 'MIX', at: { site: 'MIX' } },
      {
        name: 'LATE',
        count: clients * 0.25,
        assignedSite: 'NAT',
        certificate: 'expired',
        at: { site: 'MIX' },
      },
    ],
  },
  steps: [
    { clients: 'all', requestPolicy: true },
    { clients: 'all', requestPolicy: true },
  ],
})

interface Size {
  attempts: number
  bytes: number
}

async function sizeOf(cache: string, clients: number): Promise<Size> {
  const { recording } = await runScenario(described(clients), { cache })
  const attempts = recording.hierarchies.reduce((sum, one) => sum + one.attempts.length, 0)
  return { attempts, bytes: Buffer.byteLength(wholeText(reportPage(recording))) }
}

void t.test('a report grows with its attempts and no faster', async (t) => {
  const cache = newFolder(t)
  const [few, more, many] = [await sizeOf(cache, 40), await sizeOf(cache, 80), await sizeOf(cache, 320)]
  t.ok(many.attempts >= 7.9 * few.attempts, `${many.attempts} attempts, ${few.attempts}`)
  const perAttempt = (one: Size, other: Size): number =>
    (other.bytes - one.bytes) / (other.attempts - one.attempts)
  // 94,300 attempts of 5,000 clients took 5.8 MB.
  t.ok(perAttempt(more, many) < 400, `${perAttempt(more, many)} bytes for each attempt`)
  t.ok(
    perAttempt(more, many) < 1.5 * perAttempt(few, more),
    `${perAttempt(few, more)} bytes for each further attempt, then ${perAttempt(more, many)}`,
  )
})
