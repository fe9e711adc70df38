import type { Outcome } from '../evidence/attempt.ts'
import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import type { FleetAct } from '../evidence/fleet-result.ts'
import type { ForeignConnection } from '../evidence/foreign-connection.ts'
import { causesInWords } from '../evidence/time-lost.ts'
import type { Stage } from '../vocabulary/network.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import { clientsCounted, counted, thousands } from '../vocabulary/counted.ts'
import { liveScript } from './live-script.ts'

/** The texts of pages in English, and by them the type of every other language's. */
export const english = {
  /** The language's own name. */
  language: 'English',

  // Names of what has ids. The catalogue, the rules and the tables have their English where they stand.
  failure: ({ title, happens, remedy, look }: CatalogueEntry): FailureTexts => ({
    title,
    happens,
    remedy,
    look,
  }),
  /** The sentence of a rule, by its id and as it was recorded. */
  rule: (_id: string, sentence: string): string => sentence,
  table: (_id: string, title: string): string => title,
  column: (_id: string, title: string): string => title,
  /** An item of the checklist before a switch. */
  check: (_id: string, asks: string): string => asks,
  /** `management point`. */
  role: (role: string): string => role.replaceAll('-', ' '),
  modes: named<SiteMode>({ mixed: 'mixed', native: 'native' }),
  parties: named<CatalogueEntry['party']>({
    scenario: 'scenario',
    client: 'client',
    'site system': 'site system',
    'certification authority': 'certification authority',
    'name service': 'name service',
    network: 'network',
    site: 'site',
  }),
  outcomes: named<AnyOutcome>({
    answered: 'answered',
    failed: 'failed',
    withheld: 'withheld',
    contradicted: 'contradicted',
    unanswered: 'unanswered',
  }),
  verdicts: { passed: 'passed', failed: 'failed', 'got nothing': 'got nothing' },
  stages: named<Stage>({
    resolve: 'name resolution',
    connect: 'TCP connection',
    tls: 'TLS handshake',
    http: 'HTTP',
    smb: 'SMB',
    pxe: 'PXE',
    soh: 'statement of health',
    ldap: 'LDAP',
    dns: 'DNS',
    wins: 'WINS',
  }),
  counts: {
    attempts: (number: number) => counted(number, 'attempt'),
    steps: (number: number) => counted(number, 'step'),
    /** With thousands apart. */
    clients: clientsCounted,
    sites: (number: number) => counted(number, 'site'),
  },

  page: {
    language: 'Language',
    skipTo: (name: string) => `Skip to the ${name}`,
    summary: 'Summary',
    needsScript: 'What opens below needs JavaScript.',
  },

  attempt: {
    noSystem: 'no system',
    target: (role: string, relation: 'assigned' | 'resident') => `${role} of the ${relation} site`,
    forced: 'forced',
    contradict: 'the two ends contradict each other',
    contradictTitle: 'The two ends contradict each other.',
    rule: ['Rule ', '.'],
    stages: 'Stages',
    stageFailed: (stage: string) => `${stage} failed`,
    stageUnreached: (stage: string) => `${stage} not reached`,
    unexplained: 'nothing in the catalogue explains it',
    unexplainedTitle: 'Nothing in the catalogue explains it.',
    toDo: 'To do',
    clientSaw: 'The client’s end saw',
    serverSaw: 'The server’s end saw',
    simulatorKnows: 'The simulator knows',
    nothingWrong: 'nothing wrong, or nothing at all',
    inStage: (stage: string) => ` in ${stage}: `,
    /** Subject, issuer, first and last day go between. */
    certificate: ['certificate ', ' of ', ', valid ', ' to ', ''],
    client: 'client',
    clientInMode: (client: string, mode: string) => `${client}, in ${mode} mode`,
    address: 'address',
    began: 'began',
    took: (at: string, ms: number) => `${at}, took ${ms} ms`,
    connection: 'connection',
    fromTo: (from: string, to: string) => `${from} to ${to}`,
    listener: 'listener',
    accepted: (name: string, port: number, replies: number) =>
      `${name} accepted it at port ${port} and gave ${counted(replies, 'reply', 'replies')}`,
    noneAccepted: 'none accepted it',
    withCertificate: 'with a client certificate',
    withoutCertificate: 'without a client certificate',
    status: 'status',
    followsUp: 'follows up',
    sent: (bytes: number) => ` with ${thousands(bytes)} bytes`,
    answer: (status: string, bytes: number) => `${status}, ${thousands(bytes)} bytes`,
    noAnswer: 'no answer',
    neverSent: 'never sent',
  },

  /** By whom a client was told of an address; the system is the teller's, where it is known. */
  told: {
    experiment: () => 'told by the experimenter',
    installation: () => 'told at installation',
    'active-directory': () => 'told by Active Directory',
    dns: () => 'told by DNS',
    wins: () => 'told by WINS',
    'server-locator-point': (system?: string) => `told by ${system ?? 'a server locator point'}`,
    'management-point': (system?: string) => `told by ${system ?? 'a management point'}`,
    policy: (system?: string) => `told by a policy of ${system ?? 'a management point'}`,
  },
  toldAge: {
    at: (time: string) => ` at ${time}`,
    hoursAgo: (hours: number) => `, ${counted(hours, 'hour')} ago`,
    daysAgo: (days: number) => `, ${counted(days, 'day')} ago`,
  },

  report: {
    parts: 'Parts of this report',
    fleet: 'Fleet',
    hierarchies: 'Hierarchies',
    figures: 'Figures',
    tables: 'Tables',
    otherPrograms: 'Other programs',
    scenarios: 'Scenarios',
    attempts: 'Attempts',
    wholeCommand: 'The whole command',
    /** In bold, and what follows. */
    cutShort: (seconds: string) => [
      'This run was cut short',
      ` after ${seconds} s. What follows is what had been recorded by then.`,
    ],
    timeLost: {
      'stood-still': (seconds: string) => sentence(causesInWords['stood-still'](seconds)),
      'clock-ahead': (seconds: string) => sentence(causesInWords['clock-ahead'](seconds)),
      'clock-back': (seconds: string) => sentence(causesInWords['clock-back'](seconds)),
    },
    timeLostMeans: "It is the machine's doing: times around it say nothing about a site system.",
    hierarchy: 'The hierarchy',
    theHierarchies: 'The hierarchies',
    pictureOf: (hierarchy: string) => `Picture of ${hierarchy}`,
  },

  live: {
    title: (name: string) => `${name}, live`,
    skipTo: 'attempts',
    advanceBy: 'Clock ahead by',
    advance: 'Advance',
    download: 'Download',
    scenarioFile: 'Scenario that runs and passes',
    recording: 'Recording',
    archive: 'HTTP archive (HAR)',
    capture: 'Capture for Wireshark',
    whatHappens: 'What happens',
    attempts: 'Attempts',
    scenario: 'Scenario',
    hint: 'Choose a client, a site or a system in the picture for what it can do.',
    close: 'Close',
    timeline: 'Timeline',
    moment: 'Moment',
    by: 'By',
    machineClock: 'the machine’s clock',
    simulationClock: 'the simulation’s clock',
    zoomOut: 'Zoom out',
    zoomIn: 'Zoom in',
    all: 'All',
    anyTime: 'Any time',
    backToNow: 'Back to now',
    hierarchy: 'The hierarchy',
    find: 'Find a client, site or system',
    findHint: 'Client, site or system…',
    smaller: 'Smaller picture',
    larger: 'Larger picture',
    fit: 'Fit',
    found: 'Found',
    picture: 'Picture of the hierarchy',
    columns: {
      id: 'id',
      at: 'at',
      client: 'client',
      protocol: 'by',
      system: 'turned to',
      outcome: 'outcome',
      text: 'why',
    },
    protocol: 'Protocol',
    madeBy: 'Made by',
    makers: { clients: 'clients', 'other programs': 'other programs' },
    clear: 'Clear',
    list: 'List of attempts',
    kept: 'kept',
    more: 'Show more',
    details: 'Details',
    rowAbove: 'Row above',
    rowBelow: 'Row below',
    closeDetails: 'Close the details',
    bothEnds: 'Both ends',
    openFile: 'Open a file',
    runAll: 'Run all',
    runOne: 'Run one step',
    fromTheTop: 'From the top',
    stepsInYaml: 'Steps, in YAML',
    stepsOfScenario: 'Steps of the scenario',
    stepsSoFar: 'Steps so far',
    noStepsYet: 'none yet',
    edit: 'Edit',
    ownHierarchy: (name: string) =>
      `Its steps run on ${name}, as it is now, and not on a hierarchy of their own.`,
    counters: {
      attempts: 'attempts',
      served: 'requests served',
      others: 'of other programs',
      'stood-still': 'stood still',
      'clock-ahead': "machine's clock ahead by",
      'clock-back': "machine's clock back by",
      clock: 'clock set to',
      shown: 'clients in the picture',
      shownOf: (shown: number, all: number) => `${shown} of ${thousands(all)}`,
    },
    otherProgram: 'other program',
    keep: (id: string) => `Keep ${id}`,
    script: liveScript,
  },

  /** What a row of the live page opens to. */
  pane: {
    again: 'The same by hand',
    certificatesBy: 'The certificates are written by',
    copyAs: (name: string) => `Copy as ${name}`,
    ownCertificate: 'The client’s own certificate',
    clientRefused: 'The certificate that the client did not accept',
    serverRefused: 'The certificate that the server did not accept',
    subject: 'subject',
    issuedBy: 'issued by',
    serialNumber: 'serial number',
    valid: 'valid',
    fromTo: (from: string, to: string) => `${from} to ${to}`,
    names: 'names',
    for: 'for',
    answered: (status: string, ms: number) => `${status}, after ${ms} ms`,
    request: 'Request',
    answer: 'Answer',
    body: 'Body',
    serverSaw: 'server saw',
    otherCauses: 'other causes',
    certificate: 'certificate',
    connection: 'connection',
    ended: 'ended',
    endedAfter: (at: string, ms: number, replies: number) =>
      `${at}, after ${ms} ms and ${counted(replies, 'reply', 'replies')}`,
    server: 'server',
  },

  /** What a client, a site or a system can do, on the live page. */
  menu: {
    client: (mode: string, at: string, site: string | null) =>
      `${mode} mode, at ${at}, ${site === null ? 'no assigned site' : `assigned to ${site}`}`,
    site: (kind: string, mode: string, parent: string | undefined) =>
      `${kind} site, ${mode} mode${parent === undefined ? '' : `, below ${parent}`}`,
    system: (roles: string, site: string, fault: string | null) =>
      `${roles} of ${site}${fault === null ? '' : `; broken: ${fault}`}`,
    contact: 'Contact',
    role: 'Role',
    ofTheSite: 'Of the site',
    relations: { assigned: 'assigned', resident: 'resident' },
    force: 'Whatever its rules say',
    administrator: 'Administrator',
    approve: 'Approve',
    revokeAll: 'Revoke its certificates',
    revoke: 'Revoke its certificate',
    mode: 'Mode',
    switchTo: (mode: string) => `Switch to ${mode} mode`,
    eachOfSite: 'Each client that the file assigns to it',
    break: 'Break',
    fault: 'Fault',
    mend: 'Mend',
    repair: 'Repair',
    replace: 'Replace by a program of your own',
    eachOfGroup: 'Each client of the group',
    outside: 'Outside all sites',
    inSite: (site: string) => `In site ${site}`,
    more: (number: number) =>
      `and ${thousands(number)} more, which the field above the picture finds by name`,
    move: 'Move',
    toSite: 'To site',
    noSite: 'no site',
    orAddress: 'Or address',
    orInternet: 'Or the Internet',
    get: 'Get',
    package: 'Package',
    install: 'Install',
    update: 'Update',
    act: 'Act',
    actions: named<string>({
      assign: 'Find its site',
      start: 'Start',
      requestPolicy: 'Request policy',
      sendState: 'Send a state message',
      scanForUpdates: 'Scan for updates',
      storeState: 'Store its user state',
      restoreState: 'Restore its user state',
    }),
    kinds: { client: 'client', site: 'site', system: 'system' },
    nothingFound: 'nothing of this name',
  },

  summary: {
    scenariosPassed: 'scenarios passed',
    gotNothing: 'got nothing',
    cellsAgree: 'cells agree',
    attempts: 'attempts',
    seconds: 'seconds',
    of: (number: number, all: number) => `${thousands(number)} of ${thousands(all)}`,
    didNotHold: 'Scenarios that did not hold',
    nothingTitle: 'Clients that got nothing, and why',
    nothingAbout: 'Nothing was expected of these steps, so no scenario fails by them.',
    nothingTable: 'Clients that got nothing',
    client: 'client',
    step: 'step',
    why: 'why',
    shownBy: 'shown by',
    clientsOf: (number: number, all: number) => `${thousands(number)} of ${thousands(all)} clients`,
    byProtocol: 'By protocol',
    attemptsByProtocol: 'Attempts by protocol',
    protocol: 'protocol',
    contradictions: 'Where the two ends contradict each other',
    more: (number: number) => `${thousands(number)} more`,
    failed: 'What failed, for whom, and why',
    failures: 'Failures',
    times: 'times',
    whatItWas: 'what it was, and what to do',
    clients: 'clients',
    systems: 'systems',
    first: 'first',
    toDo: 'To do',
  },

  filter: {
    attempts: 'Filter the attempts',
    filter: 'Filter',
    outcome: 'Outcome',
    showAll: 'Show all',
    matching: 'The first attempts that match',
    /** Filled in by the page's script. */
    shownOf: '{shown} of {all} attempts',
    shown: '{shown} shown',
    match: '{client}, {protocol} to {system} {outcome}',
    help: 'What the filter understands',
    /** Code goes between; so in each of these. */
    field: [': the field has this value. Fields: ', '.'],
    any: [': ', ' stands for any characters. ', ' finds 403.7, and ', ' finds mp.contoso.test.'],
    word: [': a word, anywhere. ', ': a text as it stands.'],
    several: [': any of several. ', ': not this. Terms between spaces must all match.'],
  },

  picture: {
    hierarchy: (name: string, sites: readonly string[]) => `Hierarchy ${name}: ${sites.join('; ')}`,
    site: (code: string, kind: string, mode: string) => `${code}, ${kind} site in ${mode} mode`,
    kinds: { primary: 'primary', secondary: 'secondary' },
    internet: 'the Internet',
    nowhere: 'outside all boundaries',
    tooManyArrows: 'Too many arrows for one picture; each client’s attempts are in its sequence.',
    slow: 'slow',
    broken: (fault: string) => `broken: ${fault}`,
    computer: 'computer',
    device: 'mobile device',
    client: (name: string, device: string, mode: string, at: string, site: string) =>
      `${name}: ${device} in ${mode} mode, at ${at}, assigned to ${site}`,
    noSite: 'no site',
    of: (site: string) => `of ${site}`,
    /** Clients that the file describes one by one, by assigned site and mode. */
    alike: (site: string, mode: string) => `of ${site}, ${mode}`,
    numberOf: (number: number, what: string) => `${thousands(number)} ${what}`,
    traffic: (client: string, system: string, protocol: string, outcome: string, count: number) =>
      `${client} to ${system} by ${protocol}: ${outcome}${count === 1 ? '' : `, ${thousands(count)} times`}`,
    answered: 'answered',
    failed: 'failed, at the stage that is marked',
    withheld: 'withheld: the client’s rules forbade it',
    contradicted: 'contradicted: the two ends do not bear each other out',
  },

  sequence: {
    of: (client: string) => `What ${client} met, in order`,
    attempt: (id: string, protocol: string, system: string, outcome: string) =>
      `${id}: ${protocol} to ${system}, ${outcome}`,
    modeNow: (mode: string) => `${mode} now`,
    noSite: 'no site',
    keptAway: (protocol: string, rule: string) => `kept away: ${protocol} by rule ${rule}`,
    moreRequests: (number: number) => `… ${thousands(number)} more requests`,
    certificateShown: 'client certificate shown',
    noCertificate: 'no client certificate',
    noAnswer: 'no answer',
    clientIsAt: (client: string, at: string) => `${client} is at ${at} now`,
    switched: (site: string, mode: string) => `site ${site} went into ${mode} mode`,
    repaired: (system: string) => `${system} was repaired`,
    broke: (system: string, fault: string) => `${system} broke: ${fault}`,
    misbehaves: (systems: string, name: string) => `${systems} misbehaves: ${name}`,
    misbehaviourEnded: (name: string) => `the misbehaviour ${name} ended`,
    allMisbehaviourEnded: 'every misbehaviour ended',
    clockMoved: (time: string) => `the clock was moved to ${time}`,
    revoked: (holder: string) => `the certificate of ${holder} was revoked`,
  },

  figures: {
    figure: (number: number) => `Figure ${number}`,
    caption: (number: number, title: string) => `Figure ${number}. ${title}.`,
    withoutOption:
      'A native-mode client in a mixed-mode site, without the option “HTTP communication for roaming and site assignment”',
    withOption: 'The same client with the option',
    within: 'Clients within their assigned site, in mixed and in native mode',
    siteInMode: (mode: string) => `${mode}-mode site`,
    site: (relation: 'assigned' | 'resident', mode: string) => `${relation} site, ${mode} mode`,
    client: 'client',
    nativeClient: 'native-mode client',
    by: (protocols: readonly string[]) => `by ${protocols.join(' and ')}`,
    notAtAll: 'not at all',
    no: 'no',
    and: ' and ',
    otherwise: ' ≠ documented',
  },

  run: {
    on: (hierarchy: string) => `On ${hierarchy}`,
    cutShort: 'cut short',
    shows: (cites: string) => `Shows: ${cites}`,
    picture: 'Picture of the hierarchy',
    more: (count: number) => `and ${thousands(count)} more`,
    steps: 'Steps',
    expected: 'expected',
    observed: 'observed',
    none: 'none',
    sequenceOf: (client: string) => `Sequence of ${client}`,
    fromTo: (from: string, to: string) => `${from} to ${to}`,
  },

  tables: {
    figures: 'The figures, as observed',
    tables: 'The tables, as observed',
    leftOut:
      'Each protocol that a cell leaves out was tried by force: ✗ was refused on the wire; ! was answered, so that only the client’s own rule stands in its way.',
    siteSystem: 'Site system',
    documented: 'documented',
    no: 'No',
    or: ' or ',
    and: ' and ',
    skipped: 'skipped: ',
    observed: 'observed',
    none: 'none',
    nothing: 'nothing',
    asDocumented: ', as documented',
    otherwise: ', other than documented',
    whenForced: ' when forced',
  },

  foreign: {
    title: 'Connections of other programs',
    about:
      'Made by no simulated client, so that only the server’s end is known: the failures that explain it, the most likely first.',
    connectionsTo: (hierarchy: string) => `Connections of other programs to ${hierarchy}`,
    latest: (leftOut: number) => `, the latest; ${counted(leftOut, 'earlier one')} left out`,
    headings: {
      id: 'id',
      at: 'at',
      from: 'from',
      by: 'by',
      to: 'turned to',
      outcome: 'outcome',
      what: 'what it was',
      server: 'what the server saw',
      certificate: 'certificate of the client',
    },
    mostLikely: (title: string) => `most likely ${title}`,
    endedBeforeReply: 'ended before any reply',
    atStage: (code: string, stage: string) => `${code} at stage ${stage}`,
    answered: (status: string) => `, answered ${status}`,
    unusual: (behaviour: string) => `unusual: ${behaviour}`,
    anyPurpose: 'any purpose',
    usages: { server: 'server authentication', client: 'client authentication' },
    noSubject: 'a certificate without a subject',
    nobody: 'nobody',
    showed: ({ subject, issuer, from, to, usage }: ShownCertificate) =>
      `showed ${subject}, issued by ${issuer}, valid ${from} to ${to}, for ${usage}`,
    notAsked: 'was asked for no certificate',
    showedNone: 'showed no certificate',
    others: (ids: string, diagnosed: boolean) => `${diagnosed ? 'or' : 'perhaps'} ${ids}`,
    more: (number: number) => `${thousands(number)} more`,
  },

  diagnosis: {
    title: 'What failed, and why',
    failures: 'failures',
    failuresTitle: 'The failures, the most frequent first',
    noFailure: 'No line tells of a failure.',
    andMore: (number: number) => `and ${thousands(number)} more`,
    requestsFailed: 'requests failed',
    ways: 'ways in which they did',
    files: 'files',
    lines: 'lines',
    notUnderstood: 'not understood',
    atAGlance: 'At a glance',
    failuresAtAGlance: 'The failures at a glance',
    times: 'times',
    at: 'at',
    whatItIs: 'what it is',
    whoActs: 'who acts',
    unnamedServer: 'a server that is not named',
    nothingLikeIt: 'nothing in the catalogue looks like this',
    itIs: 'it is',
    itCanBe: 'it can be',
    mostLikely: 'most likely',
    theLines: 'The lines',
    askedFor: 'asked for',
    when: 'when',
    whenFromTo: (from: string, to: string) => `${from} to ${to}`,
    clients: 'clients',
    moreClients: (number: number) => `${thousands(number)} more`,
    toldBy: 'told by',
    becauseOf: 'because of',
    theParty: (party: string) => `the ${party}`,
    toDo: 'to do',
    toBeSure: 'to be sure',
    othersLookLikeThis: (number: number) =>
      `${number === 1 ? 'One other failure looks' : `${thousands(number)} other failures look`} like this`,
    and: (ids: string) => `and ${ids}`,
    byTheHierarchy: 'By the hierarchy',
    /** The system goes between. */
    systemOf: (site: string, mode: string) => ['', ` of ${site}, in ${mode} mode`],
    mayDoAt: (system: string) => `What clients may do at ${system}`,
    who: 'who',
    asksIts: 'asks its',
    by: 'by',
    byTheRule: 'by the rule',
    notAtAll: 'not at all',
    onPort: (port: number) => ` on port ${port}`,
    whatWasRead: 'What was read',
    file: 'file',
    kind: 'kind',
    kinds: {
      'client-log': "client's log",
      'web-server-log': "web server's log",
      'http-error-log': 'error log of HTTP.sys',
      recording: 'recording',
      capture: 'capture',
    },
    /** `12 times at mp.contoso.com from 3 clients`; who and where are empty where nobody knows. */
    heading: (count: number, host: string, who: string) =>
      [
        count === 1 ? 'Once' : `${thousands(count)} times`,
        ...(host === '' ? [] : [`at ${host}`]),
        ...(who === '' ? [] : [`from ${who}`]),
      ].join(' '),
    severalClients: (number: number) => `${thousands(number)} clients`,
    zoneDiffers: (hours: number, ahead: boolean) =>
      `${hours} h ${aheadOrBehind(ahead)}, as in another time zone`,
    clockDiffers: (seconds: number, ahead: boolean) => `${seconds} s ${aheadOrBehind(ahead)}`,
    clocks: (differences: readonly string[], pairs: number) =>
      `The client's clock is ${differences.join(', and ')}; ${pairs === 1 ? 'one request shows' : `${pairs} requests show`} that. The lines are joined accordingly.`,
    serverIsSilent: "the client's log; the web server's covers the time, and has no line of it",
    ambiguous: "both ends, though another line of the web server's log would fit as well",
    ends: {
      client: "the client's log alone",
      server: "the web server's log alone",
      both: 'both ends',
    },
    leftOut: (number: number) =>
      `There is more than can be kept: ${thousands(number)} further failed requests are not told here. Give fewer files at once.`,
  },

  fleet: {
    title: (name: string) => `The fleet ${name}`,
    lived: ({ clients, days, answered, acts, attempts, held }: FleetNumbers) =>
      `${clientsCounted(clients)} lived through ${counted(days, 'day')}: ${answered} of ${acts} acts ` +
      `were answered, in ${attempts} attempts${held ? '' : '; not everything is as expected'}.`,
    /** The file goes between. */
    from: (clients: string, seed: number) => [
      `${clients} of `,
      `, seed ${seed}. The attempts below are those of the first acts of each kind and end.`,
    ],
    clients: 'clients',
    days: 'days',
    attempts: 'attempts',
    connectionsBy: (protocol: string) => `connections by ${protocol}`,
    bytesSent: 'bytes in HTTP bodies, sent',
    bytesReceived: 'received',
    expected: 'What was expected',
    held: 'held',
    didNotHold: 'did not hold',
    howEnded: 'How everything ended',
    fates: 'Fates',
    count: 'count',
    group: 'group',
    acts: 'acts',
    outcome: 'outcome',
    reason: 'reason',
    noGroup: 'none',
    digest: 'Digest of all fates: ',
    howLong: 'How long it took',
    durations: 'Durations',
    more: 'more',
    actNames: named<FleetAct>({
      assign: 'searches for a site',
      policy: 'requests for policy',
      content: 'downloads of packages',
      updates: 'scans for software updates',
      state: 'state messages',
      'store-user-state': 'stores of user state',
      'restore-user-state': 'restores of user state',
    }),
    mayEnd: named<Outcome>({
      answered: 'be answered',
      failed: 'fail',
      withheld: 'be withheld',
      contradicted: 'be contradicted',
    }),
    /** Without an act, a group, an outcome or a diagnosis it is about all of them. */
    threshold: ({ most, act, group, mayEnd, diagnosis, count, of, share }: Threshold) => {
      const whose = group === null ? '' : ` of the group ${group}`
      const end = `${mayEnd ?? 'end'}${diagnosis === null ? '' : ` by ${diagnosis}`}`
      return `at most ${most} of all ${act ?? 'acts'}${whose} may ${end}: ${count} of ${of} did${share === null ? '' : ` (${share})`}`
    },
    strays: (number: number) => `${counted(number, 'connection')} that no attempt accounts for`,
    contradictions: (number: number) => `${counted(number, 'attempt')} whose two ends contradict each other`,
  },

  diff: {
    title: 'What ended in another way',
    changes: 'changes',
    summary: 'summary',
    /** The recording goes between. */
    cutShort: ['The run of ', ' was cut short: what it lacks, it may never have come to.'],
    scenariosCompared: 'scenarios compared',
    stepsCompared: 'steps compared',
    cellsCompared: 'cells compared',
    groupsCompared: 'groups compared',
    checksCompared: 'checks compared',
    changed: 'ended in another way',
    added: 'added',
    missing: 'missing',
    onlyIn: (side: 'later' | 'earlier', planned: boolean) =>
      `only in the ${side} ${planned ? 'plan' : 'recording'}`,
    describedDifferently: 'The hierarchy was described differently',
    described: { site: 'site', 'site system': 'site system', client: 'client' },
    andMore: (number: number) => `and ${thousands(number)} more`,
    notCompared: 'Times, ports and addresses are not compared.',
    atAGlance: 'At a glance',
    changesAtAGlance: 'The changes at a glance',
    stepOrCell: 'step or cell',
    item: 'item',
    in: 'in',
    client: 'client',
    becameOfIt: 'what became of it',
    clients: 'Clients',
    changesOfClient: 'changes',
    fact: 'fact',
    before: 'before',
    after: 'after',
    tables: 'The tables',
    checklist: 'The checklist',
    plan: 'The plan',
    allTables: 'all tables',
    wholeScenario: 'the whole scenario',
    phases: 'the phases',
    switchOf: (planned: string) => `the switch of ${planned}`,
    allClients: 'the sum of all clients',
    checkOf: (check: string, site: string | null) => `${check} of ${site ?? 'the hierarchy'}`,
    itsClients: 'its clients',
    notAlike: 'clients that did not end alike',
    target: (client: string, protocol: string, system: string, role: string, forced: boolean) =>
      `${client}, ${protocol} to ${system}, ${role}${forced ? ', by force' : ''}`,
    now: (before: string, after: string) => `${before}, now ${after}`,
    noLonger: 'no longer',
    onlyNow: 'only now',
    otherAttempts: (number: number) => `other attempts (${thousands(number)})`,
    none: 'none',
    nothing: (compared: string) => `Nothing ended in another way: ${compared}.`,
    some: (changes: string, compared: string) => `${changes}; compared: ${compared}.`,
    numberChanged: (number: number) => `${thousands(number)} ended in another way`,
    numberAdded: (number: number) => `${thousands(number)} added`,
    numberMissing: (number: number) => `${thousands(number)} missing`,
    groups: (number: number) => counted(number, 'group of clients', 'groups of clients'),
    checks: (number: number) => counted(number, 'check'),
    scenarios: (number: number) => counted(number, 'scenario'),
    cells: (number: number) => counted(number, 'cell'),
    /** `clientSaw` is `client saw`; a phase of a plan, `after CEN=native`, stays what it is. */
    field: (field: string) => field.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  },

  plan: {
    parts: 'Parts of this plan',
    picture: 'Picture',
    byCause: 'By cause',
    bySite: 'By site',
    byGroup: 'By group',
    notAlike: 'Not alike',
    checklist: 'Checklist',
    attempts: 'Attempts',
    clients: 'clients',
    groupsAlike: 'groups alike',
    countsOnce: 'Each client counts once, in the first of these numbers that holds for it.',
    switches: 'The switches',
    noSwitch: 'No site is switched.',
    notCarriedOut: 'Not carried out.',
    phases: 'The phases',
    phasesAbout:
      'One client of each group was tried at each of these moments, at home and wherever the group travels.',
    pictureTitle: 'What happens to the clients of each site',
    pictureAbout:
      'Each site has the clients that are assigned to it, and the colour of the worst that happens to one of them.',
    pictureOf: (hierarchy: string) => `Picture of ${hierarchy}`,
    withoutSite: 'without an assigned site',
    toMode: (mode: string) => `to ${mode}`,
    assignedSite: 'assigned site',
    switched: 'switched',
    clientsBySite: 'Clients by site',
    groupsAbout: 'Nothing tells the clients of a group apart, so that all of them end alike.',
    groupsOfClients: 'Groups of clients',
    group: 'group',
    inCommon: 'what they have in common',
    becomesOfThem: 'what becomes of them',
    changes: 'changes',
    differingTitle: 'Groups whose clients did not end alike',
    differingAbout:
      'Something tells these clients apart that the groups do not know of; their numbers are not to be trusted.',
    differingClients: 'Clients that did not end alike',
    client: 'client',
    becameOfIt: 'what became of it',
    isUnchanged: 'is unchanged',
    checklistTitle: 'The checklist before the switch',
    openItems: 'Items that do not hold',
    everyItemHolds: 'Every item holds.',
    itemsHold: (number: number) => `${counted(number, 'item')} ${number === 1 ? 'holds' : 'hold'}`,
    heldItems: 'Items that hold',
    site: 'site',
    item: 'item',
    found: 'found',
    all: 'all',
    holds: 'holds',
    doesNotHold: 'does not hold',
    more: (number: number) => `${thousands(number)} more`,
    continued: (name: string) => `${name}, continued`,
    changesTitle: 'What changes, by cause',
    changesOf: (cause: string) => `Changes: ${cause}`,
    whatChanges: 'what changes',
    for: 'for',
    before: 'before',
    after: 'after',
    shownBy: 'shown by',
    shownByAttempts: 'Shown by ',
    phaseByPhase: (changes: number) => `${counted(changes, 'change')} phase by phase`,
    whatHelps: 'What helps',
    /** A remedy by its id, and as it was recorded. */
    remedy: (_id: string, toDo: string): string => toDo,
    remediesOf: (cause: string) => `Remedies: ${cause}`,
    toDo: 'to do',
    tried: 'tried',
    beforeAndAfter: 'Before and after',
    /** The client goes between. */
    suchAs: ['such as ', ''],
    forExample: ['For example ', '.'],
    of: (site: string) => `of ${site}`,
    diagnosis: 'Diagnosis: ',
    failuresTitle: 'The failures, and what to do about them',
    attemptsTitle: 'The attempts',
    attemptsAbout: 'Each change names the attempts that show it; here they are, client by client.',
    moreClients: (number: number) => counted(number, 'more client'),

    // The plan in one sentence, numbers first, and in further ones what does not count in them.
    noClients: 'There are no clients.',
    strandedOf: (number: number, all: number) =>
      `${thousands(number)} of ${clientsCounted(all)} ${number === 1 ? 'is' : 'are'} stranded`,
    noneStranded: (all: number) => `None of ${clientsCounted(all)} is stranded`,
    noneLoses: (all: number) => `None of ${clientsCounted(all)} loses policy or content`,
    alsoIfUnready: (number: number, besides: boolean) =>
      `${thousands(number)} ${besides ? 'more' : number === 1 ? 'is' : 'are'} ${number === 1 ? 'if its unknown certificate is missing' : 'if their unknown certificates are missing'}`,
    becomes: (number: number, kind: string) => `${thousands(number)} ${kind}`,
    awayHowLong: ', typically two policy cycles',
    ofTheAway: (number: number, kind: string) =>
      `${thousands(number)} of the clients that are away also ${kind}`,
    withoutPolicyBefore: (number: number) =>
      `${thousands(number)} had no policy before the first switch, and ${number === 1 ? 'counts' : 'count'} as unchanged`,
    sentence: (facts: readonly string[]) => `${facts.join('; ')}.`,
    sentences: (sentences: readonly string[]) => sentences.join(' '),

    kindsOfOne: {
      stranded: 'is stranded',
      strandedIfUnready: 'is stranded if its unknown certificate is missing',
      awayUntilTold: 'is away until it is told',
      losesContent: 'loses content',
      fartherContent: 'gets content from farther away',
      delayedContent: 'gets content after eight hours',
      contentInterrupted: 'gets content worse until a later switch',
      losesState: 'cannot send its state any longer',
    },
    kindsOfMany: {
      stranded: 'are stranded',
      strandedIfUnready: 'are stranded if their unknown certificates are missing',
      awayUntilTold: 'are away until they are told',
      losesContent: 'lose content',
      fartherContent: 'get content from farther away',
      delayedContent: 'get content after eight hours',
      contentInterrupted: 'get content worse until a later switch',
      losesState: 'cannot send their state any longer',
    },
    /** The numbers of a plan, the worst first, under the headings of a table. */
    fates: {
      stranded: 'stranded',
      strandedIfUnready: 'stranded if unready',
      awayUntilTold: 'away until told',
      losesContent: 'lose content',
      fartherContent: 'content from farther away',
      unchanged: 'unchanged',
    },
    causes: {
      'never-told': 'Nothing tells the client of the switch',
      'not-told-yet': 'The client has not read of the switch yet',
      'no-usable-certificate': 'The client has no certificate that the site systems accept',
      'system-not-ready': 'A site system is not ready for the mode',
      'neighbour-of-other-mode': 'The site that the client is in has another mode than its assigned site',
      'package-only-there': 'Only a site of the other mode has the content',
      other: 'Another failure: see its diagnosis',
    },
    acts: {
      policy: 'Policy',
      content: 'Packages',
      updates: 'Software updates',
      state: 'State messages',
    },
    /** `Policy, at home`; `Packages CEN00001, visiting EST`. */
    act: (act: string, content: string | undefined, visiting: string | null) =>
      `${act}${content === undefined ? '' : ` ${content}`}, ${visiting === null ? 'at home' : `visiting ${visiting}`}`,
    groupName: (number: number, from: string) => `group ${number}${from === '' ? '' : ` (${from})`}`,
    computers: 'computers',
    devices: 'mobile devices',
    ofSite: (kind: string, site: string | null) =>
      `${kind} ${site === null ? 'without an assigned site' : `of ${site}`}`,
    home: (sites: readonly string[], onInternet: boolean) =>
      [
        ...(sites.length > 0 ? [`at home in ${sites.join(' and ')}`] : []),
        ...(onInternet ? ['on the Internet'] : []),
      ].join(' or ') || 'outside all boundaries',
    visit: (sites: readonly string[]) => `visit ${sites.join(' and ')}`,
    traits: (places: readonly string[], others: readonly string[]) =>
      [places.join(', '), ...others].join('; '),
    noActiveDirectory: 'do not read Active Directory',
    certificates: (certificates: readonly string[] | 'unknown') =>
      certificates === 'unknown' || certificates.length < 2
        ? `certificate: ${certificates === 'unknown' ? 'unknown' : (certificates[0] ?? 'none')}`
        : `certificates: ${certificates.join(', ')}`,
    version: (version: string) => `version ${version}`,
    ending: (protocol: string, system: string, site: string | null, outcome: string) =>
      `${protocol} to ${system}${site === null ? '' : ` of ${site}`} ${outcome}`,
    /** A phase as it was recorded: `before`, `after CEN=native`. */
    phase: (phase: string) => phase,
    until: (first: string, last: string | null) => `${first} to ${last ?? 'the end'}`,
    change: (clients: string, kind: string) => `${clients} ${kind}`,
    switch: (site: string, mode: string) => `${site} to ${mode} mode`,
    notTried: 'not tried',
    helpsAll: 'verified: helps all',
    leaves: (left: number, of: number) =>
      `verified: leaves ${thousands(left)} of ${thousands(of)} as they are`,
    inVain: 'tried in vain',
    strands: (helped: string, clients: string) => `${helped}; strands ${clients}`,
    fateOf: (number: number, of: number, fate: string) => `${thousands(number)} of ${thousands(of)}: ${fate}`,
    fateCounted: (number: number, fate: string) => `${thousands(number)} ${fate}`,
  },
}

