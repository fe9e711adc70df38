import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { changedCopy } from './changed-copy.ts'
import { sourcesBelow } from './source.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const roles = 'sim/vocabulary/site-system-role.ts'
const modes = 'sim/vocabulary/site-mode.ts'
const firstRequests = 'sim/client/purpose.ts'
const firstAnswers = 'sim/client/conversations/first-answer.ts'
const pathsOfRoles = 'sim/diagnose/role-of-path.ts'
const english = 'sim/texts/english.ts'
const japanese = 'sim/texts/japanese.ts'

/** The row of a role that the product has since Service Pack 1. */
const outOfBand = `  'out-of-band-service-point': {
    acronym: 'OOB',
    speaks: 'web',
    webPorts: 'ports',
    usedBy: 'client',
    onInternet: 'no',
    protectable: false,
    holdsPackages: false,
    probed: false,
    settings: 'outOfBand',
  },
`

void t.test('an eleventh role has to be spoken of everywhere', async (t) => {
  const copy = changedCopy(t.testdir({}))
  copy.insert(roles, '} as const satisfies Record<string, RoleTraits>', outOfBand)
  copy.insert(roles, "'managementPoint' |", "'outOfBand' | ")
  const missing = await copy.compile()
  t.strictSame(
    [...missing.keys()].sort(),
    [
      firstAnswers,
      firstRequests,
      pathsOfRoles,
      'sim/model/check/system-roles.ts',
      'sim/model/schema/role-settings.ts',
      'sim/points/points.ts',
      'sim/report/logs/client-logs.ts',
      'sim/rules/may-contact.ts',
      japanese,
    ],
    'its first request and the answer to it, its paths, its settings, its point, its log, the sentences of its rules, and its name in Japanese',
  )
  for (const [file, message] of missing) t.match(message, /out-of-band-service-point|outOfBand/, file)

  copy.insert(firstRequests, "  'reporting-point': ", "  'out-of-band-service-point': nothingInParticular,\n")
  copy.insert(firstAnswers, "  'reporting-point': ", "  'out-of-band-service-point': noAnswer,\n")
  copy.insert(pathsOfRoles, "  'reporting-point': ", "  'out-of-band-service-point': [],\n")
  copy.insert(
    'sim/model/schema/role-settings.ts',
    '} satisfies Record<',
    '  outOfBand: z.strictObject({}),\n',
  )
  copy.insert(
    'sim/model/schema/site-file.ts',
    '    fallbackStatus: roleSettings',
    '    outOfBand: roleSettings.outOfBand.prefault({}),\n',
  )
  // `npm run schemas` writes it.
  copy.insert(
    'sim/model/schema/site-input.ts',
    '  fallbackStatus?:',
    '  outOfBand?: Record<string, never> | undefined\n',
  )
  copy.insert(
    'sim/points/points.ts',
    "  'reporting-point': ",
    "  'out-of-band-service-point': reportingPoint,\n",
  )
  copy.insert(
    'sim/report/logs/client-logs.ts',
    "  'reporting-point': ",
    "  'out-of-band-service-point': 'oobmgmt',\n",
  )
  copy.insert(
    japanese,
    "  'reporting-point': ",
    "  'out-of-band-service-point': '帯域外サービス ポイント',\n",
  )
  copy.insert('sim/vocabulary/ids.ts', "  'roaming/content-only',", "  'out-of-band/https',\n")
  copy.insert(japanese, "  'roaming/content-only':", "  'out-of-band/https': 'HTTPS でアクセスします。',\n")
  copy.write('sim/rules/out-of-band.ts', outOfBandRule)
  copy.insert(
    'sim/rules/may-contact.ts',
    'import * as roaming',
    "import { outOfBand } from './out-of-band.ts'\n",
  )
  copy.insert(
    'sim/rules/may-contact.ts',
    "  'reporting-point': ",
    "  'out-of-band-service-point': [outOfBand],\n",
  )
  // What `explain` says of the rule.
  const concerns = 'sim/rules/concerns.ts'
  copy.insert(concerns, 'import * as roamingScope', "import * as outOfBand from './out-of-band.ts'\n")
  copy.insert(concerns, "  roaming: 'by-contact',\n", "  'out-of-band': 'by-contact',\n")
  copy.insert(concerns, '  roaming,\n', '  outOfBand,\n')
  t.strictSame([...(await copy.compile())], [], 'and nothing else')
})

const outOfBandRule = `import { allow, type DecidingRule } from './rule.ts'

export const outOfBand: DecidingRule = {
  id: 'out-of-band/https',
  sentence: 'An out of band service point is reached by HTTPS.',
  sources: [{ says: 'It has a certificate.', pages: ['Overview of Out of Band Management'] }],
  decide: () => allow('https'),
}
`

/** The mode of a later version of the product: HTTP with signed messages, without certificates of the PKI. */
const enhanced = `  enhanced: {
    protocol: 'http',
    clientCertificate: 'ignore',
    clientsPresentCertificates: false,
    signedPolicies: true,
    signedReports: true,
    registrationHints: true,
    approvesClients: false,
    publishedInWins: false,
    managesInternetClients: false,
    calledNative: false,
  },
`

