import { scenario } from 'sitemode'

const sites = [
  { site: 'OSL', mode: 'native', serves: 'OSL', address: '10.1.0.9' },
  { site: 'LIL', mode: 'native', serves: 'OSL', address: '10.2.0.9' },
  { site: 'BGO', mode: 'native', serves: 'BGO', address: '10.3.0.9' },
  { site: 'TOS', mode: 'mixed', serves: 'TOS', address: '10.4.0.9' },
  { site: 'HFS', mode: 'mixed', serves: 'TOS', address: '10.5.0.9' },
] as const

type Site = (typeof sites)[number]

/** What the source text has each sort of client do in a site that is not its own: HTTP, HTTPS, or keep away. */
const clients = [
  { client: 'OSLO-PC', assigned: 'OSL', own: 'https', inMixed: undefined, inNative: 'https' },
  { client: 'OSLO-HTTP-PC', assigned: 'OSL', own: 'https', inMixed: 'http', inNative: 'https' },
  { client: 'OSLO-PHONE', assigned: 'OSL', own: 'https', inMixed: undefined, inNative: undefined },
  { client: 'TROMSO-PC', assigned: 'TOS', own: 'http', inMixed: 'http', inNative: undefined },
  { client: 'TROMSO-PHONE', assigned: 'TOS', own: 'http', inMixed: undefined, inNative: undefined },
] as const

type Client = (typeof clients)[number]

const contentRoles = ['management-point', 'standard-distribution-point'] as const

/** A secondary site serves the clients of its primary, so that they are at home there. */
function protocolThere({ assigned, own, inMixed, inNative }: Client, { serves, mode }: Site) {
  if (serves === assigned) return own
  return mode === 'mixed' ? inMixed : inNative
}

/** Wherever the client is, its assigned site goes on serving it; what the resident site does depends on the modes. */
function visit(client: Client, there: Site) {
  const protocol = protocolThere(client, there)
  return [
    { client: client.client, move: { address: there.address } },
    ...contentRoles.flatMap((contact) => [
      {
        client: client.client,
        contact,
        relation: 'assigned' as const,
        expect: { outcome: 'answered' as const, site: client.assigned, protocol: client.own },
      },
      {
        client: client.client,
        contact,
        relation: 'resident' as const,
        expect: {
          site: there.site,
          ...(protocol ? { outcome: 'answered' as const, protocol } : { outcome: 'withheld' as const }),
        },
      },
    ]),
  ]
}

export default scenario({
  name: 'Every sort of client visits every site',
  cites: 'First sentence: the site mode affects communication within the assigned site and when roaming',
  quotes: [
    {
      lang: 'ja',
      text: 'Configuration Manager 2007 サイトでのサイト モードの構成は、割り当てられているサイト内でのクライアントとサーバーの通信と、モードが異なるサイト間でローミングしているときのクライアントとサーバーの通信の両方に影響します。',
    },
  ],
  hierarchy: 'hierarchies/three-tiers.yaml',
  steps: clients.flatMap((client) => sites.flatMap((there) => visit(client, there))),
})
