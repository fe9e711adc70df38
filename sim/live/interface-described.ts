import * as z from 'zod'
import { outcomes } from '../evidence/attempt.ts'
import { attempt, foreignConnection } from '../evidence/recording/evidence-schemas.ts'
import { clientShown, siteShown, stepResult } from '../evidence/recording/line-schemas.ts'
import { count, fields, flag, list, moment, text, type Fields } from '../evidence/recording/value-schemas.ts'
import { limits } from '../limits.ts'
import { pxeBoots } from '../model/hierarchy.ts'
import type { NetworkAccessAccount, RunningComputer, RunningSystem } from '../network/running-hierarchy.ts'
import { stepFile } from '../scenario/steps/step-file.ts'
import { packageVersion } from '../shipped.ts'
import { keysOf } from '../vocabulary/keys-of.ts'
import type { Refusal } from './step-queue.ts'

/** One request that the HTTP interface answers. */
interface Operation {
  method: 'GET' | 'POST'
  path: string
  summary: string
  /** More about it, in Markdown. */
  details: string
  /** Whether the token is needed. */
  token: boolean
  query: z.ZodObject<Readonly<Record<string, z.ZodType>>>
  /** The body that is sent; null where there is none. */
  takes: z.ZodType | null
  /** The body of the answer; `lines`: of each of its lines. */
  answers: { type: 'json' | 'lines'; schema: z.ZodType }
  /** The refusals that are its own, by status. */
  refusals: Readonly<Record<number, string>>
}

const page = {
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('`next` of the page before; without it, from the beginning.'),
  limit: z.coerce.number().int().min(1).max(limits.listed.value).default(100).describe('How many at most.'),
}

const nextPage = count.describe(
  'Ask with `after` of this for what follows, also for what has not happened yet.',
)

export const queries = {
  none: z.strictObject({}),
  clients: z.strictObject(page),
  attempts: z.strictObject({
    ...page,
    client: z.string().optional().describe('Only those of this client.'),
    system: z.string().optional().describe('Only those at this system, by FQDN.'),
    role: z.string().optional().describe('Only those at this role: `management-point`.'),
    outcome: z.enum(outcomes).optional().describe('Only those that ended so.'),
    diagnosis: z.string().optional().describe('Only those with this diagnosis.'),
  }),
  connections: z.strictObject({
    ...page,
    system: z.string().optional().describe('Only those to this system, by FQDN.'),
    diagnosis: z.string().optional().describe('Only those with this diagnosis.'),
  }),
} as const

const account = { name: text, principalName: text, netBiosName: text, password: text }

const service = fields({ fqdn: text, address: text, urls: list(text) })

const opened = z.object({
  systems: list(
    fields({
      ...{ name: text, fqdn: text, site: text, roles: list(text), address: text, urls: list(text) },
    } satisfies Fields<RunningSystem>),
  ),
  revocationLists: service,
  domainController: service,
  nameServers: service,
  computers: list(
    fields({
      ...{ name: text, hardwareAddress: text, uuid: text },
      pxeBoot: z.enum(pxeBoots),
      account: fields(account).nullable(),
    } satisfies Fields<RunningComputer>),
  ),
  networkAccessAccounts: list(
    fields({ ...account, sites: list(text) } satisfies Record<keyof NetworkAccessAccount, z.ZodType>),
  ),
  pxe: list(fields({ system: text, unknownComputers: flag })),
  radiusSecret: text,
})

export const refusal = fields({
  problem: text,
  problems: list(
    fields({ code: text, message: text, remedy: text, field: text.exactOptional() }),
  ).exactOptional(),
} satisfies Record<keyof Refusal, z.ZodType>)

