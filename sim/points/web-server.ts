import type { IncomingMessage, RequestListener } from 'node:http'
import { isIP } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { EndEvidence } from '../evidence/attempt.ts'
import { statusInWords, type WebServerError } from '../wire/error-page.ts'
import type { Binding } from './bindings.ts'
import { refusalOf } from './client-certificate.ts'
import type { OpenConnection } from './open-connection.ts'
import { refusedOnRequest } from './refused-certificates.ts'
import { notFound, type Answer, type Place } from './role.ts'
import { readRequest, sendAnswer } from './http-message.ts'

/** What a web server of that age does with a request: refuse it, or hand it to the role of its virtual directory. */
export function requestListener(
  binding: Binding,
  place: Place,
  connectionOf: (request: IncomingMessage) => OpenConnection | undefined,
): RequestListener {
  return (request, response) => {
    // Asked for at once: a request that breaks off forgets its connection.
    const connection = connectionOf(request)
    const note: Note = (end) => connection?.side.sawWrong(end)
    answerTo(request, note)
      .catch((): Answer => refuse(request, note, { status: 500, reason: 'Internal server error.' }))
      .then((answer) => sendAnswer(request, response, answer))
      .catch(() => response.destroy())
  }

  async function answerTo(request: IncomingMessage, note: Note): Promise<Answer> {
    const refused = request.socket instanceof TLSSocket ? refusedOnRequest(request.socket) : undefined
    if (refused) return refuse(request, note, refusalOf(refused.code), { stage: 'tls', ...refused })
    const asked = readRequest(request)
    if (!asked) return refuse(request, note, { status: 400, reason: 'The request target cannot be read.' })
    if (binding.sslOnly.some(({ directory }) => isBelow(asked.path, directory))) {
      return refuse(request, note, {
        status: 403,
        substatus: 4,
        reason: 'SSL is required to view this resource.',
      })
    }
    const role = binding.roles.find(({ directory }) => isBelow(asked.path, directory))
    const answer = role ? await role.answer(asked, place) : notFound()
    return 'reason' in answer ? refuse(request, note, answer) : answer
  }

  /** `why`: what was seen, where it is more than the answer says. */
  function refuse(
    request: IncomingMessage,
    note: Note,
    error: WebServerError,
    why: Omit<EndEvidence, 'message'> = { stage: 'http', code: statusInWords(error) },
  ): WebServerError {
    const message = `answered ${statusInWords(error)}: ${error.reason}`
    const host = otherHost(request, place.system.fqdn)
    if (host === undefined) note({ ...why, message })
    else note({ stage: 'http', code: 'OTHER_NAME_ASKED', message: `was asked for ${host}; ${message}` })
    return error
  }
}

/** Notes on a request's connection what the server saw wrong with it. */
type Note = (end: EndEvidence) => void

/** The name that a request asks for, where it is another system's; an address is nobody's name. */
function otherHost({ headers: { host = '' } }: IncomingMessage, fqdn: string): string | undefined {
  const name = host.replace(/:\d+$/, '')
  return name === '' || isIP(name) !== 0 || name.toLowerCase() === fqdn.toLowerCase() ? undefined : name
}

/** Paths are not case-sensitive on that web server. */
function isBelow(path: string, directory: string): boolean {
  const folded = path.toLowerCase()
  return folded === directory.toLowerCase() || folded.startsWith(`${directory.toLowerCase()}/`)
}
