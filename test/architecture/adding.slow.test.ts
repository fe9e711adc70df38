import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { changedCopy } from './changed-copy.ts'
import { sourcesBelow } from './source.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const roles = 'sim/vocabulary/site-system-role.ts'
const modes = 'sim/vocabulary/site-mode.ts'
const firstRequests = 'sim/client/transports/role-request.ts'

/** The row of a role that the product has since Service Pack 1. */
const outOfBand = `  'out-of-band-service-point': {
    acronym: 'OOB',
    speaks: 'web',
    webPorts: 'ports',
    usedBy: 'client',
    onInternet: 'no',
    protectable: false,
    holdsPackages: false,
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
      firstRequests,
      'sim/model/check/system-roles.ts',
      'sim/model/schema/role-settings.ts',
      'sim/points/points.ts',
      'sim/report/logs/client-logs.ts',
      'sim/rules/may-contact.ts',
    ],
    'its first request, its settings, its point, its log, and the sentences of its rules',
  )
  for (const [file, message] of missing) t.match(message, /out-of-band-service-point|outOfBand/, file)

  copy.insert(firstRequests, "  'reporting-point': ", "  'out-of-band-service-point': nothingInParticular,\n")
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
      'sim/rules/roaming.ts',
      'sim/rules/server-locator-point.ts',
      'sim/rules/within-assigned-site.ts',
      'sim/scenario/steps/hierarchy-changes.ts',
    ],
    'what it may stand under, the sentences that name a mode, and the story of a change',
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

void t.test('traits of a mode are read from the table of modes', (t) => {
  const compared = [...sourcesBelow(root, 'sim'), ...sourcesBelow(root, 'certs')]
    .map(({ path }) => path)
    .filter((path) =>
      /[!=]== '(mixed|native)'|case '(mixed|native)'/.test(readFileSync(join(root, path), 'utf8')),
    )
  t.strictSame(compared, [])
  t.end()
})
