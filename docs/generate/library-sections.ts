/** A task, and the names of the package that serve it, in the order in which a reader needs them. */
interface LibrarySection {
  title: string
  about: string
  names: readonly string[]
}

/** Every function of the package is in one of them; types that are in none stand in a list at the end of the page. */
export const librarySections: readonly LibrarySection[] = [
  {
    title: 'Start a hierarchy',
    about: `A hierarchy that listens on loopback, for its own simulated clients and for any program of yours. The
[README](../../README.md#a-test-of-your-own) shows a whole test.`,
    names: [
      'startHierarchy',
      'OpenOptions',
      'RunningHierarchy',
      'SimulatedClient',
      'hierarchy',
      'packetFile',
    ],
  },
  {
    title: 'Test a client of your own',
    about: `A client that is refused seldom learns why: ask the server. \`running.pki\` and \`running.lookup\` are for its options,
\`running.nextConnection()\` resolves to [its connection](json.md#a-foreign-connection), and an assertion that fails says what really
happened. [Test your own client](../testing-your-own-client.md) does that for three clients, and under Vitest and Jest.`,
    names: [
      'ForOwnClients',
      'RunningPki',
      'TlsCredential',
      'NextConnectionOptions',
      'ForeignConnection',
      'assertRefusedBecause',
      'assertAnswered',
      'assertWithheld',
      'matchers',
    ],
  },
  {
    title: 'Write files in TypeScript',
    about:
      'A hierarchy or a scenario may be the default export of a TypeScript file, wherever its name is taken.',
    names: ['scenario', 'HierarchyInput', 'ScenarioInput', 'StepInput', 'FleetInput'],
  },
  {
    title: 'Know what went wrong',
    about:
      'A function rejects with one of these where its input, the machine or a request to a hierarchy is at fault.',
    names: [
      'InputError',
      'Problem',
      'EnvironmentError',
      'ContactError',
      'FaultError',
      'ClockError',
      'SiteModeError',
      'NoConnectionError',
    ],
  },
]
