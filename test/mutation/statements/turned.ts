import { content } from './content.ts'
import { turnedIn } from './place.ts'
import { protocols } from './protocols.ts'
import { sites } from './sites.ts'

/** What the documentation says, turned round. */
export const turnedStatements = turnedIn({ ...content, ...sites, ...protocols })
