/** From when to when a certificate is valid. */
export interface Validity {
  from: Date
  to: Date
}

/** The validity of everything that one run makes. */
export interface Validities {
  /** Names the month all of them are counted from: `2026-07`. */
  month: string
  authority: Validity
  current: Validity
  'current-and-longer': Validity
  past: Validity
  future: Validity
}

/**
 * Everything runs from the first of a month to the first of another, so that certificates asked for on different
 * days of a month are the same ones and a cache can serve them. The margins of a month keep a run that crosses
 * midnight on the last day true to its word: what is in the future stays there, what is current stays valid.
 */
export function validitiesAt(now: Date): Validities {
  const first = (months: number): Date =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1))
  const span = (from: number, to: number): Validity => ({ from: first(from), to: first(to) })
  return {
    month: first(0).toISOString().slice(0, '2026-07'.length),
    authority: span(-14, 24),
    current: span(-1, 12),
    'current-and-longer': span(-1, 13),
    past: span(-13, -1),
    future: span(2, 14),
  }
}

/** The same span as a machine sees it whose clock is behind the simulation's by so many milliseconds. */
export function dated({ from, to }: Validity, ahead: number): Validity {
  return { from: new Date(from.getTime() - ahead), to: new Date(to.getTime() - ahead) }
}

const day = 86_400_000

/** Revocation lists are published every Monday, and are good for two weeks. */
export function listValidityAt(now: Date): Validity {
  const daysSinceMonday = (now.getUTCDay() + 6) % 7
  const monday = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - daysSinceMonday)
  return { from: new Date(monday), to: new Date(monday + 14 * day) }
}

/** That of the last list but one: it has run out. */
export function staleListValidityAt(now: Date): Validity {
  return listValidityAt(new Date(now.getTime() - 21 * day))
}
