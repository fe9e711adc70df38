import * as z from 'zod'
import { commonRefusals, operations } from '../../sim/live/interface-described.ts'
import { listInWords } from '../../sim/report/lists.ts'
import { keysOf } from '../../sim/vocabulary/keys-of.ts'
import { generated, type Page } from './page.ts'

/** The HTTP interface of `serve --api`, request by request. */
export function interfacePage(): Page {
  return {
    path: 'reference/http-interface.md',
    text: `${generated}
# The HTTP interface

\`sitemode serve my-hierarchy.yaml --api --api-port 8900\` opens it on 127.0.0.1, for programs on the same machine. It prints the token,
or takes the one in \`SITEMODE_API_TOKEN\`:

\`\`\`sh
curl http://127.0.0.1:8900/health
curl -H "Authorization: Bearer $SITEMODE_API_TOKEN" http://127.0.0.1:8900/attempts
curl -H "Authorization: Bearer $SITEMODE_API_TOKEN" -H 'Content-Type: application/json' \\
  -d '{ "client": "LAPTOP-1", "contact": "management-point" }' http://127.0.0.1:8900/steps
\`\`\`

\`/openapi.json\` describes all of it in OpenAPI 3.1, with the schema of each answer, for generators of clients. Pages in a browser are
never answered. Lists come in parts: the \`next\` of an answer is the \`after\` of the next request, which gets what has happened since.
A refusal is ${listInWords(Object.entries(commonRefusals).map(([status, why]) => `${status} (${lower(why)})`))}, or one of those
below. It has a \`problem\` in words, and for a step its \`problems\`, each with its [code](../findings.md), \`message\`, \`remedy\` and \`field\`.

${keysOf(operations).map(section).join('\n')}`,
  }
}

function section(id: keyof typeof operations): string {
  const { method, path, summary, details, token, query, refusals } = operations[id]
  const parameters = Object.entries(query.shape).map(([name, schema]) => {
    const { description = '', type = '', enum: values } = z.toJSONSchema(schema, { io: 'output' })
    const what = values?.map((value) => `\`${String(value)}\``) ?? [type].flat()
    return `- \`${name}\` (${what.join(', ')}): ${description}`
  })
  const own = Object.entries<string>(refusals).map(
    ([status, why]) => `- refused with ${status}: ${lower(why)}`,
  )
  return `## ${method} ${path}

${[`${summary}.`, details, token ? '' : 'It needs no token.'].filter((one) => one !== '').join(' ')}

${[...parameters, ...own].join('\n')}
`
}

/** A sentence as a part of another. */
function lower(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1, -1)}`
}
