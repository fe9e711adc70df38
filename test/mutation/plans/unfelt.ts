/** Truths of rules that no plan can feel, and why. */
export interface Unfelt {
  /** `sim/rules/roaming.ts, contentOnly` */
  rule: string
  /** What they would be if they were turned round; absent: all truths of the rule. */
  turned?: readonly [string, ...string[]]
  why: string
}

/** What turns a permission into a refusal, and the other way round, as `mutants.ts` writes it. */
const [refused, allowed] = [
  '((needed) => ({ allowed: false, needed }))',
  '((protocol) => ({ allowed: true, protocol }))',
]

const notAssigned = 'a plan assigns no client: each has its site before it'
const emptyCache = 'a plan tries each package on a copy of a client, and so in an empty cache'
const listedByServer =
  'a management point leaves such a system out of its lists, and a client that is told of one does not know this of it'
const notByClient = 'the client of this product has no part in it, and a plan does not try it'

export const unfelt: readonly Unfelt[] = [
  { rule: 'sim/rules/client-cache.ts, mayTryForRoom', turned: ['!(now - tries.last >= triedEvery)'], why: emptyCache },
  { rule: 'sim/rules/client-cache.ts, isLastTry', why: emptyCache },
  {
    rule: 'sim/rules/client-cache.ts, deletedForRoom',
    turned: ['!(now - used >= keptFor)', '!(free >= size)'],
    why: emptyCache,
  },
  {
    rule: 'sim/rules/client-certificate.ts, ruleOfChoice',
    why: 'it names a rule, and decides nothing',
  },
  {
    rule: 'sim/rules/client-certificate.ts, chooseCertificate',
    turned: ['false'],
    why: 'x',
  },
]
