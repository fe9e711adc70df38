import fc from 'fast-check'
import t from 'tap'
import { InputError, type Problem } from '../../sim/errors.ts'
import { readHierarchy } from '../../sim/model/load-hierarchy.ts'
import { edited, flowText } from '../../sim/model/source/fix.ts'
import { readYaml } from '../../sim/model/source/yaml-file.ts'
import { problemsOf } from './rule-test.ts'

/** What somebody wrote, and the text that `--fix` leaves. */
const mends: Record<string, { written: string; mended: string }> = {
  'a role by its abbreviation': {
    written: system('roles: [MP, dp, SUP] # all on one'),
    mended: system(
      'roles: [management-point, standard-distribution-point, software-update-point] # all on one',
    ),
  },
  'a role in words': {
    written: system("roles: ['Server locator point']"),
    mended: system('roles: [server-locator-point]'),
  },
  'a value in other letters': {
    written: 'sites:\n  - { code: CEN, mode: NATIVE } # ours\n',
    mended: 'sites:\n  - { code: CEN, mode: native } # ours\n',
  },
  boundaries: {
    written: site('boundaries: [10.1.0.0/16, "fd00:1::/64", 10.9.0.1-10.9.0.9]'),
    mended: site(
      'boundaries: [{ subnet: 10.1.0.0/16 }, { ipv6Prefix: "fd00:1::/64" }, { range: 10.9.0.1-10.9.0.9 }]',
    ),
  },
  'bits beyond a mask': {
    written: site('boundaries: [{ subnet: 10.1.2.3/16 }, { ipv6Prefix: "fd00:1::5/64" }, 10.2.0.1/24]'),
    mended: site(
      'boundaries: [{ subnet: 10.1.0.0/16 }, { ipv6Prefix: "fd00:1::/64" }, { subnet: 10.2.0.0/24 }]',
    ),
  },
  'a place': {
    written: `${site('systems: []')}clients:\n  - { name: PC, at: 10.1.2.3 }\n`,
    mended: `${site('systems: []')}clients:\n  - { name: PC, at: { address: 10.1.2.3 } }\n`,
  },
  'a size in other letters': {
    written: `${site('systems: []')}packages: [{ id: CEN00001, size: 64kib }]\n`,
    mended: `${site('systems: []')}packages: [{ id: CEN00001, size: 64 KiB }]\n`,
  },
  'a role that is listed twice': {
    written: system('roles:\n          - management-point\n          - management-point # again'),
    mended: system('roles:\n          - management-point # again'),
  },
  'a boundary that is there twice': {
    written: site('boundaries: [{ subnet: 10.1.0.0/16 }, { range: 10.1.0.0-10.1.255.255 }]'),
    mended: site('boundaries: [{ subnet: 10.1.0.0/16 }]'),
  },
}

for (const [name, { written, mended }] of Object.entries(mends)) {
  void t.test(`${name} is mended, and nothing else in the file`, async (t) => {
    const once = await mend(written)
    t.equal(once, mended)
    t.strictSame(
      (await problemsOf(once)).filter(({ severity, edit }) => severity === 'error' || edit),
      [],
      'nothing is left to mend',
    )
  })
}

