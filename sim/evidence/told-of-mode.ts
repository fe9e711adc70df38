import type { ClientEvidence, EndEvidence } from './attempt.ts'

/** How a client came to take a site for one of the other mode. */
export type ToldOfMode = 'never' | 'not-yet' | 'otherwise'

/**
 * Where client and site differ in mode: whether nobody tells the client, whether it will hear of it, or whether it was told
 * something else. undefined where they agree, or nothing is known of it.
 */
export function toldOfMode(
  { believed }: Pick<ClientEvidence, 'believed'>,
  server: Pick<EndEvidence, 'siteMode'> | null,
): ToldOfMode | undefined {
  const site = server?.siteMode
  if (!believed || !site || believed.mode === site.mode) return undefined
  const { told, toldAgainBy } = believed
  const toldAgain = toldAgainBy === 'active-directory' ? site.published : toldAgainBy !== null
  const wasSo = told !== null && (site.since === null || told.at > site.since)
  return wasSo ? 'otherwise' : toldAgain ? 'not-yet' : 'never'
}
