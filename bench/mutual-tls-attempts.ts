import { hierarchyPki } from '../sim/network/hierarchy-pki.ts'
import { openHierarchy } from '../sim/network/running-hierarchy.ts'
import { openBarePair } from './bare-pair.ts'
import { nativeHierarchy } from './hierarchies.ts'
import { median, round, type BenchResult } from './result.ts'

const rounds = 15
const attemptsInRound = 160
const atOnce = 8

/** Attempts with a full mutual-TLS handshake each, in turns with the bare pair, in one process. */
export async function mutualTlsAttempts(): Promise<BenchResult[]> {
  const hierarchy = nativeHierarchy(1)
  await using running = await openHierarchy(hierarchy)
  const client = running.client('PC0')
  const pki = hierarchyPki(hierarchy, () => new Date(), {})
  const bare = await openBarePair(pki, `mp.${hierarchy.domain}`, `PC0.${hierarchy.domain}`)
  const attempt = async (): Promise<void> => {
    const { outcome } = await client.contact('management-point')
    if (outcome !== 'answered') throw new Error(`an attempt was ${outcome}`)
  }
  await rate(attempt)
  await rate(bare.request)
  const pairs: { simulator: number; reference: number }[] = []
  for (let round = 0; round < rounds; round++) {
    pairs.push({ simulator: await rate(attempt), reference: await rate(bare.request) })
  }
  await bare.close()
  return [
    {
      name: 'mutual-tls-attempts',
      value: round(median(pairs.map(({ simulator }) => simulator))),
      unit: '1/s',
      reference: {
        name: 'bare node:https and undici',
        value: round(median(pairs.map(({ reference }) => reference))),
      },
      ratio: round(median(pairs.map(({ simulator, reference }) => simulator / reference))),
      target: 0.85,
      note: `${rounds} rounds in turn, ${atOnce} at once, TLS 1.2, both ends and both pairs check revocation lists`,
    },
  ]
}

async function rate(act: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  for (let done = 0; done < attemptsInRound; done += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, act))
  }
  return (attemptsInRound / (performance.now() - startedAt)) * 1000
}
