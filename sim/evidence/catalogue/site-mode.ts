import type { Chapter, Sighting, ToldOfMode } from '../catalogue-entry.ts'
import { reportedByWinHttp } from './client-report.ts'
import { http } from './http.ts'
import { port } from './port.ts'

/** How it shows that a client speaks the protocol of the other mode: other failures show alike where the modes agree. */
const shows: readonly Sighting[] = [
  ...port['nothing-listens'].sightings.filter(({ server }) => server !== null),
  ...port['https-to-http-port'].sightings,
  ...port['http-to-https-port'].sightings,
  ...http['ssl-required'].sightings,
  ...http['not-served-by-this-protocol'].sightings,
]

function sightingsWhere(told: ToldOfMode): readonly Sighting[] {
  return shows.map((sighting) => ({ ...sighting, told }))
}

const report = {
  ...reportedByWinHttp(12029),
  httpSys: port['https-to-http-port'].httpSys,
  reference: 'Administrator Checklist: Migrating a Site to Native Mode',
} as const

/** The client and the site are in different modes: neither of them is broken. */
export const siteMode = {
  'mode-never-told': {
    title: 'the site is in the other mode, and nobody tells the client so',
    happens:
      'The site has switched its mode since the client was told of it, or nobody ever told the client. It does not read ' +
      "Active Directory, or its site does not publish there; so it keeps to the protocol of the mode that it knows, which the site's systems no longer " +
      'serve. Nothing is wrong with the web server.',
    frequency: 'occasional',
    party: 'client',
    remedy:
      'Install the client again with the mode of its site (CCMSetup with /native, or without it), or let its site ' +
      'publish in Active Directory and the client read it there: nothing else tells it of a switch.',
    look: "Compare the mode in the client's properties with the site's, and see whether the client is in the domain.",
    sightings: sightingsWhere('never'),
    suspicion: ({ believed }) => (believed ? undefined : 'unlikely'),
    ...report,
    provocation: { protocol: 'http', mode: 'mixed', switched: 'never' },
  },
  'mode-not-told-yet': {
    title: 'the site has switched to the other mode, and the client has not heard of it yet',
    happens:
      'The site has switched its mode since the client last read the settings, and the client keeps to the protocol of ' +
      'the mode that it knows. It will learn of the switch without help. Nothing is wrong with the web server.',
    frequency: 'occasional',
    party: 'client',
    remedy:
      "Wait until the client reads its site's mode in Active Directory again, within two polling cycles of policy (two " +
      'hours by default), or start it again: then it reads it at once. The mode of another site it learns when it next asks.',
    look: "Compare the mode in the client's properties with the site's, and the time of the switch with the client's start.",
    sightings: sightingsWhere('not-yet'),
    suspicion: ({ believed }) => (believed ? undefined : 'unlikely'),
    ...report,
    provocation: { protocol: 'http', mode: 'mixed', switched: 'not-yet' },
  },
  'mode-told-otherwise': {
    title: 'the client was told another mode than the site is in',
    happens:
      'The site was in its mode already when the client was told of the other: CCMSetup was run for the other mode, or ' +
      'Active Directory, a server locator point or a management point tells what is no longer so. Nothing is wrong with ' +
      'the web server.',
    frequency: 'occasional',
    party: 'site',
    remedy:
      'Correct the one that told the client, which the attempt names, or install the client for the mode that the site is ' +
      'in.',
    look: "Compare the mode in the client's properties with what the site publishes, and with CCMSetup's command line.",
    sightings: sightingsWhere('otherwise'),
    suspicion: ({ believed }) => (believed ? undefined : 'unlikely'),
    ...report,
    provocation: { mode: 'mixed', switched: 'otherwise' },
  },
} satisfies Chapter
