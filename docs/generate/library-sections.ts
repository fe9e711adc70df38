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
    title: 'Keep a hierarchy open for others',
    about: `What \`sitemode serve\` opens: listeners for programs of any language, the live page, and the
[HTTP interface](http-interface.md). Both show what this program does with \`running\` as well.`,
    names: ['serve', 'ServeOptions', 'BesideHierarchy', 'ApiOptions', 'ServedHierarchy'],
  },
  {
    title: 'Run scenarios, tables and fleets',
    about: `Each resolves to a result, and to the recording of which every report is made. What did not turn out as expected is in the
result, and no error: a test asserts what it has to be.`,
    names: [
      'runScenario',
      'exerciseTables',
      'runFleet',
      'trace',
      'RecordedResult',
      'RunOptions',
      'FleetOptions',
      'TraceOptions',
      'WorkOptions',
      'LongWorkOptions',
      'OutOptions',
    ],
  },
  {
    title: 'Plan a change of modes',
    about: 'A plan opens its hierarchies by itself, and changes none of your files.',
    names: ['plan', 'planTable', 'ModeChange', 'PlanOptions', 'PlanOutOptions', 'PlanResult'],
  },
  {
    title: 'Divide a work',
    about: `\`jobs\` divides a run, a plan, a fleet or the lab among processes of this machine, \`shard\` a run, a plan or a fleet
among machines. Neither changes what it comes to. The processes are the package's own command, under any test runner.`,
    names: ['merge', 'JobsOptions', 'ShardOptions', 'RunShard', 'PlanShard', 'FleetShard', 'MergeResult'],
  },
  {
    title: 'Keep, report and compare recordings',
    about: `A recording has everything that happened in a run. One that was kept is what a regression test compares a new run with.`,
    names: [
      'readRecording',
      'writeReports',
      'reportText',
      'diff',
      'diffText',
      'assertEndedLike',
      'Recording',
      'Diff',
    ],
  },
  {
    title: 'Understand failures',
    about: `From a code, from logs, at an endpoint that is not ours, or provoked over sockets, by the same [failure
catalogue](../failures.md).`,
    names: ['explain', 'diagnose', 'probe', 'runLab', 'DiagnoseOptions', 'ProbeOptions', 'LabOptions'],
  },
  {
    title: 'Check and write files',
    about:
      'A hierarchy or a scenario may be the default export of a TypeScript file, wherever its name is taken.',
    names: [
      'validate',
      'Validated',
      'scenario',
      'HierarchyInput',
      'ScenarioInput',
      'StepInput',
      'FleetInput',
    ],
  },
  {
    title: 'Know what went wrong',
    about:
      'A function rejects with one of these where its input, the machine or a request to a hierarchy is at fault. An option that a function does not have, or a value of another type, is an `InputError` as well, so that a slip in JavaScript is told.',
    names: [
      'InputError',
      'Problem',
      'EnvironmentError',
      'ContactError',
      'FaultError',
      'ClockError',
      'SiteModeError',
      'NoConnectionError',
      'ClosedError',
    ],
  },
]