/** Every request that is answered, by the name that OpenAPI calls its id. */
export const operations = {
  health: {
    ...get('/health', 'Says that the hierarchy is open'),
    details: 'For probes of liveness and readiness: it is answered once every listener is open.',
    token: false,
    answers: { type: 'json', schema: fields({ status: z.literal('open'), version: text }) },
  },
  describe: {
    ...get('/openapi.json', 'This description, in OpenAPI 3.1'),
    token: false,
    answers: { type: 'json', schema: z.looseObject({ openapi: text }) },
  },
  listListeners: {
    ...get('/listeners', 'Every listener, and what other programs need beside it'),
    details:
      'The same as `serve --json` prints: systems with their addresses and URLs, services, accounts and secrets.',
    answers: { type: 'json', schema: opened },
  },
  showHierarchy: {
    ...get('/hierarchy', 'The sites as they are now'),
    details:
      'With the mode of each site, its systems and their faults, and what the clock of the simulation was last set to.',
    answers: {
      type: 'json',
      schema: fields({ name: text, domain: text, clockSetTo: moment, sites: list(siteShown) }),
    },
  },
  listClients: {
    ...get('/clients', 'The clients as they are now'),
    query: queries.clients,
    answers: { type: 'json', schema: fields({ clients: list(clientShown), next: nextPage }) },
  },
  listAttempts: {
    ...get('/attempts', 'The attempts of the simulated clients'),
    details: 'In the order in which they ended, each as `run --json` has it.',
    query: queries.attempts,
    answers: { type: 'json', schema: fields({ attempts: list(attempt), next: nextPage }) },
  },
  listConnections: {
    ...get('/connections', 'The connections of other programs'),
    details:
      `In the order in which they ended, each with what the server saw and what can explain it. The latest ` +
      `${limits.keptConnections.value} are kept.`,
    query: queries.connections,
    answers: { type: 'json', schema: fields({ connections: list(foreignConnection), next: nextPage }) },
  },
  readRecording: {
    ...get('/recording', 'The recording so far'),
    details:
      'Its lines are those of the file of `--out`; `sitemode report` makes reports of it, although it has not ended.',
    answers: { type: 'lines', schema: z.looseObject({ type: text, sequence: count }) },
    refusals: { 409: 'Without `--out` there is no recording.' },
  },
  takeStep: {
    method: 'POST',
    path: '/steps',
    summary: 'Carries out a step',
    details:
      'A step is written as in a scenario file, and its result is that of `run --json`. Steps are carried out one after ' +
      'another, also those of the live page. One that fails is answered with 200 and `passed: false`.',
    token: true,
    query: queries.none,
    takes: stepFile,
    answers: { type: 'json', schema: stepResult },
    refusals: {
      413: `A step has at most ${limits.pageStep.value} bytes.`,
      415: 'A step is sent as `application/json`.',
      503: 'The machine keeps the step from being carried out; it is no attempt.',
    },
  },
} as const satisfies Readonly<Record<string, Operation>>

export type OperationId = keyof typeof operations

function get(path: string, summary: string) {
  return {
    ...{ method: 'GET' as const, path, summary, details: '', token: true, query: queries.none, takes: null },
    refusals: {},
  }
}

/** Refusals that any request can have; 401 only where the token is needed. */
export const commonRefusals = {
  400: 'The request cannot be used; the answer says why.',
  401: 'The token is missing, or another.',
  403: 'The request names another host, or a browser sent it for a page.',
}

type Described = Readonly<Record<string, unknown>>

/** The interface in OpenAPI 3.1. */
export function openApi(): Described {
  const paths = keysOf(operations).map((id) => {
    const operation: Operation = operations[id]
    return [operation.path, { [operation.method.toLowerCase()]: described(id, operation) }] as const
  })
  return {
    openapi: '3.1.0',
    info: {
      title: 'sitemode serve',
      version: packageVersion(),
      description: 'A hierarchy that is being served: what happens on it, and steps that change it.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Refusal: jsonSchema(refusal, 'output') },
    },
  }
}

function described(id: string, operation: Operation): Described {
  const { summary, details, token, query, takes, answers } = operation
  const type = answers.type === 'json' ? 'application/json' : 'application/x-ndjson'
  const parameters = Object.entries(query.shape).map(([name, schema]) => {
    const { description, ...rest } = jsonSchema(schema, 'output')
    return { name, in: 'query', description, schema: rest }
  })
  return {
    operationId: id,
    summary,
    ...(details !== '' && { description: details }),
    ...(!token && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(takes && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: jsonSchema(takes, 'input') } },
      },
    }),
    responses: {
      200: {
        description: 'As asked for.',
        content: { [type]: { schema: jsonSchema(answers.schema, 'output') } },
      },
      ...Object.fromEntries(
        refusalsOf(operation).map(([status, description]) => [
          status,
          {
            description,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
          },
        ]),
      ),
    },
  }
}

/** Every refusal of a request, by its status. */
function refusalsOf({ token, refusals }: Operation): [status: string, why: string][] {
  return Object.entries({ ...commonRefusals, ...refusals }).filter(([status]) => token || status !== '401')
}

function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): Described {
  const fields = Object.entries(z.toJSONSchema(schema, { io, target: 'draft-2020-12' }))
  // The document says once which dialect it is in.
  return Object.fromEntries(fields.filter(([name]) => name !== '$schema'))
}
