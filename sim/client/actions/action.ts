import type { Attempt, Outcome } from '../../evidence/attempt.ts'
import type { Story, StoryLine } from '../../evidence/story.ts'
import type { SiteSystemRole } from '../../model/site-system-role.ts'
import type { Rule } from '../../rules/rule.ts'
import type { ClientState, Standing } from '../context.ts'
import { contact, type ContactOptions } from '../contact.ts'
import type { Conversation } from '../transports/conversation.ts'

/** What came of something that a client set out to do, in as many attempts as it took. */
export interface ActionResult extends Pick<
  Attempt,
  'outcome' | 'protocol' | 'system' | 'site' | 'relation' | 'diagnosis' | 'rule' | 'status'
> {
  /** How the client learned whom to turn to: `active-directory`; null where it knew. */
  by: string | null
  /** In the order in which they were made. */
  attempts: readonly Attempt[]
  story: Story
}

/** A client at something. */
export interface Acting {
  /** The client's own; an action may change it. */
  state: ClientState
  /** As the client stands now. */
  standing(): Standing
  /** A sentence of the story without the client's name, with the rule that it is by and the attempt that shows it. */
  tell(sentence: string, rule: Rule | null, attempt?: Attempt): void
  /** Turns to a site system and tells of it; `answer` is there once the conversation came to its end. */
  turnTo<Answer>(
    role: SiteSystemRole,
    conversation: Conversation<Answer>,
    options?: Omit<ContactOptions, 'conversation'>,
  ): Promise<Turn<Answer>>
  /** Turns to a site system with no conversation of its own. */
  contact(role: SiteSystemRole, options: Omit<ContactOptions, 'conversation'>): Promise<Attempt>
  /** An attempt made in another way than by `turnTo` and `contact`. */
  made(attempt: Attempt): void
}

export interface Turn<Answer> {
  attempt: Attempt
  /** undefined unless the attempt was answered. */
  answer: Answer | undefined
}

/** How an action ended: by an attempt that decided it, or by a rule. */
export interface Ending {
  outcome: Outcome
  rule: Rule | null
  /** The attempt that decided; absent where none was made. */
  attempt?: Attempt | undefined
  by?: string
  /** Where it is not the attempt's. */
  site?: string | null
}

/** Has a client act, and puts together what came of it. */
export async function perform(
  state: ClientState,
  standing: () => Standing,
  act: (acting: Acting) => Promise<Ending>,
): Promise<ActionResult> {
  const attempts: Attempt[] = []
  const story: StoryLine[] = []
  const acting: Acting = {
    state,
    standing,
    tell(sentence, rule, attempt) {
      const told = `${standing().client.name} ${sentence.replace(/\.$/, '')}.`
      story.push({ sentence: told, rule: rule?.id ?? attempt?.rule ?? null, attempt: attempt?.id ?? null })
    },
    async contact(role, options) {
      const attempt = await contact(standing(), role, options)
      acting.made(attempt)
      return attempt
    },
    async turnTo(role, conversation, options = {}) {
      let answer: Awaited<ReturnType<typeof conversation>> | undefined
      const attempt = await contact(standing(), role, {
        ...options,
        conversation: async (say) => {
          answer = await conversation(say)
        },
      })
      acting.made(attempt)
      return { attempt, answer }
    },
    made(attempt) {
      attempts.push(attempt)
    },
  }
  const { outcome, rule, attempt, by = null, site } = await act(acting)
  return {
    outcome,
    by,
    protocol: attempt?.protocol ?? 'http',
    system: attempt?.system ?? null,
    site: site === undefined ? (attempt?.site ?? null) : site,
    relation: attempt?.relation ?? 'assigned',
    diagnosis: attempt?.diagnosis ?? null,
    status: attempt?.status ?? null,
    rule: rule?.id ?? attempt?.rule ?? '',
    attempts,
    story,
  }
}
