import * as z from 'zod'

// The documents of `--json` as promised to other programs: fields may be added, but not renamed or dropped.

const end = z.object({
  stage: z.enum(['resolve', 'connect', 'tls', 'http', 'smb', 'pxe', 'soh', 'ldap', 'dns', 'wins']),
  code: z.string().min(1),
  message: z.string().min(1),
})

const attemptId = z.string().regex(/^a\d+$/)

const common = {
  id: attemptId,
  client: z.string().min(1),
  clientMode: z.enum(['mixed', 'native']),
  role: z.string().min(1),
  relation: z.enum(['assigned', 'resident']),
  protocol: z.enum(['http', 'https', 'smb', 'pxe', 'soh', 'ldap', 'dns', 'wins']),
  contradiction: z.null(),
  why: z.string().regex(/\.$/),
  rule: z.string().regex(/^[a-z-]+\/[a-z-]+$/),
  startedAt: z.iso.datetime(),
  durationMs: z.number().nonnegative(),
}

const tried = {
  ...common,
  forced: z.boolean(),
  // A domain controller belongs to no site.
  site: z.string().length(3).nullable(),
  system: z.string().min(1),
  url: z.url(),
  tls: z
    .object({
      version: z.enum(['TLSv1.2', 'TLSv1.3']),
      cipher: z.string().min(1),
      resumed: z.boolean(),
      clientCertificate: z.boolean(),
    })
    .nullable(),
}

const answered = z
  .object({
    ...tried,
    outcome: z.literal('answered'),
    status: z.int().min(200).max(299).nullable(),
    client_end: z.null(),
    // What was scripted is told of an attempt that outlasted it, too.
    server_end: end.extend({ code: z.literal('SCRIPTED') }).nullable(),
    diagnosis: z.null(),
  })
  .refine(
    ({ protocol, status }) => protocol.startsWith('http') === (status !== null),
    'only HTTP has a status',
  )

const failed = z
  .object({
    ...tried,
    outcome: z.literal('failed'),
    status: z.int().min(200).max(599).nullable(),
    client_end: end,
    server_end: end.nullable(),
    diagnosis: z.string().min(1),
  })
  .refine(
    ({ status, client_end }) =>
      status === null || status >= 400 || (status < 300 && client_end.code === 'UNEXPECTED_ANSWER'),
    'a status below 400 is a failure only where the answer is not the role’s',
  )

const withheld = z.object({
  ...common,
  forced: z.literal(false),
  site: z.string().length(3).nullable(),
  system: z.string().min(1).nullable(),
  outcome: z.literal('withheld'),
  url: z.null(),
  status: z.null(),
  client_end: z.null(),
  server_end: z.null(),
  diagnosis: z.null(),
  tls: z.null(),
})

const attempt = z.discriminatedUnion('outcome', [answered, failed, withheld])
const protocols = z.array(z.enum(['http', 'https', 'smb', 'pxe', 'soh']))
const count = z.int().nonnegative()

const cell = z.object({
  documented: protocols,
  observed: protocols,
  agrees: z.boolean(),
  attempts: z.array(attemptId),
  left_out: z.array(
    z.object({
      protocol: z.enum(['http', 'https']),
      refused_by: z.enum(['wire', 'client']),
      attempt: attemptId,
      outcome: z.enum(['answered', 'failed']),
    }),
  ),
})

const timeLost = {
  cause: z.enum(['stood-still', 'clock-ahead', 'clock-back']),
  milliseconds: count,
}

export const matrixShape = z.object({
  hierarchy: z.string().min(1),
  tables: z.array(
    z.object({
      id: z.string().min(1),
      columns: z.array(z.string().min(1)),
      rows: z.array(z.object({ siteSystem: z.string().min(1), cells: z.record(z.string(), cell) })),
    }),
  ),
  attempts: z.array(attempt),
  summary: z.object({
    cells: count,
    agree: count,
    disagree: count,
    timeLost: z.array(z.object(timeLost)).optional(),
  }),
})

