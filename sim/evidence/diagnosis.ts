import type { EndEvidence } from './attempt.ts'
import { catalogue } from './catalogue.ts'

/** Id of the failure that what both ends saw amounts to; `unexplained` when the catalogue has none. */
export function diagnose(client: EndEvidence | null, server: EndEvidence | null): string {
  return catalogue.find((entry) => entry.explains(client, server))?.id ?? 'unexplained'
}
