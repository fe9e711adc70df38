import t from 'tap'
import { filterFields, readFilter, type Filterable } from '../../sim/report/filter.ts'
import { filterableOf } from '../../sim/report/filterable.ts'
import { recordedWhile } from './recorded.ts'

const nothing: Filterable = {
  ...{ client: [], site: [], system: [], role: [], protocol: [], outcome: [] },
  ...{ rule: [], diagnosis: [], code: [], text: [] },
}

const refused: Filterable = {
  client: ['LAPTOP-1'],
  site: ['OSL'],
  system: ['mp.osl.contoso.test'],
  role: ['management-point', 'MP'],
  protocol: ['https'],
  outcome: ['failed'],
  rule: ['within-assigned-site/native'],
  diagnosis: ['client-certificate-expired'],
  code: ['403.17'],
  text: ['a17', 'The client certificate has expired'],
}

function finds(filter: string, one = refused): boolean | string {
  const read = readFilter(filter)
  return 'problem' in read ? read.problem : read.matches(one)
}

const found = [
  '',
  '   ',
  'client:LAPTOP-1',
  'client:laptop-1',
  'client:LAPTOP-*',
  'client:*-1',
  'client:*top*',
  'client:L*P*1',
  'client:*',
  'system:mp',
  'system:mp.osl',
  'system:mp.osl.contoso.test',
  'code:403',
  'code:403.17',
  'rule:within-assigned-site',
  'role:mp',
  'role:management-point',
  'outcome:failed,withheld',
  'outcome:withheld,failed',
  'outcome:,failed',
  'site:OSL outcome:failed protocol:https',
  '-outcome:answered',
  '-outcome:answered,withheld',
  '-nowhere',
  'expired',
  'EXPIRED',
  'a17',
  'osl',
  'never,expired',
  '"has expired"',
  'certificate*expired',
  'client:"LAPTOP-1"',
  '"certificate has',
  'client:',
  'client:""',
  'outcome:failed -',
]

const notFound = [
  'client:LAPTOP',
  'client:APTOP-1',
  'client:LAPTOP-1-1',
  'client:"LAPTOP-*"',
  'client:LAPTOP-1*1',
  'client:*x*',
  'code:40',
  'code:403.1',
  'outcome:answered,withheld',
  'site:OSL outcome:answered',
  '-outcome:failed',
  '-outcome:failed,answered',
  '-expired',
  '-client:*',
  'expired nowhere',
  '"expired has"',
  'expired*certificate',
  'outcome:"failed,withheld"',
]

void t.test('what a filter finds', (t) => {
  for (const filter of found) t.equal(finds(filter), true, filter)
  t.end()
})

void t.test('what a filter does not find', (t) => {
  for (const filter of notFound) t.equal(finds(filter), false, filter)
  t.end()
})

void t.test('a field without a value has none, not even with a *', (t) => {
  for (const field of filterFields) {
    t.equal(finds(`${field}:*`, nothing), false, field)
    t.equal(finds(`-${field}:*`, nothing), true, `no ${field}`)
  }
  t.end()
})

void t.test('quotes keep spaces, commas, colons and stars', (t) => {
  const odd = { ...nothing, client: ['PC 1, "the" *'], code: ['http://x'] }
  t.equal(finds('client:"PC 1, "*', odd), true)
  t.equal(finds('client:"PC 1"', odd), false)
  t.equal(finds('"1, "', odd), true)
  t.equal(finds('"http://x"', odd), true)
  t.end()
})

void t.test('an unknown field is told, with the one that was meant', (t) => {
  t.equal(finds('cleint:PC'), 'There is no field cleint: did you mean client:?')
  t.match(finds('-sytem:mp'), /did you mean system:/)
  t.match(finds('http://x'), /no field http: the fields are client, site, .*; quotes around a text/)
  t.end()
})

void t.test('a filter of ten thousand stars takes no time to speak of', (t) => {
  const long = { ...nothing, client: ['a'.repeat(10_000)] }
  t.equal(finds(`client:${'a*'.repeat(5_000)}b`, long), false)
  t.equal(finds(`${'*a'.repeat(5_000)}b`, long), false)
  t.end()
})

void t.test('each field of an attempt is found', async (t) => {
  const recording = await recordedWhile(
    {
      domain: 'contoso.test',
      sites: [
        {
          code: 'OSL',
          mode: 'native',
          systems: [{ name: 'mp.osl', roles: ['management-point'], listen: { refusal: 'iis' } }],
        },
      ],
      clients: [{ name: 'PC-1', assignedSite: 'OSL', certificate: 'expired' }],
    },
    async (running) => {
      await running.client('PC-1').contact('management-point')
    },
  )
  const attempts = recording.hierarchies.flatMap((one) => one.attempts.map(({ attempt }) => attempt))
  const attempt = attempts.find(({ outcome }) => outcome === 'failed')
  if (!attempt) throw new Error('no attempt failed')
  const filters = [
    ...['client:PC-1', 'site:OSL', 'system:mp.osl', 'role:MP', 'protocol:https', 'outcome:failed'],
    ...['rule:within-assigned-site', 'diagnosis:client-certificate-expired', 'code:403', attempt.id],
  ]
  for (const filter of filters) t.equal(finds(filter, filterableOf(attempt)), true, filter)
})
