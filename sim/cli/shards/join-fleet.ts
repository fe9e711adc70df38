import { numbered } from '../../evidence/recording/recording-text.ts'
import { refuse } from '../../model/source/source.ts'
import { wholeCommand, type CompleteSet } from '../../parts/complete-set.ts'
import { itemsOf, unusableItem, type PartItem } from '../../parts/part-file.ts'
import type { FleetItem } from '../../fleet/fleet-part.ts'
import { fleetText } from '../../report/terminal/fleet-text.ts'
import { exitCodes, pathOf, printJson, type CommandContext } from '../command-context.ts'
import { joinRecording } from '../../library/keep-recording.ts'
import type { JoinOptions } from './join-run.ts'

/** Joins what the shards of a fleet came to, and judges its expectations. */
export async function joinFleet(
  { head, parts }: CompleteSet,
  { out, json }: JoinOptions,
  context: CommandContext,
): Promise<number> {
  const { checkedFleetItem, createFleetJoin } = await import('../../fleet/fleet-part.ts')
  const { recordFleet } = await import('../../fleet/fleet-result.ts')
  const itemOf = (read: PartItem): FleetItem => {
    const checked = checkedFleetItem(read.item)
    if ('item' in checked) return checked.item
    throw unusableItem(read, 'no-fleet', checked)
  }
  const join = createFleetJoin()
  for (const part of parts)
    for await (const one of itemsOf(part, pathOf(part.file, context))) join.take(itemOf(one))
  const joined = join.joined()
  if (!joined)
    throw refuse(parts.map(({ file }) => file).join(', '), 'no-fleet', 'this holds no fleet', 'make it anew')
  const { fleet, tally, durationMs } = joined
  if (out !== undefined) {
    using recording = joinRecording(out, wholeCommand(head), context)
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
  if (json) printJson({ shards: head.total, missing: [], ...fleet }, context)
  else context.stdout.tell(fleet, fleetText)
  return fleet.held ? exitCodes.held : exitCodes.failed
}
