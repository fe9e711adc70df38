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
    past: span(-13, -1),
    future: span(2, 14),
  }
}
