import type { limits } from '../../sim/limits.ts'

/** By file, the title of the test in it that holds a promise. */
export type Tests = Readonly<Record<string, string>>

/** What is promised about security, and what holds the program to it. */
export interface SecurityPromise {
  says: string
  tests: Tests
}

/** What is promised, by subject. docs/security.md is made from it. */
export const promises = {
  'Nothing leaves the machine': [
    {
      says: 'Every listener is bound to loopback, and simulated clients and site systems connect only there.',
      tests: {
        'test/network/loopback-only.test.ts': 'by what Node says, no socket of a matrix is outside loopback',
        'test/network/loopback-only.slow.test.ts':
          'by what the kernel says, no socket of a matrix is outside loopback',
      },
    },
    {
      says: 'A revocation list whose address leads out of loopback is not fetched, whatever a certificate says.',
      tests: {
        'test/network/revocation-list-fetches.test.ts':
          'a list whose address leads out of loopback is not fetched, and the reason is ours',
      },
    },
    {
      says:
        'Only `probe` goes further: to the host of its URL, with one request. It follows no redirect, fetches no revocation ' +
        'list and sends no password.',
      tests: {
        'test/probe/what-is-said.test.ts':
          'a redirect shows where to, and the headers of a reply are shown on demand',
        'test/cli/laboratory.test.ts': 'probe tells what happened, and refuses what it cannot use',
      },
    },
    {
      says:
        'The live page of `serve --web` answers on 127.0.0.1 only requests that have its token and come from the page itself. ' +
        'A page of another origin, or another name that leads to 127.0.0.1, gets 403.',
      tests: {
        'test/live/live-page.test.ts':
          'only loopback is bound, and only the page’s own requests are answered',
      },
    },
    {
      says:
        'The HTTP interface of `serve --api` answers on 127.0.0.1 only programs that send its token, which is compared in ' +
        'constant time; without it only whether it is open, and its description. It answers no page of a browser, and no ' +
        'other name that leads to 127.0.0.1.',
      tests: {
        'test/live/interface.test.ts': 'only programs that have the token are answered',
      },
    },
    {
      says: 'No request to a listener leads out of the folder that it serves; those folders exist in memory alone.',
      tests: { 'test/points/path-traversal.test.ts': 'a random path does not lead out either' },
    },
  ],
  'Keys and secrets': [
    {
      says:
        'Private keys are readable by their owner alone: in the cache, in what `certs` writes, and in the files of `--keylog` ' +
        'and `--pcap`, whatever the umask is and whatever was there before.',
      tests: {
        'test/certs/cache.test.ts': 'only the owner can read the cache, whatever the umask',
        'test/certs/directory.test.ts': 'keys are for their owner only, whatever was there before',
        'test/cli/run-out.test.ts':
          'secrets are for the owner of their file alone, also where it was there before',
      },
    },
    {
      says: 'No command and no message shows a key.',
      tests: {
        'test/cli/surroundings.test.ts': 'no command tells a key',
        'test/cli/laboratory.test.ts': 'nothing else shows a key either',
      },
    },
    {
      says: 'The cache stays usable when a run is interrupted or killed, and when several runs share it.',
      tests: {
        'test/cli/interruption.test.ts': 'an interruption leaves a cache that can be used',
        'test/certs/cache.slow.test.ts': 'runs killed in the middle leave a usable cache',
      },
    },
  ],
  'A recording can be opened, whoever made it': [
    {
      says:
        'Every field of a recording is checked against its type first. `report` makes every report, or exits with 2 and names ' +
        'line and field.',
      tests: {
        'test/report/mutants.test.ts':
          'whatever is in a recording, it is refused by line and field, or every report is made',
        'test/report/mutants.slow.test.ts':
          'whatever is in a recording, it is refused or reported on: seed ${seed}',
      },
    },
    {
      says:
        'Nothing in a recording becomes markup or a script of a page. The policy of the page permits its own script by hash, ' +
        'and nothing from elsewhere.',
      tests: {
        'test/report/mutants.test.ts': 'every recorded text is shown as text',
        'test/witness/report-page.slow.test.ts': 'the report of a recording that tries to be markup',
      },
    },
    {
      says: 'A run that is cut short leaves a recording that can be read up to its last whole line.',
      tests: { 'test/cli/cut-short.slow.test.ts': 'a recording can be read wherever its run was killed' },
    },
  ],
  'The terminal obeys nobody else': [
    {
      says:
        'Names in files, names of files, log lines and what a remote server says are shown, never obeyed: control characters, ' +
        'escape sequences, marks of direction and line ends appear as escapes. They forge no line of TAP, no command of a ' +
        'CI service and no Markdown.',
      tests: {
        'test/cli/hostile-text.test.ts': 'every value of every command',
      },
    },
    {
      says: 'Any certificate that can be parsed is described, and the diagnosis goes on; what is unreadable in it is told.',
      tests: {
        'test/probe/mutants.test.ts': 'of any certificate that can be parsed all is said that can be said',
        'test/probe/mutants.slow.test.ts': 'of twenty thousand damaged certificates each is read',
      },
    },
  ],
  'Files and folders': [
    {
      says: 'An unusable file is refused by line and column with exit code 2; a pipe or a device is refused before it is opened.',
      tests: {
        'test/cli/malformed-input.test.ts':
          'a pipe or a device is refused before it is opened, wherever a file is expected',
        'test/model/source-file.test.ts': '${name} is refused',
      },
    },
    {
      says: 'The results of a run are whole or absent, one folder has one writer, and nothing outside it is written or removed.',
      tests: {
        'test/cli/results-folder.test.ts':
          'a list of reports that somebody else wrote removes nothing outside the folder',
      },
    },
    {
      says:
        'A full disk costs no line that was recorded before. `run` exits with 3; `serve` says so and goes on. Every other ' +
        'file that a command writes is whole or as it was, and the command exits with 3.',
      tests: {
        'test/cli/full-disk.test.ts':
          'a disk that is full at any write leaves whole lines, a sentence and exit code 3',
        'test/cli/written-files.test.ts': 'a disk that is full at each file of ${what}',
      },
    },
    {
      says:
        'A TypeScript file runs in a thread of its own until its export is known. If it fails, exits or waits for ever, it is ' +
        'refused with exit code 2; if it loops, Ctrl-C and SIGTERM end the command. Nothing that it does later counts.',
      tests: {
        'test/model/typescript-file.test.ts': 'a module has no part in the process once its export is known',
      },
    },
  ],
  'A listener survives its visitors': [
    {
      says: 'After any nonsense a listener answers the next good request. `npm run fuzz` tries each for a minute.',
      tests: { 'test/fuzz/fuzz.test.ts': 'every target opens, answers, and closes' },
    },
    {
      says: 'A flood of one listener leaves the others, and the live page, answering.',
      tests: {
        'test/network/still-connections.alone.test.ts':
          'a flood of one listener leaves it answering, and the others alone',
        'test/live/live-page.test.ts': 'connections without the token do not lock the page',
      },
    },
    {
      says: 'Memory and descriptors stay level under foreign load and failed handshakes. `npm run soak` tries it for an hour.',
      tests: {
        'test/live/knocks.alone.slow.test.ts': 'ten thousand knocks leave the latest thousand, and no more',
        'test/lab/leaks.alone.slow.test.ts': 'five thousand failed handshakes leave nothing behind',
      },
    },
  ],
  'Every command ends as documented': [
    {
      says: 'A port that is taken, a limit of the machine or an output that takes no more ends a command with exit code 3.',
      tests: {
        'test/network/taken-ports.test.ts': '${what} is taken',
        'test/cli/surroundings.test.ts': 'a limit of the machine exits with 3',
      },
    },
    {
      says:
        'What the machine keeps a command from is told as the machine’s: no server is blamed for it, no input, and no ' +
        'expectation of a failure holds on it.',
      tests: {
        'test/cli/machine-faults.test.ts': 'what the machine keeps a probe from says nothing of the server',
        'test/network/machine-faults.test.ts': 'what the machine keeps us from is no attempt: ${what}',
      },
    },
    {
      says: 'Ctrl-C ends every command with 130 and SIGTERM with 143, also while it is busy.',
      tests: {
        'test/cli/interruption.test.ts': 'serve says where everything is, and ends when told to',
        'test/model/typescript-file.test.ts': 'a module that loops can be interrupted',
      },
    },
    {
      says: 'A process that was stopped, or whose clock was set, says so.',
      tests: {
        'test/cli/lost-time.test.ts':
          'a process that is stopped and goes on says so, on its live page, in its recording and in the reports too',
      },
    },
  ],
} as const satisfies Readonly<Record<string, readonly SecurityPromise[]>>

