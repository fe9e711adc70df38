import type { Attempt, Outcome } from '../../evidence/attempt.ts'

/** All attempts of one client at one site system by one protocol that came to the same end. */
export interface Traffic {
  client: string
  /** FQDN. */
  system: string
  protocol: string
  outcome: Outcome
  count: number
}

export function trafficOf(attempts: readonly Attempt[]): Traffic[] {
  const found = new Map<string, Traffic>()
  for (const { client, system, protocol, outcome } of attempts) {
    if (system === null) continue
    const key = [client, system, protocol, outcome].join(' ')
    const known = found.get(key)
    if (known) known.count++
    else found.set(key, { client, system, protocol, outcome, count: 1 })
  }
  return [...found.values()]
}