void t.test('a third mode has to be spoken of everywhere', async (t) => {
  const copy = changedCopy(t.testdir({}))
  copy.insert(modes, '} as const satisfies Record<string, SiteModeTraits>', enhanced)
  const missing = await copy.compile()
  t.strictSame(
    [...missing.keys()].sort(),
    [
      'sim/model/sites.ts',
      'sim/plan/preflight/clients.ts',
      'sim/rules/roaming.ts',
      'sim/rules/server-locator-point.ts',
      'sim/rules/within-assigned-site.ts',
      'sim/scenario/steps/hierarchy-changes.ts',
      english,
      japanese,
    ],
    'what it may stand under, how clients are installed for it, the sentences that name a mode, the story of a change, and its names',
  )
  for (const [file, message] of missing) t.match(message, /'enhanced'/, file)

  const order = 'sim/model/sites.ts'
  copy.insert(order, ' },\n  native: { mixed: false', ', enhanced: true')
  copy.insert(order, ' },\n}\n\n/** "How to Migrate', ', enhanced: true')
  copy.insert(
    order,
    '}\n\n/** "How to Migrate',
    '  enhanced: { mixed: true, native: true, enhanced: true },\n',
  )
  copy.insert(order, '  native:\n', "  enhanced: 'a site may be enhanced wherever it stands',\n")
  copy.insert(
    'sim/plan/preflight/clients.ts',
    "  native: 'CCMSetup with",
    "  enhanced: 'CCMSetup with another switch',\n",
  )
  const roaming = 'sim/rules/roaming.ts'
  copy.insert(roaming, ' },\n  native: {', ", enhanced: 'same mode'")
  copy.insert(roaming, ' },\n}\n\nexport const noMobileDevice', ", enhanced: 'same mode'")
  copy.insert(
    roaming,
    '}\n\nexport const noMobileDevice',
    "  enhanced: { mixed: 'same mode', native: 'mixed client in native site', enhanced: 'same mode' },\n",
  )
  copy.insert('sim/rules/server-locator-point.ts', ', native: true }', ', enhanced: false')
  copy.insert('sim/rules/within-assigned-site.ts', ", native: 'https' }", ", enhanced: 'http'")
  copy.insert(
    'sim/scenario/steps/hierarchy-changes.ts',
    "  native: 'goes over",
    "  enhanced: 'goes over to enhanced HTTP',\n",
  )
  copy.insert(english, ", native: 'native' }", ", enhanced: 'enhanced'")
  copy.insert(japanese, ", native: 'ネイティブ モード' }", ", enhanced: '拡張 HTTP'")
  t.strictSame([...(await copy.compile())], [], 'and nothing else')
})

void t.test('a mode that its row does not describe is no mode', async (t) => {
  const copy = changedCopy(t.testdir({}))
  copy.insert(
    modes,
    '} as const satisfies Record<string, SiteModeTraits>',
    "  enhanced: { protocol: 'http' },\n",
  )
  t.match((await copy.compile()).get(modes), /missing the following properties/)
})

const steps = 'sim/scenario/steps/steps.ts'

const repairAll = `import * as z from 'zod'
import { happened, stepKind } from './step.ts'

export const repairAll = stepKind({
  schema: z.literal(true).describe('Every fault of every site system is switched off.'),
  of: 'hierarchy',
  expects: 'nothing',
  read: () => ({
    name: 'everything is repaired',
    async run(running) {
      for (const { name } of running.systems) await running.repair(name)
      return happened('Everything was repaired.')
    },
  }),
})
`

const brokenAndRepaired = `name: What breaks is repaired
hierarchy:
  sites: [{ code: MIX, mode: mixed, systems: [{ name: mp, roles: [management-point] }] }]
  clients: [{ name: PC, assignedSite: MIX }]
steps:
  - break: { system: mp, fault: '503' }
  - { client: PC, contact: management-point, expect: { outcome: failed } }
  - repairAll: true
  - { client: PC, contact: management-point, expect: { outcome: answered } }
`

void t.test('a new step is one file, and its line in the table of steps', async (t) => {
  const copy = changedCopy(t.testdir({}))
  copy.write('sim/scenario/steps/repair-all.ts', repairAll)
  copy.insert(
    steps,
    '\n/** All kinds of steps, by the field tha',
    "import { repairAll } from './repair-all.ts'\n",
  )
  copy.insert(steps, '  approve,\n  advance,', '  repairAll,\n')
  t.strictSame([...(await copy.compile())], [])
  copy.write('repaired.yaml', brokenAndRepaired)
  t.match(await copy.sitemode('validate', 'repaired.yaml'), { code: 0 })
  const { stdout, code } = await copy.sitemode('run', 'repaired.yaml')
  t.equal(code, 0, stdout)
  t.match(stdout, /✓ everything is repaired/)
  copy.write('repaired.yaml', brokenAndRepaired.replace('repairAll: true', 'repairAll: false'))
  t.match(await copy.sitemode('validate', 'repaired.yaml'), { code: 2 }, 'its schema is asked')
})

