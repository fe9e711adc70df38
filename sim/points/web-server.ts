import { createServer, STATUS_CODES, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { EndEvidence } from '../evidence/attempt.ts'
import { errorPage, statusInWords, type WebServerError } from '../wire/error-page.ts'
import type { Binding } from './bindings.ts'
import { certificateFault, presentedCertificate } from './client-certificate.ts'
import { notFound, type Answer, type Answered, type Place, type RoleRequest } from './role.ts'

/** Bytes; no message that these roles read comes near it. */
const longestBody = 1024 * 1024

/** Notes on a request's connection what the server saw wrong with it. */
export type Note = (request: IncomingMessage, end: EndEvidence) => void

/** What a web server of that age does with a request: refuse, or hand it to the role of its virtual directory. */
export function requestListener(binding: Binding, place: Place, note: Note): RequestListener {
  return (request, response) => {
    void answer(request)
      .catch((): Answer => ({ status: 500, reason: 'Internal server error.' }))
      .then((given) => send(request, response, given))
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const refused = refuseByCertificate(request) ?? refuseByDirectory(request)
    if (refused) return refused
    const asked = readRequest(request)
    const role = binding.roles.find(({ directory }) => isBelow(asked.path, directory))
    const given = role ? await role.answer(asked, place) : notFound()
    if ('reason' in given) note(request, { stage: 'http', code: statusInWords(given), message: given.reason })
    return given
  }

  function refuseByCertificate({ socket }: IncomingMessage): WebServerError | undefined {
    if (!(socket instanceof TLSSocket) || binding.clientCertificate === 'ignore') return undefined
    if (binding.clientCertificate === 'accept' && !presentedCertificate(socket)) return undefined
    return certificateFault(socket)?.refusal
  }

  function refuseByDirectory(request: IncomingMessage): WebServerError | undefined {
    const { path } = readRequest(request)
    if (!binding.sslOnly.some(({ directory }) => isBelow(path, directory))) return undefined
    return { status: 403, substatus: 4, reason: 'SSL is required to view this resource.' }
  }
}
