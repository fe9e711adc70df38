import { assignmentOracle } from './assignment-oracle.ts'
import { contentOracle } from './content-oracle.ts'
import { invariants, seenIn } from './invariants.ts'
import type { Happening } from './live-through.ts'
import { mayGoOver } from './world.ts'

/** The violations of invariants by an event, one sentence each. */
export function judge(happening: Happening): string[] {
  const ofAttempts = seenIn(happening).flatMap((seen) =>
    invariants
      .filter((invariant) => invariant.brokenBy(seen))
      .map(({ name }) => `${name}: ${JSON.stringify(seen.attempt)}`),
  )
  return [
    ...ofAttempts,
    ...judgeSockets(happening),
    ...judgeResult(happening),
    ...judgeSwitch(happening),
    ...judgeContent(happening),
    ...judgeAssignment(happening),
  ]
}

/** The other side of every attempt: who heard nothing was not turned to. */
function judgeSockets({ accepted, attempts }: Happening): string[] {
  const tried = new Set(attempts.filter(({ outcome }) => outcome !== 'withheld').map(({ system }) => system))
  return [...accepted.keys()]
    .filter((fqdn) => !tried.has(fqdn))
    .map((fqdn) => `${fqdn} accepted a connection, and no attempt tells of one`)
}

function judgeResult({ result, attempts, step, after, assigned }: Happening): string[] {
  const wrong: string[] = []
  const told = result?.attempts.map(({ id }) => id).join()
  const recorded = attempts.map(({ id }) => id).join()
  if (told !== undefined && told !== recorded)
    wrong.push(`the result tells of ${told}, the recording of ${recorded}`)
  const expected = 'client' in step ? after.clients.get(step.client)?.assigned : undefined
  if ('client' in step && assigned !== expected)
    wrong.push(`the client is assigned to ${assigned ?? 'nobody'} instead of ${expected ?? 'nobody'}`)
  return wrong
}

/** "From the top down" into native mode, and from the bottom up out of it. */
function judgeSwitch({ step, before, refused }: Happening): string[] {
  if (step.does !== 'setMode') return []
  const may = mayGoOver(before, step.site, step.mode)
  return may === (refused === undefined)
    ? []
    : [`${step.site} into ${step.mode} mode: ${refused ?? 'not refused'}`]
}

function judgeContent({ step, after, result }: Happening): string[] {
  const client = 'client' in step ? after.clients.get(step.client) : undefined
  if (step.does !== 'getContent' || !client || !result) return []
  const { verdict, because, possible } = contentOracle(after, client, step.packageId)
  const got = result.outcome === 'answered'
  const story = (): string => result.story.map(({ sentence }) => sentence).join(' ')
  if (got && !possible.has(result.system ?? ''))
    return [`${result.system ?? '?'} is no source of it: ${story()}`]
  const wrong = (verdict === 'must' && !got) || (verdict === 'must-not' && got)
  return wrong ? [`it ${verdict} have the content (${because}), and was ${result.outcome}: ${story()}`] : []
}

/** Clients are never assigned to a secondary site, nor to one that they can learn nothing of. */
function judgeAssignment({ step, before, result }: Happening): string[] {
  const client = 'client' in step ? before.clients.get(step.client) : undefined
  if (step.does !== 'assign' || !client || !result) return []
  const { possible, must, because } = assignmentOracle(before, client, step.site)
  const story = result.story.map(({ sentence }) => sentence).join(' ')
  if (result.site !== null && !possible.has(result.site))
    return [`assigned to ${result.site}, which cannot be: ${story}`]
  const mode = before.modes.get(result.site ?? '')
  // The setting given to CCMSetup may be wrong.
  const reaches = result.by !== 'installation' && (mode === 'mixed' || client.client.certificate === 'good')
  if (must && result.site === null) return [`not assigned, although ${because}: ${story}`]
  return must && reaches && result.outcome !== 'answered'
    ? [`its management point is not reached: ${story}`]
    : []
}
