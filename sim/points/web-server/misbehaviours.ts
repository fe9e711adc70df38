import { createHash } from 'node:crypto'
import type { Misbehaviour } from '../../model/schema/misbehaviour.ts'
import { parseRequestTarget } from '../../wire/http/requests.ts'
import { connectionFaults } from '../../net/faults.ts'
import { spoiltReply } from '../listener/listener.ts'
import { writeHead, type AnswerRequest } from '../listener/http-receiver.ts'

interface Scripted {
  misbehaviour: Misbehaviour
  /** Requests that have matched so far. */
  seen: number
}

/** What is scripted for the web server of one system. It outlasts the listeners, which a change of mode replaces. */
export interface Misbehaviours {
  /** By their names. */
  readonly scripted: ReadonlyMap<string, Scripted>
  add(misbehaviour: Misbehaviour): void
  /** Whether there was one of this name. */
  remove(name: string): boolean
  clear(): void
  /** The misbehaviour that is due for a request; every one that matches counts the request. */
  dueFor(path: string): Misbehaviour | undefined
}

export function createMisbehaviours(): Misbehaviours {
  const scripted = new Map<string, Scripted>()
  return {
    scripted,
    add: (misbehaviour) => void scripted.set(misbehaviour.name, { misbehaviour, seen: 0 }),
    remove: (name) => scripted.delete(name),
    clear: () => scripted.clear(),
    dueFor(path) {
      const matching = [...scripted.values()].filter(({ misbehaviour }) => matches(misbehaviour.path, path))
      for (const one of matching) one.seen += 1
      return matching.find(({ misbehaviour, seen }) => isDue(misbehaviour, seen))?.misbehaviour
    },
  }
}

/** A share depends on the seed and the number of the request, so that neither time nor other requests change it. */
function isDue({ requests }: Misbehaviour, number: number): boolean {
  if (!requests) return true
  if ('nth' in requests) return number === requests.nth
  if ('from' in requests) return number >= requests.from
  const { share, seed } = requests
  const bytes = createHash('sha256')
    .update(JSON.stringify([seed, number]))
    .digest()
  return bytes.readUInt32BE(0) / 2 ** 32 < share
}

/** Paths are not case-sensitive on that web server. Looks for each piece once: a long pattern costs no more than its length. */
export function matches(pattern: string | undefined, path: string): boolean {
  if (pattern === undefined) return true
  const [head = '', ...others] = pattern.toLowerCase().split('*')
  const tail = others.pop()
  const folded = path.toLowerCase()
  if (tail === undefined) return folded === head
  if (!folded.startsWith(head)) return false
  let at = head.length
  for (const piece of others) {
    const found = folded.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return folded.length - tail.length >= at && folded.endsWith(tail)
}

/** Answers as scripted where a misbehaviour is due, and otherwise leaves the request to the web server. */
export function answerAsScripted(scripted: Misbehaviours, answer: AnswerRequest): AnswerRequest {
  return (request, response, connection) => {
    const { method = '', url = '' } = request
    const due = scripted.dueFor(decoded(parseRequestTarget(method, url)?.path ?? url))
    if (!due) {
      answer(request, response, connection)
      return
    }
    // The client may give up meanwhile: it counts from here.
    connection.side.tookOver({ stage: 'http', code: 'SCRIPTED', message: inWords(due) })
    const reply = (): void => {
      const { answer: own, fault } = due
      if (fault) {
        const spoilt = spoiltReply(request, response, connection.socket)
        request.resume().once('end', () => connectionFaults[fault].requested(spoilt))
        return
      }
      if (!own) {
        answer(request, response, connection)
        return
      }
      const { status, headers, body } = own
      connection.side.replied(status)
      request.resume()
      writeHead(response, status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
      response.end(method === 'HEAD' ? undefined : body)
    }
    if (due.delayMs === undefined) {
      reply()
      return
    }
    const timer = setTimeout(reply, due.delayMs)
    response.once('close', () => clearTimeout(timer))
  }
}

function inWords({ name, delayMs, answer, fault }: Misbehaviour): string {
  const deeds = [
    ...(delayMs === undefined ? [] : [`waited ${delayMs} ms`]),
    ...(answer ? [`answered ${answer.status}`] : []),
    ...(fault ? [`showed the fault ${fault}`] : []),
  ]
  return `${deeds.join(' and ')} as the misbehaviour ${name} has it`
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
