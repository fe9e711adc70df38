import { serverLocatorPointAfterwards, serverLocatorPointInWins } from '../../rules/service-location.ts'
import { serverLocatorPointName } from '../../wire/names/netbios.ts'
import { askWins } from '../ask-name-server.ts'
import type { Conversation } from '../conversation.ts'
import type { Acting } from './action.ts'

/** Asks the server locator point that the client was told of, if any; undefined where there is no answer. */
export async function consultServerLocatorPoint<Answer>(
  acting: Acting,
  question: string,
  conversation: Conversation<Answer>,
  inWords: (answer: Answer) => string,
): Promise<Answer | undefined> {
  const system = acting.standing().client.serverLocatorPoint ?? (await findInWins(acting))
  if (system === undefined) return undefined
  const { attempt, answer } = await acting.turnTo('server-locator-point', conversation, { system })
  if (attempt.outcome === 'withheld') {
    acting.tell(`did not ask the server locator point ${system}: ${attempt.why}`, null, attempt)
    return undefined
  }
  const told =
    answer === undefined ? `no answer (${attempt.diagnosis ?? 'unexplained'})` : inWords(answer) || 'none'
  acting.tell(
    `asked the server locator point ${system} for ${question}: ${told}`,
    serverLocatorPointAfterwards,
    attempt,
  )
  return answer
}

/** FQDN. */
async function findInWins(acting: Acting): Promise<string | undefined> {
  const standing = acting.standing()
  const { client, at } = standing
  if (!client.wins || at.internet || client.kind === 'mobile-device') return undefined
  const { attempt, answer } = await askWins(standing, serverLocatorPointName, serverLocatorPointInWins)
  acting.made(attempt)
  const { name } = serverLocatorPointName
  acting.tell(`asked WINS for ${name}: ${answer ?? 'nothing'}`, serverLocatorPointInWins, attempt)
  return answer ?? undefined
}
