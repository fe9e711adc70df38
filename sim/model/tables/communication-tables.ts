import { mixedClientInNativeSite } from './mixed-client-in-native-site.ts'
import { nativeClientInMixedSite } from './native-client-in-mixed-site.ts'
import { serverLocatorPoint } from './server-locator-point.ts'
import type { CommunicationTable } from './table.ts'
import { unaffectedBySiteMode } from './unaffected-by-site-mode.ts'
import { withinAssignedSite } from './within-assigned-site.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * The tables of the source text, "Client Communication in Mixed Mode and Native Mode" (System Center Configuration
 * Manager 2007; a Japanese machine translation of bb680900), and its sentences on roaming and on server locator
 * points as tables of the same shape. No rule and no listener reads them: both are tested against them. The sentences
 * are our English of the Japanese.
 *
 * One sentence lost a "not" in translation: a standard distribution point uses SMB when the option to transfer by
 * BITS, HTTP and HTTPS is *not* set ("Benefits of Using Native Mode", bb632573, says so).
 */
export const communicationTables = [
  withinAssignedSite,
  nativeClientInMixedSite,
  mixedClientInNativeSite,
  serverLocatorPoint,
  unaffectedBySiteMode,
] as const satisfies readonly CommunicationTable[]

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'The protocols of the tables, and the rules on roaming (the source text)',
  },
]