/** Numbers of a fleet; those of acts and attempts as they are written. */
interface FleetNumbers {
  clients: number
  days: number
  answered: string
  acts: string
  attempts: string
  held: boolean
}

/** What was expected of a fleet, and what was found, in words; null where it is about any. */
interface Threshold extends Readonly<Record<'most' | 'count' | 'of', string>> {
  act: string | null
  group: string | null
  mayEnd: string | null
  diagnosis: string | null
  share: string | null
}

type AnyOutcome = Outcome | ForeignConnection['outcome']

/** A name for each of some ids; one that is missing is missed here, and not where a page looks for it. */
function named<Id extends string>(names: Readonly<Record<Id, string>>): Readonly<Record<Id, string>> {
  return names
}

/** What the catalogue says of a failure. */
export type FailureTexts = Readonly<Record<'title' | 'happens' | 'remedy' | 'look', string>>

/** A client's certificate; its dates are days. */
type ShownCertificate = Readonly<Record<'subject' | 'issuer' | 'from' | 'to' | 'usage', string>>

function aheadOrBehind(ahead: boolean): string {
  return ahead ? "ahead of the server's" : "behind the server's"
}

function sentence(words: string): string {
  return `${words.replace(/^./, (first) => first.toUpperCase())}.`
}

/** The texts of pages in one language. */
export type Texts = Widened<typeof english>

type Widened<Text> = Text extends string
  ? string
  : Text extends (...values: infer Values) => infer Result
    ? (...values: Values) => Widened<Result>
    : { readonly [Name in keyof Text]: Widened<Text[Name]> }
