import type { Test } from 'tap'
import type { Journal } from '../../sim/evidence/recording/event.ts'
import { numbered } from '../../sim/evidence/recording/recording-text.ts'
import { emptyRecording, follow, type RecordedHierarchy } from '../../sim/evidence/recording/recording.ts'
import { openLivePage, type LivePage } from '../../sim/live/open-live-page.ts'
import { createStepQueue } from '../../sim/live/step-queue.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy, type RunningHierarchy } from '../../sim/network/running-hierarchy.ts'
import { newFolder } from '../new-folder.ts'

interface OpenRecorded {
  running: RunningHierarchy
  recorded: RecordedHierarchy
  journal: Journal
}

/** Opens a hierarchy until the test ends, and records what happens on it. `shown`: gets each event once it is recorded. */
export async function openRecorded(
  t: Pick<Test, 'teardown'>,
  file: string,
  { keptRequests, shown }: { keptRequests?: number | undefined; shown?: Journal } = {},
): Promise<OpenRecorded> {
  const recording = emptyRecording()
  const record = numbered('test', follow(recording, keptRequests))
  const journal: Journal = (event) => {
    record(event)
    shown?.(event)
  }
  const { hierarchy } = await loadHierarchy(file)
  const running = await openHierarchy(hierarchy, { cache: newFolder(t), journal })
  const [recorded] = recording.hierarchies
  if (!recorded) throw new Error('the opening was not recorded')
  t.teardown(() => running.close())
  return { running, recorded, journal }
}

/** Opens a hierarchy and its live page until the test ends. */
export async function openPage(
  t: Test,
  file: string,
  keptRequests?: number,
): Promise<{ running: RunningHierarchy; page: LivePage; recorded: RecordedHierarchy }> {
  const pages: LivePage[] = []
  const shown: Journal = (event) => {
    for (const page of pages) page.show(event)
  }
  const { running, recorded, journal } = await openRecorded(t, file, { keptRequests, shown })
  const page = await openLivePage(running, recorded, createStepQueue(running, journal), 0)
  pages.push(page)
  t.teardown(() => page.close())
  return { running, page, recorded }
}
