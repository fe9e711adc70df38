import { numbered } from '../../evidence/recording/recording-text.ts'
import type { FleetItem } from '../../fleet/fleet-part.ts'
import { refuse } from '../../model/source/source.ts'
import { wholeCommand, type CompleteSet } from '../../parts/complete-set.ts'
import { itemsOf, unusableItem, type PartItem } from '../../parts/part-file.ts'
import { joinRecording } from '../keep-recording.ts'
import { pathOf, type Surroundings } from '../surroundings.ts'
import type { JoinedFleet } from './merged.ts'

/** Joins what the shards of a fleet came to, and judges its expectations. */
export async function joinFleet(
  { head, parts }: CompleteSet,
  out: string | undefined,
  surroundings: Surroundings,
): Promise<JoinedFleet> {
  const { checkedFleetItem, createFleetJoin } = await import('../../fleet/fleet-part.ts')
  const { recordFleet } = await import('../../fleet/fleet-result.ts')
  const itemOf = (read: PartItem): FleetItem => {
    const checked = checkedFleetItem(read.item)
    if ('item' in checked) return checked.item
    throw unusableItem(read, 'no-fleet', checked)
  }
  const join = createFleetJoin()
  for (const part of parts)
    for await (const one of itemsOf(part, pathOf(part.file, surroundings))) join.take(itemOf(one))
  const joined = join.joined()
  if (!joined)
    throw refuse(parts.map(({ file }) => file).join(', '), 'no-fleet', 'this holds no fleet', 'make it anew')
  const { fleet, tally, durationMs } = joined
  if (out !== undefined) {
    using recording = joinRecording(out, wholeCommand(head), surroundings)
    recordFleet(
      tally,
      fleet,
      numbered(
        '',
        (line) => recording.add(line),
        () => durationMs,
      ),
    )
    await recording.end(durationMs)
  }
  return { shards: head.total, missing: [], ...fleet }
}
