import { content } from './content.ts'
import type { Place } from './place.ts'
import { protocols } from './protocols.ts'
import { sites } from './sites.ts'

/** A statement of the documentation, turned round in one place. */
export interface TurnedStatement extends Place {
  says: string
}

export const turnedStatements: readonly TurnedStatement[] = Object.entries({
  ...content,
  ...sites,
  ...protocols,
}).flatMap(([says, places]) => places.map((one) => ({ says, ...one })))
