import { checkedLine } from '../../evidence/recording/line-schemas.ts'
import type { RecordedLine } from '../../evidence/recording/event.ts'
import { createJoint } from '../../evidence/recording/renumber.ts'
import { wholeCommand, type CompleteSet } from '../../parts/complete-set.ts'
import { itemsInOrder, unusableItem, type PartItem } from '../../parts/part-file.ts'
import { createSplitRunTally } from '../../report/split-run.ts'
import { joinRecording } from '../keep-recording.ts'
import { pathOf, type Surroundings } from '../surroundings.ts'
import type { JoinedRun } from './merged.ts'

/** Joins the recordings of scenarios, which each count from the first attempt, in the order of the scenarios. */
export async function joinRun(
  { head, parts }: CompleteSet,
  out: string | undefined,
  surroundings: Surroundings,
): Promise<JoinedRun> {
  const tally = createSplitRunTally()
  using joined = out === undefined ? undefined : joinRecording(out, wholeCommand(head), surroundings)
  const joint = createJoint()
  for await (const one of itemsInOrder(parts, ({ file }) => pathOf(file, surroundings))) {
    const line = lineOf(one)
    tally.take(line)
    joined?.add(joint.placed(line, one.unit))
  }
  await joined?.end(joint.now())
  const result = tally.result()
  return { shards: head.total, missing: [], ...result, held: result.failed === 0 }
}

function lineOf(read: PartItem): RecordedLine {
  const checked = checkedLine(read.item)
  if ('line' in checked) return checked.line
  throw unusableItem(read, 'no-recording', checked)
}