/** Each of these can be meant in several ways, so that it is for its writer to say which. */
const left: Record<string, { written: string; remedy: string }> = {
  'a unit that others count otherwise': {
    written: `${site('systems: []')}packages: [{ id: CEN00001, size: 64MB }]\n`,
    remedy: 'did you mean 64 MiB?',
  },
  'a role of which there are two kinds': {
    written: system('roles: [distribution point]'),
    remedy: 'write standard-distribution-point or branch-distribution-point',
  },
  'a central site': {
    written: 'sites:\n  - { code: CEN, kind: central, mode: mixed }\n',
    remedy: 'write primary: the central site is the primary site without a parent',
  },
  'a name with underscores': {
    written: `sites:\n  - { code: CEN, mode: mixed, systems: [{ name: SCCM_01 }] }\n`,
    remedy: 'write hyphens, which host names have instead of underscores: SCCM-01',
  },
  'a boundary by a name': {
    written: site('boundaries: [Oslo]'),
    remedy: 'write { subnet: … }, { range: … }, { ipv6Prefix: … } or { activeDirectorySite: … }',
  },
  'a boundary twice, fast and slow': {
    written: site('boundaries: [{ subnet: 10.1.0.0/16 }, { subnet: 10.1.0.0/16, connection: slow }]'),
    remedy: 'remove one of them',
  },
  'a mask that may be that of another subnet': {
    written: site('boundaries: [{ subnet: 10.1.2.0/16 }]'),
    remedy: 'write 10.1.0.0/16, or the longer mask of the network 10.1.2.0',
  },
  'a mask that may be that of another prefix': {
    written: site('boundaries: [{ ipv6Prefix: "fd00:1:2::/32" }]'),
    remedy: 'write fd00:1::/32, or the longer mask of the network fd00:1:2::',
  },
  'a comment that would go too': {
    written: system('roles:\n          - management-point # one\n          - management-point'),
    remedy: 'remove one',
  },
  'the parent of a secondary site, which does not exist': {
    written:
      'sites:\n  - { code: CEN, mode: mixed }\n  - { code: SEC, kind: secondary, parent: TYP }\n' +
      'clients:\n  - { name: PC, assignedSite: SEC }\n',
    remedy: 'assign it to a primary site',
  },
}

for (const [name, { written, remedy }] of Object.entries(left)) {
  void t.test(`${name} is left as it is`, async (t) => {
    t.ok((await problemsOf(written)).some((problem) => problem.remedy === remedy))
    t.equal(await mend(written), written)
  })
}

void t.test('mending twice is mending once, whatever the mistakes', async () => {
  const role = fc.constantFrom(
    'MP',
    'mp',
    'management point',
    'SLP',
    'DP',
    'dp',
    'management-point',
    'nonsense',
  )
  const boundary = fc.constantFrom(
    ...[
      '10.1.0.0/16',
      '10.1.2.3/16',
      '{ subnet: 10.1.0.0/16 }',
      '10.1.0.0-10.1.255.255',
      '"fd00::/64"',
      'Oslo',
    ],
  )
  const list = (entries: fc.Arbitrary<string>) => fc.array(entries, { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(list(role), list(boundary), fc.boolean(), async (roles, boundaries, block) => {
      const listed = block
        ? boundaries.map((one) => `\n      - ${one} # of us`).join('')
        : ` [${boundaries.join(', ')}]`
      const written = `${site(`boundaries:${listed}`)}    systems: [{ name: a, roles: [${roles.join(', ')}] }]\n`
      const once = await mend(written)
      if ((await mend(once)) !== once) throw new Error(`${written}\n${once}`)
      const comments = (text: string) => text.split('# of us').length
      if (comments(once) !== comments(written)) throw new Error(once)
    }),
    { numRuns: 200 },
  )
})

void t.test('a text for a line of YAML has quotes where it needs them', (t) => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { value } = readYaml('a.yaml', `[${flowText(text)}, ${flowText({ field: text })}]`)
      const [alone, within] = value as [string, { field: string }]
      return alone === text && within.field === text
    }),
  )
  t.end()
})

/** As `sitemode validate --fix` does, round after round. */
async function mend(text: string): Promise<string> {
  const source = readYaml('a.yaml', text)
  const problems = await readHierarchy(source, '.').then(
    ({ warnings }): readonly Problem[] => warnings,
    (error: unknown) => {
      if (error instanceof InputError) return error.problems
      throw error
    },
  )
  const edits = problems.flatMap(({ edit }) => edit ?? [])
  return edits.length === 0 ? text : mend(edited(text, edits).text)
}

function site(field: string): string {
  return `sites:\n  - code: CEN\n    mode: mixed\n    ${field}\n`
}

function system(roles: string): string {
  return `sites:\n  - code: CEN\n    mode: mixed\n    systems:\n      - name: a\n        ${roles}\n`
}
