import { readdirSync } from 'node:fs'
import type { FuzzTarget } from './fuzz-target.ts'
import { makeNonsense, type Nonsense } from './nonsense.ts'
import { createRandom } from './random.ts'
import { openSender } from './send-nonsense.ts'

export interface Attack {
  seed: number
  /** Whether enough was sent. */
  enough(sent: number): boolean
  collectGarbage(): void
  /** Told of each input before it is sent. */
  sending?(nonsense: Nonsense): void
}

export interface Report {
  sent: number
  before: Footprint
  after: Footprint
  /** A good request right after was answered. */
  answers: boolean
  /** The most memory that the process had at any time, beyond what it had before; bytes. */
  peak: number
}

export interface Footprint {
  heap: number
  /** Open file descriptors; 0 where the platform does not tell. */
  descriptors: number
}

/** Connections with nonsense at a time. */
const lanes = 8
/** Milliseconds until a good request counts as unanswered. */
const patience = 10_000
/** Before the first look at memory: what is made once, tables and compiled code among it, is no leak. */
const warmUp = 200

/** Sends nonsense until it is enough, then looks what it left behind. */
export async function attack(target: FuzzTarget, options: Attack): Promise<Report> {
  const { port, transport, close } = await target.open()
  const nonsense = makeNonsense(target.samples(), createRandom(options.seed))
  let sent = 0
  let resident = 0
  async function send(enough: () => boolean): Promise<void> {
    const sender = openSender(transport, port)
    while (!enough()) {
      const { value } = nonsense.next()
      sent += 1
      options.sending?.(value)
      await sender.send(value)
      resident = Math.max(resident, process.memoryUsage.rss())
    }
    sender.close()
  }
  async function sendInLanes(enough: () => boolean): Promise<void> {
    await Promise.all(Array.from({ length: lanes }, () => send(enough)))
  }
  try {
    await target.stillAnswers(port, patience)
    await sendInLanes(() => sent >= warmUp || options.enough(sent))
    const before = await footprint(options.collectGarbage)
    const residentBefore = process.memoryUsage.rss()
    resident = 0
    await sendInLanes(() => options.enough(sent))
    const peak = Math.max(0, resident - residentBefore)
    const answers = await target.stillAnswers(port, patience).catch(() => false)
    return { sent, before, after: await settled(before, options.collectGarbage), answers, peak }
  } finally {
    await close()
  }
}

/** Other programs' sockets close when they close; given up after ten seconds. */
async function settled({ descriptors }: Footprint, collectGarbage: () => void): Promise<Footprint> {
  const deadline = performance.now() + 10_000
  let after = await footprint(collectGarbage)
  while (after.descriptors > descriptors && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    after = await footprint(collectGarbage)
  }
  return after
}

async function footprint(collectGarbage: () => void): Promise<Footprint> {
  // The handles closed last are freed in the next turns of the event loop.
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    collectGarbage()
  }
  const { heapUsed, external } = process.memoryUsage()
  return { heap: heapUsed + external, descriptors: descriptors() }
}

function descriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}

/** A recorder keeps what it saw of the last 16,384 connections. */
export const allowedGrowth = 32 * 2 ** 20
/** Eight zip bombs that are inflated at once need twice as much. */
export const allowedPeak = 256 * 2 ** 20

/** The failures in a target's report; empty if all is well. */
export function complaints({ before, after, answers, peak }: Report): string[] {
  return [
    ...(answers ? [] : ['a good request is not answered any more']),
    ...(after.heap - before.heap > allowedGrowth ? ['memory has grown'] : []),
    ...(peak > allowedPeak ? ['much memory was needed at a time'] : []),
    ...(after.descriptors > before.descriptors ? ['descriptors are left open'] : []),
  ]
}
