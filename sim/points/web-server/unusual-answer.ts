import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { beforeAnswer, piecesOf, reordered, type Unusually } from '../../net/unusual.ts'
import type { Random } from '../../random.ts'
import { unusualXml } from '../../wire/unusual-xml.ts'
import type { Head } from '../listener/http-receiver.ts'
import type { Answer, Answered } from './virtual-directory.ts'

/** An answer in another form, and the order and letters of its head. */
interface UnusualForm {
  answer: Answer
  arrange(head: Head): Head
}

/** Does what comes before an answer, and returns it in a form that a web server seldom gives it. */
export async function unusualForm(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  unusually: Unusually,
): Promise<UnusualForm> {
  await beforeAnswer(unusually)
  // Clients of HTTP/1.0 know neither (RFC 9110, section 15.2; RFC 9112, section 7).
  const knowsBoth = request.httpVersion === '1.1'
  if (knowsBoth && unusually('interim-response')) response.writeProcessing()
  const phrase = unusually('reason-phrase')
  // Node puts its own in the place of an empty one.
  if (phrase) response.statusMessage = phrase.pick([' ', 'Fine', 'As you wish'])
  const arrange = (head: Head): Head => arranged(head, unusually)
  if ('reason' in answer) return { answer, arrange }
  const inForm = inOtherForm(answer, unusually)
  const takesChunks = knowsBoth && request.method !== 'HEAD'
  return { answer: takesChunks ? inChunks(inForm, unusually) : inForm, arrange }
}

/** Content is let alone: it is sent as bytes, and its clients check them. */
function inOtherForm(answer: Answered, unusually: Unusually): Answered {
  const { headers, body } = answer
  const isXml = headers?.['Content-Type'] === 'text/xml' && typeof body === 'string'
  const form = isXml ? unusually('xml-form') : undefined
  return isXml && form ? { ...answer, body: unusualXml(body, form) } : answer
}

/** BITS asks for the length of every file ("HTTP Requirements for BITS Downloads"), and its answers say that they take ranges. */
function inChunks(answer: Answered, unusually: Unusually): Answered {
  const { headers = {}, body } = answer
  if (body === undefined || body instanceof Readable || body.length === 0) return answer
  if ('Accept-Ranges' in headers || 'Content-Length' in headers) return answer
  const chunks = unusually('chunked')
  return chunks ? { ...answer, body: Readable.from(piecesOf(Buffer.from(body), chunks)) } : answer
}

function arranged(head: Head, unusually: Unusually): Head {
  const unknown = unusually('unknown-fields')
  const order = unusually('field-order')
  const letters = unusually('field-case')
  const space = unusually('field-whitespace')
  const more = unknown?.pick([
    { 'X-Pad': 'a'.repeat(300) },
    { 'X-Content-Length': '1', 'Not-Content-Type': 'none' },
  ])
  const fields = Object.entries({ ...head, ...more })
  const inOrder = order ? reordered(fields, order) : fields
  return Object.fromEntries(
    inOrder.map(([name, value]) => [
      letters?.pick([name.toLowerCase(), name.toUpperCase()]) ?? name,
      space && !Array.isArray(value) ? within(space, name, value) : value,
    ]),
  )
}

/** Whitespace behind a length makes undici, on which Node's fetch and our own client rest, count wrongly: it is spared that. */
function within(space: Random, name: string, value: string | number): string {
  const behind = name === 'Content-Length' ? '' : space.pick(['', ' ', ' \t'])
  return `${space.pick(['', '\t', '   '])}${value}${behind}`
}
