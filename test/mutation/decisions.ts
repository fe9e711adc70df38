import { createHash } from 'node:crypto'
import { mayContact } from '../../sim/rules/may-contact.ts'
import { everyContact } from '../../sim/rules/concerns.ts'

// Prints what all decisions come to, each with its rule: the same for lists of rules that mean the same.
const decisions = createHash('sha256')
for (const contact of everyContact()) {
  const decision = mayContact(contact)
  decisions.update(`${decision.rule.id} ${decision.allowed ? decision.protocol : `no ${decision.needed}`}\n`)
}
process.stdout.write(decisions.digest('hex'))
