import { checkedLine } from '../../evidence/recording/line-schemas.ts'
import type { RecordedLine } from '../../evidence/recording/event.ts'
import { createJoint } from '../../evidence/recording/renumber.ts'
import { wholeCommand, type CompleteSet } from '../../parts/complete-set.ts'
import { itemsInOrder, unusableItem, type PartItem } from '../../parts/part-file.ts'
import { createSplitRunTally } from '../../report/split-run.ts'
import { splitRunText } from '../../report/terminal/split-run-text.ts'
import { exitCodes, pathOf, printJson, type CommandContext } from '../command-context.ts'
import { joinRecording } from '../../library/keep-recording.ts'

export interface JoinOptions {
  out?: string
  json?: true
}

/** Joins the recordings of scenarios, which each count from the first attempt, in the order of the scenarios. */
export async function joinRun(
  { head, parts }: CompleteSet,
  { out, json }: JoinOptions,
  context: CommandContext,
): Promise<number> {
  const tally = createSplitRunTally()
  using joined = out === undefined ? undefined : joinRecording(out, wholeCommand(head), context)
  const joint = createJoint()
  for await (const one of itemsInOrder(parts, ({ file }) => pathOf(file, context))) {
    const line = lineOf(one)
    tally.take(line)
    joined?.add(joint.placed(line, one.unit))
  }
  await joined?.end(joint.now())
  const result = tally.result()
  const held = result.failed === 0
  if (json) printJson({ shards: head.total, missing: [], ...result, held }, context)
  else context.stdout.tell(result, splitRunText)
  return held ? exitCodes.held : exitCodes.failed
}

function lineOf(read: PartItem): RecordedLine {
  const checked = checkedLine(read.item)
  if ('line' in checked) return checked.line
  throw unusableItem(read, 'no-recording', checked)
}
