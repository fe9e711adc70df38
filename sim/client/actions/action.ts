import type { Attempt, Outcome } from '../../evidence/attempt.ts'
import { reasonsOf } from '../../evidence/reasons.ts'
import type { Reason, Story, StoryLine } from '../../evidence/results.ts'
import { ruleOfChoice } from '../../rules/client-certificate.ts'
import type { Rule } from '../../rules/rule.ts'
import type { Attempted } from '../attempt.ts'
import { contact, type ClientContactOptions, type ContactOverSmb } from '../contact.ts'
import type { ClientContext, ClientState } from '../context.ts'
import type { KnownSystem } from '../knowledge.ts'
import { converse, type Purpose } from '../purpose.ts'
import type { Conversation } from '../transports/http.ts'

/** The outcome of something that a client set out to do, in as many attempts as it took. */
export interface ActionResult<Data = unknown> extends Pick<
  Attempt,
  'outcome' | 'protocol' | 'system' | 'site' | 'relation' | 'diagnosis' | 'rule' | 'status'
> {
  /** How the client learned which system to contact: `active-directory`; null if it already knew. */
  by: string | null
  /** The policies, updates or bytes that the client obtained; null if none. */
  data: Data | null
  /** In order. */
  attempts: readonly Attempt[]
  /** What the client did in order, in sentences with their rules and attempts. */
  story: Story
  /** Why it did not succeed, what decided it first; empty where it did. */
  reasons: readonly Reason[]
}

/** An action's access to its client, to site systems, and to its story. */
export interface ActionContext {
  /** The client's own; an action may change it. */
  state: ClientState
  /** The client as it is now. */
  context(): ClientContext
  /** Adds a sentence to the story, with its rule and the attempt that shows it; `sentence` lacks the client's name. */
  tell(sentence: string, rule: Rule | null, attempt?: Attempt): void
  contact<Result>(
    system: KnownSystem,
    purpose: Purpose<Result>,
    options?: ClientContactOptions & ContactOverSmb,
  ): Promise<Attempted<Result>>
  /** Contacts a site system to hold a conversation with it. */
  converse<Result>(
    system: KnownSystem,
    conversation: Conversation<Result>,
    options?: ClientContactOptions,
  ): Promise<Attempted<Result>>
  /** The last attempt so far that failed: the reason why nobody told the client what it looked for. */
  lastFailure(): Attempt | undefined
  /** Adds an attempt that bypassed `contact` and `converse` to the result, and returns it. */
  keep<Result extends { attempt: Attempt }>(attempted: Result): Result
}

/** How an action ended: by an attempt that decided it, or by a rule. */
export interface Ending<Data = never> {
  outcome: Outcome
  rule: Rule | null
  /** The attempt that decided; absent if a rule decided without one. */
  attempt?: Attempt | undefined
  by?: string
  /** Site code; the attempt's site if absent. */
  site?: string | null
  data?: Data | undefined
}

/** Performs an action, and collects its attempts and its story. */
export async function perform<Data>(
  state: ClientState,
  context: () => ClientContext,
  act: (action: ActionContext) => Promise<Ending<Data>>,
): Promise<ActionResult<Data>> {
  const attempts: Attempt[] = []
  const story: StoryLine[] = []
  const { name } = context().client
  const action: ActionContext = {
    state,
    context,
    tell(words, rule, attempt) {
      const sentence = `${name} ${words.replace(/\.$/, '')}.`
      story.push({ sentence, rule: rule?.id ?? attempt?.rule ?? null, attempt: attempt?.id ?? null })
    },
    contact: async (system, purpose, options = {}) =>
      action.keep(await contact(context(), system, options, purpose)),
    converse: (system, conversation, options) => action.contact(system, converse(conversation), options),
    lastFailure: () => attempts.findLast(({ outcome }) => outcome === 'failed'),
    keep(attempted) {
      const { attempt } = attempted
      attempts.push(attempt)
      const rule = ruleOfChoice(attempt.client_end?.own?.fault ?? null)
      if (rule)
        action.tell(
          `presents no certificate to ${attempt.system}, which names none of its authorities`,
          rule,
          attempt,
        )
      return attempted
    },
  }
  const { outcome, rule, attempt, by = null, site, data = null } = await act(action)
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
    data,
    attempts,
    story,
    reasons: outcome === 'answered' ? [] : reasonsOf({ rule, attempt }, attempts, story),
  }
}

/** `by HTTPS`. */
export function byProtocol({ protocol }: Attempt): string {
  return `by ${protocol.toUpperCase()}`
}

/** The outcome of an action whose attempt did not bring what was asked for: an answer without it is a failure. */
export function withoutSuccess({ outcome }: Attempt): Outcome {
  return outcome === 'answered' ? 'failed' : outcome
}

/** Why an attempt did not succeed: its diagnosis, or the rule that led to it or withheld it. */
export function reasonOf({ diagnosis, why }: Attempt): string {
  return diagnosis ?? why
}