const still: Tests = {
  'test/network/still-connections.alone.test.ts':
    'a client that stops is waited for as long as its server waits, and no longer',
}
const longest: Tests = {
  'test/network/longest-requests.test.ts':
    'a longer message is refused by its head, and one that is as long as may be is waited for',
}
const uploads: Tests = {
  'test/points/management-point.test.ts': 'uploads are kept, byte for byte, up to a limit',
}

/** The test that goes past each limit. */
export const testsOfLimits: Readonly<Record<keyof typeof limits, Tests>> = {
  connections: {
    'test/network/still-connections.alone.test.ts':
      'a flood of one listener leaves it answering, and the others alone',
  },
  webSilence: still,
  shareSilence: still,
  directorySilence: still,
  nameServerSilence: still,
  requestHead: {
    'test/network/longest-requests.test.ts': 'a longer head is refused, and a shorter one is read',
  },
  requestBody: {
    'test/points/fallback-status-point.test.ts': 'reports come in UTF-16, and nothing else is one',
  },
  ignoredBytes: {
    'test/network/longest-requests.test.ts':
      'a client that goes on after its refusal is listened to for a while, and cut off',
  },
  message: {
    'test/points/management-point.test.ts': 'a management point takes CCM_POST and nothing else',
  },
  inflatedMessage: {
    'test/points/management-point-limits.test.ts':
      'a message that would grow when read is refused, and the next request is answered',
  },
  uploadFragment: {
    'test/points/management-point.test.ts': 'a file comes in fragments, each after the last',
  },
  upload: uploads,
  uploadSessions: uploads,
  siteMessages: {
    'test/points/state-messages.test.ts': 'the site keeps the latest messages and counts them all',
  },
  siteMessageText: { 'test/points/state-messages.test.ts': 'long messages leave room for fewer' },
  registeredClients: {
    'test/points/management-point-registration.test.ts': 'a site forgets the oldest of too many clients',
  },
  updateComputers: {
    'test/points/update-records.test.ts':
      'a site remembers who registered, and forgets the oldest of too many',
  },
  updateEvents: {
    'test/points/update-records.test.ts':
      'a site remembers what was reported, and forgets the oldest of too much',
  },
  stateStores: {
    'test/points/state-migration-point.test.ts': 'very many captures do not fill the memory',
  },
  shareRequest: longest,
  directoryRequest: longest,
  nameRequest: longest,
  bootTransfers: {
    'test/points/boot-file-transfer.test.ts': 'so many transfers at a time and no more',
  },
  bootExchanges: { 'test/points/pxe-service-point.test.ts': 'of too many exchanges the oldest is over' },
  healthAnswers: {
    'test/points/system-health-validator-point.test.ts':
      'a request sent again is answered the same, and decided once',
  },
  unclaimedConnections: {
    'test/evidence/recorder.test.ts':
      'closed connections that nobody asks about are forgotten in time, open ones never',
  },
  keptConnections: {
    'test/network/foreign-connections.test.ts': 'of many the latest are kept',
  },
  unusualClients: {
    'test/network/unusual-servers.test.ts':
      'of too many clients the one that was away for longest is counted anew',
  },
  scripts: { 'test/network/misbehaviours.test.ts': 'a host misbehaves in so many ways at once, and no more' },
  scriptedAnswer: { 'test/network/misbehaviours.test.ts': 'a script has limits' },
  scriptedDelay: { 'test/network/misbehaviours.test.ts': 'a script has limits' },
  scriptedDatagrams: {
    'test/network/scripted-lookups.test.ts': 'of too many answers that wait the oldest is sent at once',
  },
  pageStrangers: { 'test/live/live-page.test.ts': 'connections without the token do not lock the page' },
  pageListeners: {
    'test/live/live-page.test.ts': 'of too many pages that are told of events the oldest has to come again',
  },
  pageSilence: {
    'test/live/knocks.alone.slow.test.ts':
      'a request to the page that stops in the middle is given up in time',
  },
  pageUnread: {
    'test/live/knocks.alone.slow.test.ts': 'ten thousand knocks leave the latest thousand, and no more',
  },
  listed: { 'test/live/interface.test.ts': 'what cannot be used is refused, and said' },
  pageRows: {
    'test/live/knocks.alone.slow.test.ts': 'ten thousand knocks leave the latest thousand, and no more',
  },
  pageScenario: {
    'test/live/live-page-tools.test.ts': 'the text of a scenario is read, or its mistakes told by line',
  },
  pageStep: { 'test/live/live-page.test.ts': 'a form sends a step of a scenario' },
  revocationList: {
    'test/network/revocation-list-fetches.test.ts':
      'a list without an end is given up, as one that cannot be had',
  },
  replyBody: {
    'test/probe/what-is-said.test.ts': 'an answer without an end is an answer, and no more of it is read',
  },
  probedBytes: { 'test/probe/tap-handshake.test.ts': 'an answer without an end is not kept' },
  heldPackets: {
    'test/network/packet-file.test.ts':
      'packets wait for the end of their attempt, up to a limit, and those behind them wait as well',
  },
  clockAhead: { 'test/scenario/refused-steps.test.ts': '${what} is refused' },
}

