import type { IncomingMessage, RequestListener } from 'node:http'
import { TLSSocket } from 'node:tls'
import type { EndEvidence } from '../evidence/attempt.ts'
import { statusInWords, type WebServerError } from '../wire/error-page.ts'
import type { Binding } from './bindings.ts'
import { certificateFault, presentedCertificate } from './client-certificate.ts'
import { notFound, type Answer, type Place } from './role.ts'
import { readRequest, sendAnswer } from './http-message.ts'

/** Notes on a request's connection what the server saw wrong with it. */
export type Note = (end: EndEvidence) => void

/** What a web server of that age does with a request: refuse it, or hand it to the role of its virtual directory. */
export function requestListener(
  binding: Binding,
  place: Place,
  noteOf: (request: IncomingMessage) => Note,
): RequestListener {
  return (request, response) => {
    // Asked for at once: a request that breaks off forgets its connection.
    const note = noteOf(request)
    answerTo(request, note)
      .catch((): Answer => refuse(note, { status: 500, reason: 'Internal server error.' }))
      .then((answer) => sendAnswer(request, response, answer))
      .catch(() => response.destroy())
  }

  async function answerTo(request: IncomingMessage, note: Note): Promise<Answer> {
    const fault = faultOfCertificate(request)
    if (fault) return refuse(note, fault.refusal, { stage: 'tls', code: fault.code })
    const asked = readRequest(request)
    if (!asked) return refuse(note, { status: 400, reason: 'The request target cannot be read.' })
    if (binding.sslOnly.some(({ directory }) => isBelow(asked.path, directory))) {
      return refuse(note, { status: 403, substatus: 4, reason: 'SSL is required to view this resource.' })
    }
    const role = binding.roles.find(({ directory }) => isBelow(asked.path, directory))
    const answer = role ? await role.answer(asked, place) : notFound()
    return 'reason' in answer ? refuse(note, answer) : answer
  }

  function faultOfCertificate({ socket }: IncomingMessage): ReturnType<typeof certificateFault> {
    if (!(socket instanceof TLSSocket) || binding.clientCertificate === 'ignore') return undefined
    if (binding.clientCertificate === 'accept' && !presentedCertificate(socket)) return undefined
    return certificateFault(socket)
  }

  function refuse(
    note: Note,
    error: WebServerError,
    seen: Pick<EndEvidence, 'stage' | 'code'> = { stage: 'http', code: statusInWords(error) },
  ): WebServerError {
    note({ ...seen, message: `answered ${statusInWords(error)}: ${error.reason}` })
    return error
  }
}

/** Paths are not case-sensitive on that web server. */
function isBelow(path: string, directory: string): boolean {
  const folded = path.toLowerCase()
  return folded === directory.toLowerCase() || folded.startsWith(`${directory.toLowerCase()}/`)
}
