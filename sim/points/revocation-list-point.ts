import type { Recorder } from '../evidence/recorder.ts'
import { revocationListFaults, type RevocationListFault } from '../vocabulary/fault.ts'
import type { Behaviour } from '../net/behaviour.ts'
import { sendAnswer } from './web-server/web-server.ts'
import { openListener, type WebListener } from './listener/listener.ts'
import { methodNotAllowed, notFound, type Answer } from './web-server/virtual-directory.ts'

interface RevocationListPointOptions {
  address: string
  /** 0 where the system chooses. */
  port: number
  fqdn: string
  /** Whether a machine of the simulation fetches a list from this address. */
  isAwaited(clientAddress: string): boolean
  /** Of its own: no attempt is joined to a fetch, which is not contact with a site system. */
  recorder: Recorder
  /** Absent where the server behaves as usual. */
  behaviour?: Behaviour | undefined
  /** DER of the list currently published at a path, if any. */
  publish(path: string, flaw?: RevocationListFault): Promise<Buffer | undefined>
}

/** Publishes the revocation lists of the authorities, over HTTP, at the URLs in their certificates. */
export async function openRevocationListPoint({
  address,
  port,
  fqdn,
  isAwaited,
  recorder,
  behaviour,
  publish,
}: RevocationListPointOptions): Promise<WebListener> {
  let flaw: RevocationListFault | undefined

  async function answer(method: string, path: string): Promise<Answer> {
    if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed('GET', 'HEAD')
    const list = await publish(path, flaw)
    return list
      ? { status: 200, headers: { 'Content-Type': 'application/pkix-crl' }, body: list }
      : notFound()
  }

  const listener = await openListener({
    address,
    port,
    protocol: 'http',
    fqdn,
    recorder,
    behaviour,
    isAwaited,
    answer(request, response, { side }, unusually) {
      answer(request.method ?? '', request.url ?? '')
        .catch((error: unknown): Answer => {
          side.failed(error)
          return { status: 500, reason: 'Internal server error.' }
        })
        .then((answered) => sendAnswer(request, response, answered, unusually))
        .catch(() => response.destroy())
    },
  })

  return {
    ...listener,
    async break(fault) {
      await listener.repair()
      flaw = revocationListFaults.find((known) => known === fault)
      if (flaw === undefined) await listener.break(fault)
    },
    async repair() {
      flaw = undefined
      await listener.repair()
    },
  }
}