const storyLine = z.object({
  sentence: z.string().regex(/\.$/),
  rule: z
    .string()
    .regex(/^[a-z-]+\/[a-z-]+$/)
    .nullable(),
  attempt: attemptId.nullable(),
})

const tracedStep = z.object({
  name: z.string().min(1),
  client: z.string().min(1).nullable(),
  passed: z.boolean(),
  expected: z.record(z.string(), z.unknown()),
  observed: z.record(z.string(), z.unknown()),
  attempts: z.array(attemptId),
})

const step = tracedStep.extend({ story: z.array(storyLine).min(1) })

export const traceShape = z.object({
  file: z.string().min(1),
  name: z.string().min(1),
  client: z.string().min(1),
  passed: z.boolean(),
  story: z.array(
    storyLine.extend({ outcome: z.enum(['answered', 'failed', 'withheld']).nullable(), step: count }),
  ),
  steps: z.array(tracedStep),
  attempts: z.array(attempt),
  timeLost: z.array(z.object({ ...timeLost, stepsBegun: count })).optional(),
})

export const runShape = z.object({
  scenarios: z.array(
    z.object({
      file: z.string().min(1),
      name: z.string().min(1),
      passed: z.boolean(),
      steps: z.array(step),
    }),
  ),
  attempts: z.array(attempt),
  summary: z.object({
    scenarios: count,
    passed: count,
    failed: count,
    steps: count,
    attempts: count,
    durationMs: count,
    timeLost: z
      .array(z.object({ ...timeLost, ms: count, scenario: count.nullable(), stepsBegun: count }))
      .optional(),
  }),
})

const service = z.object({ fqdn: z.string().min(1), address: z.ipv4(), urls: z.array(z.url()).min(1) })

export const serveShape = z.object({
  domainController: service,
  nameServers: service,
  revocationLists: service,
  computers: z
    .array(
      z.object({
        name: z.string().min(1),
        hardwareAddress: z.string().regex(/^02(?::[0-9a-f]{2}){5}$/),
        uuid: z.uuid(),
        pxeBoot: z.enum(['advertised', 'not-advertised', 'unknown']),
        account: z
          .object({
            name: z.string().endsWith('$'),
            principalName: z.string().regex(/^.+\$@/),
            netBiosName: z.string().regex(/^[A-Z]+\\.+\$$/),
            password: z.string().min(1),
          })
          .nullable(),
      }),
    )
    .min(1),
  networkAccessAccounts: z.array(
    z.object({
      name: z.string().min(1),
      principalName: z.string().regex(/^.+@/),
      netBiosName: z.string().regex(/^[A-Z]+\\.+$/),
      password: z.string().min(1),
      sites: z.array(z.string().length(3)).min(1),
    }),
  ),
  pxe: z.array(z.object({ system: z.string().min(1), unknownComputers: z.boolean() })).min(1),
  radiusSecret: z.string().min(1),
  systems: z.array(
    z.object({
      name: z.string().min(1),
      fqdn: z.string().min(1),
      site: z.string().length(3),
      roles: z.array(z.string().min(1)).min(1),
      address: z.ipv4(),
      urls: z.array(z.url()),
    }),
  ),
})

const logLine = z.object({ file: z.string().min(1), line: z.int().positive(), text: z.string().min(1) })

/** What clients should have done where a request failed, by the rules of a hierarchy. */
const rulesShape = z.object({
  system: z.string().min(1).nullable(),
  site: z.object({ code: z.string().length(3), mode: z.enum(['mixed', 'native']) }).nullable(),
  asked: z.object({ protocol: z.string().min(1).nullable(), port: z.int().nonnegative().nullable() }),
  clients: z.array(
    z.object({
      client: z.string().min(1),
      role: z.string().min(1),
      protocol: z.enum(['http', 'https', 'smb', 'pxe', 'soh']).nullable(),
      port: z.int().positive().nullable(),
      asAsked: z.boolean().nullable(),
      rule: z.string().min(1),
      sentence: z.string().min(1),
    }),
  ),
  remarks: z.array(z.string().min(1)),
})

