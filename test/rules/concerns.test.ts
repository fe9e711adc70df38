import t from 'tap'
import { explainedRule, ruleNamed, rules, type ExplainedRule } from '../../sim/rules/concerns.ts'
import { pages } from '../../sim/rules/sources.ts'
import { ruleIds, type RuleId } from '../../sim/vocabulary/ids.ts'

function explained(id: RuleId): ExplainedRule {
  const rule = ruleNamed(id)
  if (!rule) throw new Error(`no rule ${id}`)
  return explainedRule(rule)
}

void t.test('every rule of the vocabulary is there once', (t) => {
  t.strictSame(rules.map(({ id }) => id).sort(), [...ruleIds].sort())
  t.equal(ruleNamed('roaming/nowhere'), undefined)
  t.end()
})

void t.test('a rule has a way to decide if it decides about contacts, and only then', (t) => {
  for (const rule of rules) {
    const { allows, forbids, roles, clientModes, siteModes } = explainedRule(rule)
    const decidesContacts = 'decide' in rule || 'forbids' in rule
    t.equal(allows.length + forbids.length > 0, decidesContacts, rule.id)
    if ('forbids' in rule) t.strictSame(allows, [], `${rule.id} only forbids`)
    if (decidesContacts) t.not(roles.length, 0, rule.id)
    t.not(clientModes.length * siteModes.length, 0, rule.id)
  }
  t.end()
})

void t.test('a source can be read alone: it names its pages, and leans on no other', (t) => {
  const titles = new Set<string>(Object.values(pages))
  const leans = (text: string): boolean =>
    /^(?:it|they|then|otherwise|also|this|these)\b|\b(?:them|likewise|ibid|inferred)\b|\b(?:above|below|the (?:same|former|latter))(?=\W*$|[,;])/i.test(
      text,
    )
  t.ok(leans('Inferred from the same') && leans('It holds as above.') && leans('The page says the same.'))
  t.notOk(leans('Sites of the same mode.'))
  for (const { id, sources } of rules)
    for (const { says, pages: cited } of sources) {
      t.strictSame(
        cited.filter((page) => !titles.has(page)),
        [],
        `${id}: pages of the product's documentation`,
      )
      t.notOk(leans(says), `${id}: ${says}`)
    }
  t.end()
})

// As the source text has it.
void t.test('which way a rule decides, and for whom', (t) => {
  t.match(explained('roaming/mixed-client-in-native-site'), {
    allows: [],
    forbids: ['https', 'smb'],
    roles: ['management-point', 'standard-distribution-point', 'branch-distribution-point'],
    clientModes: ['mixed'],
    siteModes: ['native'],
  })
  t.match(explained('fallback-status-point/http-in-both-modes'), {
    allows: ['http'],
    forbids: [],
    roles: ['fallback-status-point'],
    clientModes: ['mixed', 'native'],
    siteModes: ['mixed', 'native'],
  })
  t.match(explained('within-assigned-site/branch-distribution-point'), {
    allows: ['smb'],
    roles: ['branch-distribution-point'],
  })
  t.match(explained('client-certificate/whole-name'), {
    decides: 'which certificate a client presents',
    clientModes: ['native'],
    siteModes: ['native'],
  })
  // A chapter of others, with rules about contacts among them.
  t.match(explained('serving-system/protected').decides, /^whether a client may contact/)
  t.match(explained('serving-system/default-management-point').decides, /^which management point/)
  t.end()
})
