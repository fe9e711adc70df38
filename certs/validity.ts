/** The period in which a certificate or a list is valid. */
export interface Validity {
  from: Date
  to: Date
}

/** The validity periods of everything that one run issues. */
export interface Validities {
  /** The month that all of them are counted from: `2026-07`. */
  month: string
  authority: Validity
  current: Validity
  'current-and-longer': Validity
  past: Validity
  future: Validity
}

/**
 * Every period runs from the first of a month to the first of another, so that the certificates of all days of a month
 * are the same and a cache can serve them. The margins of a month keep the recipes true for a run that crosses
 * midnight on the last day: a future certificate is still in the future, a current one still valid.
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

/** The same period by the clock of a machine that is this many milliseconds behind the simulation. */
export function dated({ from, to }: Validity, ahead: number): Validity {
  return { from: new Date(from.getTime() - ahead), to: new Date(to.getTime() - ahead) }
}

const day = 86_400_000

/** Revocation lists are published every Monday and are valid for two weeks. */
export function listValidityAt(now: Date): Validity {
  const daysSinceMonday = (now.getUTCDay() + 6) % 7
  const monday = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - daysSinceMonday)
  return { from: new Date(monday), to: new Date(monday + 14 * day) }
}

/** The validity of an older list, which has expired. */
export function staleListValidityAt(now: Date): Validity {
  return listValidityAt(new Date(now.getTime() - 21 * day))
}
