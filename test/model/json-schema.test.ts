import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { hierarchyFile } from '../../sim/model/schema/hierarchy-file.ts'
import { hierarchySchema, printJsonSchema } from '../../sim/model/schema/published-schema.ts'

void t.test('the published JSON Schema is up to date', async (t) => {
  const published = new URL('../../../schemas/hierarchy.schema.json', import.meta.url)
  t.equal(await readFile(published, 'utf8'), printJsonSchema(hierarchySchema), 'else run npm run schemas')
})

void t.test('the JSON Schema says what the zod schema says', (t) => {
  const validate = new Ajv2020().compile(JSON.parse(printJsonSchema(hierarchySchema)) as object)
  const site = { code: 'CEN', mode: 'mixed' }
  const good: unknown[] = [
    { sites: [site] },
    {
      $schema: 'x',
      name: 'n',
      domain: 'a.b',
      tls: { keys: 'rsa' },
      sites: [site],
      clients: [],
      packages: [],
    },
    { sites: [{ ...site, ports: { http: 1 }, boundaries: [{ subnet: '10.0.0.0/8', connection: 'slow' }] }] },
    { sites: [{ ...site, systems: [{ name: 'mp.cen', roles: ['management-point'], listen: {} }] }] },
    { sites: [site], clients: [{ name: 'a', certificate: ['good'], at: { internet: true } }] },
    {
      sites: [site],
      packages: [
        { id: 'CEN00001', size: '1 MiB' },
        { id: 'CEN00002', size: 5 },
      ],
    },
  ]
  const bad: unknown[] = [
    null,
    {},
    { sites: [] },
    { sites: [site], extra: 1 },
    { sites: [{ ...site, code: 'cen' }] },
    { sites: [{ ...site, mode: 'both' }] },
    { sites: [{ ...site, ports: { http: 0 } }] },
    { sites: [{ ...site, ports: { http: 65_536 } }] },
    { sites: [{ ...site, boundaries: [{}] }] },
    { sites: [{ ...site, boundaries: [{ subnet: '10.0.0.0/8', activeDirectorySite: 'x' }] }] },
    { sites: [{ ...site, systems: [{ name: 'a..b', roles: ['management-point'] }] }] },
    { sites: [{ ...site, systems: [{ name: 'a', roles: [] }] }] },
    { sites: [site], clients: [{ name: 'a.b' }] },
    { sites: [site], clients: [{ name: 'a', certificate: 'golden' }] },
    { sites: [site], packages: [{ id: 'CEN00001', size: '1 MB' }] },
    { sites: [site], tls: { version: 1.2 } },
  ]
  for (const [examples, expected] of [
    [good, true],
    [bad, false],
  ] as const) {
    for (const example of examples) {
      const text = JSON.stringify(example)
      t.equal(hierarchyFile.safeParse(example).success, expected, `zod: ${text}`)
      t.equal(validate(example), expected, `JSON Schema: ${text}`)
    }
  }
  t.end()
})
