import { hierarchyPki } from '../sim/network/hierarchy-pki.ts'
import { createClock } from '../sim/network/open-context.ts'
import { openHierarchy } from '../sim/network/running-hierarchy.ts'
import { openBarePair } from './bare-pair.ts'
import { nativeHierarchy } from './hierarchies.ts'
import { median, middleHalf, round, type BenchResult } from './result.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Many short rounds, so that other load on the machine affects both halves of most pairs alike. */
const rounds = 20
const attemptsInRound = 64
const atOnce = 8

/** Attempts with a full mutual-TLS handshake each, alternating with the bare pair in one process. */
export async function mutualTlsAttempts(): Promise<BenchResult[]> {
  using folder = temporaryFolder()
  const hierarchy = nativeHierarchy(1)
  await using running = await openHierarchy(hierarchy, { cache: folder.path })
  const client = running.client('PC0')
  // From the same cache, so that both pairs have the same keys and certificates.
  const pki = hierarchyPki(hierarchy, createClock(), { cache: folder.path })
  const attempt = async (): Promise<void> => {
    const { outcome, tls } = await client.contact('management-point')
    if (outcome !== 'answered' || tls?.resumed !== false) throw new Error(`an attempt was ${outcome}`)
  }
  await rate(attempt)
  const bare = await openBarePair(pki, `mp.${hierarchy.domain}`, `PC0.${hierarchy.domain}`)
  await rate(bare.request)
  const pairs: { simulator: number; reference: number }[] = []
  for (let done = 0; done < rounds; done += 2) {
    pairs.push({ simulator: await rate(attempt), reference: await rate(bare.request) })
    // In alternating order, so that neither always collects the other's garbage.
    const reference = await rate(bare.request)
    pairs.push({ simulator: await rate(attempt), reference })
  }
  await bare.close()
  const ratios = pairs.map(({ simulator, reference }) => simulator / reference)
  return [
    {
      name: 'mutual-tls-attempts',
      value: round(median(pairs.map(({ simulator }) => simulator))),
      unit: '1/s',
      reference: {
        name: 'bare node:https and undici',
        value: round(median(pairs.map(({ reference }) => reference))),
      },
      ratio: round(median(ratios)),
      target: 0.85,
      note:
        `medians of ${rounds} paired rounds of ${attemptsInRound}, ${atOnce} at once, client and server in one process; ` +
        `TLS 1.2, full handshakes only; the bare pair has the same certificates, and all four ends check the same ` +
        `revocation lists; half of the ratios lie in ${middleHalf(ratios)}`,
    },
  ]
}

/** Attempts per second. */
async function rate(act: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  for (let done = 0; done < attemptsInRound; done += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, act))
  }
  return (attemptsInRound / (performance.now() - startedAt)) * 1000
}
