/** A place in the sources where a statement is carried out, what turns it round there, and what notices. */
export interface Place {
  /** `sim/rules/roaming.ts` */
  file: string
  /** Stands once in the file. */
  original: string
  replacement: string
  noticedBy: `scenarios/${string}.${'yaml' | 'ts'}` | `test/${string}.test.ts`
}

/** A statement turned round in one place. */
export interface TurnedStatement extends Place {
  says: string
}

/** By statement, as `test/documented` says it. */
export type Places = Readonly<Record<string, readonly [Place, ...Place[]]>>

export function place(
  file: string,
  original: string,
  replacement: string,
  noticedBy: Place['noticedBy'],
): Place {
  return { file, original, replacement, noticedBy }
}

export function turnedIn(places: Places): TurnedStatement[] {
  return Object.entries(places).flatMap(([says, there]) => there.map((one) => ({ says, ...one })))
}