export const diagnoseShape = z.object({
  files: z.array(
    z.object({
      file: z.string().min(1),
      kind: z.enum(['client-log', 'web-server-log', 'http-error-log', 'recording', 'capture']),
      lines: count,
    }),
  ),
  failures: z.array(
    z.object({
      count: z.int().positive(),
      first: z.string().min(1).nullable(),
      last: z.string().min(1).nullable(),
      url: z.url().nullable(),
      hosts: z.array(z.string().min(1)),
      port: z.int().nonnegative().nullable(),
      path: z.string().min(1).nullable(),
      clients: z.array(z.string().min(1)),
      clientCount: count,
      ends: z.enum(['client', 'server', 'both']),
      serverIsSilent: z.boolean(),
      ambiguous: z.boolean(),
      certain: z.boolean(),
      lines: z.array(logLine).min(1),
      codes: z.array(
        z.object({
          end: z.enum(['client', 'server', 'both']),
          written: z.string().min(1),
          kind: z.string().min(1),
          code: z.string().min(1),
          name: z.string().min(1).nullable(),
          means: z.string().min(1),
        }),
      ),
      candidates: z.array(
        z.object({
          id: z.string().min(1),
          by: z.array(z.string().min(1)).min(1),
          title: z.string().min(1),
          party: z.string().min(1),
          look: z.string().min(1),
          remedy: z.string().min(1),
        }),
      ),
      rules: rulesShape.optional(),
    }),
  ),
  unread: count,
  leftOut: count,
  clocks: z.object({ zoneMinutes: z.int(), skewMs: z.int(), pairs: z.int().positive() }).nullable(),
})

const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable()

const side = z.union([
  z.object({ recording: z.string().min(1), plan: z.null(), cutShort: z.boolean() }),
  z.object({ recording: z.null(), plan: z.string().min(1), cutShort: z.literal(false) }),
])

const planGroup = z.object({
  number: z.int().positive(),
  from: z.array(z.string().min(1).nullable()),
  clients: count,
  kind: z.enum(['computer', 'mobile-device']),
  assignedSite: z.string().min(1).nullable(),
  at: z.array(z.string().min(1)),
  onInternet: z.boolean(),
  visits: z.array(z.string().min(1)),
  activeDirectory: z.boolean(),
  certificates: z.union([z.array(z.string().min(1)), z.literal('unknown')]),
  version: z.string().min(1),
})

const planPlace = z.discriminatedUnion('of', [
  z.object({ of: z.literal('phases') }),
  z.object({ of: z.literal('switch'), site: z.string().min(1), mode: z.enum(['mixed', 'native']) }),
  z.object({ of: z.literal('summary') }),
  z.object({ of: z.literal('check'), site: z.string().min(1).nullable(), check: z.string().min(1) }),
  z.object({ of: z.literal('group'), group: planGroup }),
  z.object({
    of: z.literal('change'),
    group: planGroup,
    act: z.enum(['policy', 'content', 'updates', 'state']),
    content: z.string().min(1).optional(),
    visiting: z.string().min(1).nullable(),
  }),
  z.object({ of: z.literal('differing'), group: planGroup }),
])