const asleep = `  'port-asleep': {
    title: 'the site system sleeps',
    happens: 'It has gone to sleep, and its network card answers for it.',
    frequency: 'rare',
    party: 'site system',
    remedy: 'Wake the site system.',
    look: 'Look at its power light.',
    sightings: [{ client: { stage: 'connect', codes: ['EHOSTDOWN'] }, server: null }],
    ...reportedByWinHttp(12029),
    provocation: { fault: 'not-listening' },
  },
`

const asleepInJapanese = `  'port-asleep': {
    title: 'サイト システムがスリープしている',
    happens: 'スリープしており、ネットワーク カードが代わりに応答します。',
    remedy: 'サイト システムを起動します。',
    look: '電源のランプを見ます。',
  },
`

void t.test('a new failure is one entry of the catalogue, and one in each further language', async (t) => {
  const copy = changedCopy(t.testdir({}))
  copy.insert('sim/evidence/catalogue/port.ts', "  'connection-closed': ", asleep)
  t.strictSame([...(await copy.compile()).keys()], [japanese])
  copy.insert(japanese, "  'connection-closed': ", asleepInJapanese)
  t.strictSame([...(await copy.compile())], [])
  const { stdout, code } = await copy.sitemode('explain', 'port-asleep')
  t.equal(code, 0)
  t.match(stdout, /the site system sleeps[^]*Wake the site system\./)
  t.match((await copy.sitemode('explain')).stdout, /port-asleep +the site system sleeps/)
})

/** A fault is named under its layer. */
const vocabulary = 'sim/vocabulary/fault.ts'
/** By layer its first fault, and the one place that says what a fault does: an entry put before another. */
const placesOfLayers = [
  [
    'name',
    'name-not-resolved',
    'sim/network/name-service.ts',
    "  'wrong-name-resolved': nextHost",
    '() => undefined',
  ],
  ['connection', 'reset', 'sim/net/faults.ts', "  'silent-in-answer': {", '{}'],
  [
    'TLS',
    'http-on-https-port',
    'sim/points/listener/faults.ts',
    "  'http-on-https-port': {",
    "{ needs: 'https' }",
  ],
  ['HTTP', 'another-answer', 'sim/points/listener/faults.ts', "  'http-on-https-port': {", '{}'],
  ['datagram', 'wrong-transaction', 'sim/net/datagram-faults.ts', "  'wrong-transaction': {", '{}'],
  [
    'SMB',
    'dialect-not-shared',
    'sim/points/smb-share/faults.ts',
    "  'share-missing': {",
    "{ command: 'create', status: 'STATUS_ACCESS_DENIED', message: '' }",
  ],
  [
    'LDAP',
    'bind-refused',
    'sim/points/domain-controller/faults.ts',
    "  'directory-busy': {",
    "{ operation: 'searchRequest', code: 'busy', message: '' }",
  ],
  [
    'name service',
    'server-failure',
    'sim/points/name-server/name-server.ts',
    "  'question-refused': {",
    "{ code: 'REFUSED', message: '' }",
  ],
  [
    'RADIUS',
    'secret-not-shared',
    'sim/points/system-health-validator-point/answer-request.ts',
    "  'statement-not-validated': notValidated",
    'notAuthentic',
  ],
  [
    'PXE',
    'boot-server-silent',
    'sim/points/pxe-service-point/boot-faults.ts',
    "  'boot-file-missing': {",
    '{}',
  ],
] as const

void t.test('a new fault of each layer has to say there what it does', async (t) => {
  const copy = changedCopy(t.testdir({}))
  const faults = placesOfLayers.map(([layer, first, place, before, behaviour]) => {
    const name = `half-hearted-${layer.toLowerCase().replace(' ', '-')}`
    return { name, first, place, before, behaviour }
  })
  for (const { name, first } of faults) copy.insert(vocabulary, `'${first}'`, `'${name}', `)
  const missing = await copy.compile()
  t.strictSame([...missing.keys()].sort(), [...new Set(faults.map(({ place }) => place))].sort())
  for (const { name, place, before, behaviour } of faults) {
    t.match(missing.get(place), place.startsWith('sim/points/listener/') ? /half-hearted-(?:tls|http)/ : name)
    copy.insert(place, before, `  '${name}': ${behaviour},\n`)
  }
  t.strictSame([...(await copy.compile())], [], 'and nothing else')
})

void t.test('traits of a mode are read from the table of modes', (t) => {
  const compared = [...sourcesBelow(root, 'sim'), ...sourcesBelow(root, 'certs')]
    .map(({ path }) => path)
    .filter((path) =>
      /[!=]== '(mixed|native)'|case '(mixed|native)'/.test(readFileSync(join(root, path), 'utf8')),
    )
  t.strictSame(compared, [])
  t.end()
})
