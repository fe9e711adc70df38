import { scenario } from 'sitemode'

/** Who gets an answer from the resident management point where, and by which protocol; the others keep away. */
const visits = [
  { client: 'OSLO-PC', to: '10.3.0.9', site: 'BGO', protocol: 'https' },
  { client: 'OSLO-PC', to: '10.4.0.9', site: 'TOS', protocol: undefined },
  { client: 'OSLO-PC', to: '10.5.0.9', site: 'HFS', protocol: undefined },
  { client: 'OSLO-HTTP-PC', to: '10.3.0.9', site: 'BGO', protocol: 'https' },
  { client: 'OSLO-HTTP-PC', to: '10.4.0.9', site: 'TOS', protocol: 'http' },
  { client: 'OSLO-HTTP-PC', to: '10.5.0.9', site: 'HFS', protocol: 'http' },
  { client: 'TROMSO-PC', to: '10.1.0.9', site: 'OSL', protocol: undefined },
  { client: 'TROMSO-PC', to: '10.3.0.9', site: 'BGO', protocol: undefined },
  { client: 'TROMSO-PC', to: '10.5.0.9', site: 'HFS', protocol: 'http' },
] as const

export default scenario({
  name: 'Every sort of client visits every site',
  cites: 'Roaming between sites of different modes, first paragraph and table 2',
  hierarchy: 'hierarchies/three-tiers.yaml',
  steps: visits.flatMap(({ client, to, site, protocol }) => [
    { client, move: { address: to } },
    {
      client,
      contact: 'management-point' as const,
      relation: 'resident' as const,
      expect:
        protocol === undefined
          ? { outcome: 'withheld' as const, site }
          : { outcome: 'answered' as const, site, protocol },
    },
  ]),
})
