import type * as attempts from '../../../sim/client/attempt.ts'
import type { Transport } from '../../../sim/client/transports/transport.ts'
import type { Attempt } from '../../../sim/evidence/attempt.ts'
import type * as recorders from '../../../sim/evidence/recorder.ts'
import type { Recorder } from '../../../sim/evidence/recorder.ts'
import type { ServerView } from '../../../sim/evidence/server-view.ts'
import type { HostListener } from '../../../sim/network/name-service.ts'
import type * as nameServices from '../../../sim/network/name-service.ts'
import type { RefusalStyle } from '../../../sim/vocabulary/certificate.ts'
import { decorated, type Decorated } from '../plant.ts'
import { answeringHello } from './hello.ts'
import { knock } from './knock.ts'

/** Something that the simulator says, or does, without a witness. */
export interface Fake {
  id: string
  decorated: readonly Decorated[]
  noticedBy: readonly Command[]
  /** The style of refusal in which it shows; by default that of the files. */
  refusal?: RefusalStyle
}

export type Command = 'matrix' | 'run'

type Transporting = Attempt['protocol']
type Outcome = Awaited<ReturnType<Transport<unknown>['run']>>

/** What a client asks first of a system, or looks up: the tables exercise no lookups. */
const noticedBy: Readonly<Record<Transporting, readonly Command[]>> = {
  http: ['matrix', 'run'],
  https: ['matrix', 'run'],
  smb: ['matrix', 'run'],
  pxe: ['matrix', 'run'],
  soh: ['matrix', 'run'],
  ldap: ['run'],
  dns: ['run'],
  wins: ['run'],
}

const transports = Object.keys(noticedBy) as Transporting[]

type Context = Parameters<typeof attempts.attempt>[0]
type Subject = Parameters<typeof attempts.attempt>[1]
type Run = () => Promise<Outcome>

/** Attempts by a protocol run otherwise. */
function running(
  protocol: Transporting,
  run: (original: Run, context: Context, subject: Subject, port: number) => Promise<Outcome>,
): Decorated {
  return decorated<typeof attempts>('sim/client/attempt.ts', {
    attempt: (attempt) => (context, subject, transport) => {
      if (transport.protocol !== protocol) return attempt(context, subject, transport)
      const faked = () => run(transport.run, context, subject, transport.port)
      return attempt(context, subject, { ...transport, run: faked as typeof transport.run })
    },
  })
}

/** As little as a lookup can find; what comes of a first request does not matter. */
const nothingFound: Readonly<Partial<Record<Transporting, unknown>>> = { ldap: [], dns: [], wins: null }

