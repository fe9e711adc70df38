import { unusualBehaviourNames, unusualBehaviours } from '../../sim/vocabulary/unusual.ts'
import { cell, generated, type Page } from './page.ts'

/** The kinds of legal and unusual behaviour. */
export function unusualPage(): Page {
  const rows = unusualBehaviourNames.map((name) => {
    const { does, allowedBy } = unusualBehaviours[name]
    return `| \`${name}\` | ${cell(does)} | ${cell(allowedBy)} |`
  })
  return {
    path: 'unusual.md',
    text: `${generated}
# Unusual servers

A client that works with one server may rely on luck: on an answer that comes in one piece, on the order of fields, on the case of
a name. Servers here can do what their standards allow and servers seldom do, by chance, so that such a client is found out.

\`\`\`sh
npx sitemode serve scenarios/hierarchies/two-modes.yaml --unusual 7
npx sitemode run my-scenario.yaml --unusual 7
npx sitemode serve scenarios/hierarchies/two-modes.yaml --unusual 7:chunked,field-case
\`\`\`

The number is a seed. Each kind happens in half of the cases where it can. What happens on a connection follows from the seed, the
listener, and how many connections the same client had to it before, so the same run shows it again. A hierarchy file
says \`unusual: { seed: 7 }\`, the library \`startHierarchy(file, { unusual: { seed: 7 } })\`; \`only\` names the kinds that may happen.
\`run\`, \`trace\`, \`plan\`, \`fleet\`, \`matrix\`, \`lab\` and \`serve\` take \`--unusual\`, which overrides the file.

A [script](misbehaviour.md) can ask for most kinds where they are wanted: \`unusual: chunked\`.

Where a client of yours fails, [its connection](reference/library.md#foreignconnection) names what was unusual: \`unusual: ["chunked"]\`. Name kinds until
one alone is left. Simulated clients and the scenarios of this package hold under every kind.

| Kind | A server | Allowed, since |
| --- | --- | --- |
${rows.join('\n')}
`,
  }
}
