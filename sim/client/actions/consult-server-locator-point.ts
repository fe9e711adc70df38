import type { Attempt } from '../../evidence/attempt.ts'
import { serverLocatorPointAfterwards, serverLocatorPointInWins } from '../../rules/service-location.ts'
import { serverLocatorPointName } from '../../wire/names/netbios.ts'
import { toldBy, type KnownSystem } from '../knowledge.ts'
import { namedAtInstallation } from '../context.ts'
import { askWins } from '../lookups.ts'
import type { Conversation } from '../transports/http.ts'
import type { ActionContext } from './action.ts'

/**
 * Asks the server locator point that the client knows or finds in WINS; undefined if none answers. `question` and
 * `inWords` put request and reply into words for the story.
 */
export async function consultServerLocatorPoint<Answer>(
  action: ActionContext,
  question: string,
  conversation: Conversation<Answer>,
  inWords: (answer: Answer) => string,
): Promise<{ reply: Answer; attempt: Attempt } | undefined> {
  const system = namedAtInstallation(action.context(), 'server-locator-point') ?? (await findInWins(action))
  if (system === undefined) return undefined
  const { fqdn } = system
  const { attempt, result } = await action.converse(system, conversation)
  if (attempt.outcome === 'withheld') {
    action.tell(`did not ask the server locator point ${fqdn}: ${attempt.why}`, null, attempt)
    return undefined
  }
  const reply =
    result === undefined ? `no answer (${attempt.diagnosis ?? 'unexplained'})` : inWords(result) || 'none'
  action.tell(
    `asked the server locator point ${fqdn} for ${question}: ${reply}`,
    serverLocatorPointAfterwards,
    attempt,
  )
  return result === undefined ? undefined : { reply: result, attempt }
}

/** undefined for a client that does not use WINS, or a name that is not registered there. */
async function findInWins(action: ActionContext): Promise<KnownSystem | undefined> {
  const context = action.context()
  const { client, at } = context
  if (!client.wins || at.internet || client.kind === 'mobile-device') return undefined
  const { attempt, result } = action.keep(
    await askWins(context, serverLocatorPointName, serverLocatorPointInWins),
  )
  const { name } = serverLocatorPointName
  action.tell(`asked WINS for ${name}: ${result ?? 'nothing'}`, serverLocatorPointInWins, attempt)
  if (result === undefined || result === null) return undefined
  return { role: 'server-locator-point', fqdn: result, site: null, ports: {}, told: toldBy('wins', attempt) }
}