export const diffShape = z.object({
  same: z.boolean(),
  before: side,
  after: side,
  changes: z.array(
    z.object({
      kind: z.enum(['changed', 'added', 'missing']),
      scenario: z.string().min(1).nullable(),
      file: z.string().min(1).nullable(),
      step: z.string().min(1).nullable(),
      cell: z
        .object({ table: z.string().min(1), siteSystem: z.string().min(1), column: z.string().min(1) })
        .nullable(),
      planned: planPlace.nullable(),
      place: z.string().min(1).nullable(),
      client: z.string().min(1).nullable(),
      before: facts,
      after: facts,
      attempts: z.array(
        z.object({
          client: z.string().min(1),
          role: z.string().min(1),
          relation: z.enum(['assigned', 'resident']),
          system: z.string().min(1).nullable(),
          protocol: z.string().min(1),
          forced: z.boolean(),
          before: facts,
          after: facts,
        }),
      ),
    }),
  ),
  summary: z.object({
    changes: count,
    changed: count,
    added: count,
    missing: count,
    compared: z.object({ scenarios: count, steps: count, cells: count, groups: count, checks: count }),
    clients: z.array(z.object({ client: z.string().min(1), changes: z.int().positive() })),
  }),
})

const siteCode = z.string().length(3)

const fates = {
  stranded: count,
  strandedIfUnready: count,
  awayUntilTold: count,
  losesContent: count,
  fartherContent: count,
  unchanged: count,
}

function sumOf(numbers: z.infer<z.ZodObject<typeof fates>>): number {
  const { stranded, strandedIfUnready, awayUntilTold, losesContent, fartherContent, unchanged } = numbers
  return stranded + strandedIfUnready + awayUntilTold + losesContent + fartherContent + unchanged
}

const ending = z.object({
  outcome: z.enum(['answered', 'failed', 'withheld']),
  protocol: z.string().min(1),
  system: z.string().min(1).nullable(),
  site: siteCode.nullable(),
})

const planKind = z.enum([
  'stranded',
  'strandedIfUnready',
  'awayUntilTold',
  'losesContent',
  'fartherContent',
  'delayedContent',
  'contentInterrupted',
  'losesState',
])

export const planShape = z.object({
  format: z.literal(1),
  hierarchy: z.string().min(1),
  switches: z.array(
    z.object({ site: siteCode, mode: z.enum(['mixed', 'native']), refused: z.string().min(1).nullable() }),
  ),
  phases: z.array(z.string().min(1)).min(1),
  summary: z
    .object({
      clients: count,
      groups: count,
      ...fates,
      delayedContent: count,
      contentInterrupted: count,
      losesState: count,
      withoutPolicyBefore: count,
    })
    .refine((numbers) => sumOf(numbers) === numbers.clients, 'each client counts once'),
  groups: z.array(
    z
      .object({ group: planGroup, fates: z.object(fates) })
      .refine((one) => sumOf(one.fates) === one.group.clients, 'each client counts once'),
  ),
  changes: z.array(
    z.object({
      group: planGroup,
      clients: z.int().positive(),
      example: z.string().min(1),
      act: z.enum(['policy', 'content', 'updates', 'state']),
      content: z.string().min(1).optional(),
      visiting: siteCode.nullable(),
      kind: planKind,
      because: z.enum([
        'never-told',
        'not-told-yet',
        'no-usable-certificate',
        'system-not-ready',
        'neighbour-of-other-mode',
        'package-only-there',
        'order-refused',
        'other',
      ]),
      before: ending,
      after: z.array(ending).min(1),
      diagnosis: z.string().min(1).nullable(),
      rule: z.string().min(1).nullable(),
      attempts: z.array(attemptId),
      remedies: z.array(
        z.object({
          id: z.string().min(1),
          do: z.string().min(1),
          verified: z.boolean().nullable(),
          leaves: count.nullable(),
          strands: count.nullable(),
        }),
      ),
    }),
  ),
  differing: z.array(
    z.object({
      group: z.int().positive(),
      clients: z.array(z.object({ client: z.string().min(1), kinds: z.array(planKind) })).min(2),
    }),
  ),
  preflight: z.array(
    z.object({
      site: siteCode.nullable(),
      check: z.string().regex(/^[a-z-]+$/),
      asks: z.string().min(1),
      holds: z.boolean(),
      found: z.string().min(1),
    }),
  ),
  attempts: z.array(attempt),
})