const handshake = { version: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256', resumed: false }

function madeUpAnswer(protocol: Transporting, { system }: Subject, port: number): Outcome {
  return {
    url: `${protocol}://${system}:${port}/`,
    durationMs: 1,
    result: nothingFound[protocol],
    status: protocol === 'http' || protocol === 'https' ? 200 : null,
    substatus: null,
    received: 512,
    end: null,
    ...(protocol === 'https' && { secure: handshake, presented: true }),
  }
}

function inventedEnds({ network }: Context, { system }: Subject, port: number): NonNullable<Outcome['ends']> {
  const { sourceAddress: clientAddress, resolve } = network
  return {
    clientAddress,
    clientPort: 40_000,
    serverAddress: resolve(system) ?? '127.0.0.1',
    serverPort: port,
  }
}

/** Listeners as they open, for those who knock without an attempt. */
const doors: { fqdn: string; address: string; listener: HostListener }[] = []

const watchingDoors = decorated<typeof nameServices>('sim/network/name-service.ts', {
  createNameService: (create) => (ownAddresses) => {
    const service = create(ownAddresses)
    return {
      ...service,
      add(hosts) {
        doors.splice(0)
        for (const { fqdn, address, listeners } of hosts)
          doors.push(...listeners.map((listener) => ({ fqdn, address, listener })))
        service.add(hosts)
      },
    }
  },
})

/** Knocks at the system that the client keeps away from, or at another where it does not speak the protocol. */
function sendingAllTheSame(protocol: Transporting): Decorated[] {
  const withholding = decorated<typeof attempts>('sim/client/attempt.ts', {
    withhold: (withhold) => async (context, subject, needed) => {
      const speaking = doors.filter(({ listener }) => listener.protocol === protocol)
      const door = speaking.find(({ fqdn }) => fqdn === subject.system) ?? speaking[0]
      if (door) await knock(door, context.network.sourceAddress)
      return withhold(context, subject, needed)
    },
  })
  return [watchingDoors, withholding]
}

function ofTransport(protocol: Transporting): Fake[] {
  const fake = (what: string, ...planted: readonly Decorated[]): Fake => ({
    id: `${protocol}: ${what}`,
    decorated: planted,
    noticedBy: noticedBy[protocol],
  })
  return [
    fake(
      'an answer made up',
      running(protocol, (_run, _context, subject, port) =>
        Promise.resolve(madeUpAnswer(protocol, subject, port)),
      ),
    ),
    fake(
      'an answer made up, with addresses',
      running(protocol, (_run, context, subject, port) =>
        Promise.resolve({
          ...madeUpAnswer(protocol, subject, port),
          ends: inventedEnds(context, subject, port),
        }),
      ),
    ),
    fake(
      'addresses invented',
      running(protocol, async (run, context, subject, port) => {
        const outcome = await run()
        return outcome.end ? outcome : { ...outcome, ends: inventedEnds(context, subject, port) }
      }),
    ),
    fake(
      'a failure made up',
      running(protocol, async (run) => {
        const outcome = await run()
        const end = { stage: 'connect', code: 'ECONNREFUSED', message: 'made up', received: 0 } as const
        return { ...outcome, result: undefined, status: null, end: outcome.end ?? end }
      }),
    ),
    fake(
      'a certificate claimed',
      running(protocol, async (run) => {
        const outcome = await run()
        return { ...outcome, secure: outcome.secure ?? handshake, presented: true }
      }),
    ),
    { ...fake('a withheld try sent', ...sendingAllTheSame(protocol)), noticedBy: ['matrix', 'run'] },
  ]
}

function recording(change: (recorder: Recorder) => Partial<Recorder>): Decorated {
  return decorated<typeof recorders>('sim/evidence/recorder.ts', {
    createRecorder: (create) => (firstAttempt, tell) => {
      const recorder = create(firstAttempt, tell)
      return { ...recorder, ...change(recorder) }
    },
  })
}

/** Where there was a handshake. */
function certified(view: ServerView): ServerView {
  return { ...view, clientCertificate: view.clientCertificate && 'verified' }
}

const alwaysCertified: readonly Fake[] = [
  {
    id: 'a client certificate always read out of what the server saw',
    decorated: [
      recording(({ serverView, settledServerView }) => ({
        serverView: (ends) => certified(serverView(ends)),
        settledServerView: async (ends) => certified(await settledServerView(ends)),
      })),
    ],
    noticedBy: ['matrix', 'run'],
    // Otherwise a server that asks and gets none completes no handshake.
    refusal: 'iis',
  },
  {
    id: 'a client certificate always seen by the server',
    decorated: [
      recording(({ accepted }) => ({
        accepted(ends, by) {
          const side = accepted(ends, by)
          return { ...side, secured: () => side.secured('verified') }
        },
      })),
    ],
    noticedBy: ['matrix', 'run'],
  },
]

export const fakes: readonly Fake[] = [
  ...transports.flatMap(ofTransport),
  ...alwaysCertified,
  ...answeringHello.map(({ role, ...planted }): Fake => ({
    id: `${role}: hello to every request`,
    decorated: [planted.decorated],
    noticedBy: ['matrix', 'run'],
  })),
]