/** What nobody should rely on. */
export const notPromised = [
  'A TypeScript or JavaScript file runs with all the rights of whoever runs the command. Do not run a module of somebody ' +
    'whom you do not trust; write YAML for hierarchies and scenarios that come from others.',
  'Loopback keeps other machines out, not other users of this one: whoever has an account on the machine can connect to the ' +
    'listeners, and `serve` prints the accounts and secrets of the simulation. They open nothing else.',
  'The authorities are for tests. Their keys lie unencrypted in the cache: let no browser and no operating system trust them.',
  'The file of `--keylog` decrypts what was captured, and that of `--pcap` has both; that is what they are for.',
  'A recording holds names, addresses, requests and the subjects of certificates. Read it before you give it to somebody.',
  'Under a flood, connections of other programs give way to one another, so some are cut off. Simulated clients are not, while ' +
    'each host has an address of its own.',
  'The file of `serve --out` grows for as long as others send requests.',
  'With fewer than two dozen descriptors Node itself does not start, or cannot load the program, and so it is where memory ' +
    'runs out: words and exit code are then those of Node, 1 or above 128.',
  'SIGKILL leaves no time for anything: the recording ends at its last whole line, and the lock of the folder is taken over by ' +
    'the next run.',
  'Where the file system knows no owners, as on many network drives, the modes of key files mean nothing.',
  'A diagnosis of `probe` and `diagnose` rests on what the other side says. A server that lies is described as it wishes to be.',
] as const
