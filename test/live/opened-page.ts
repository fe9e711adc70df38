import type { Test } from 'tap'
import type { Journal } from '../../sim/evidence/recording/event.ts'
import { numbered } from '../../sim/evidence/recording/recording-text.ts'
import { emptyRecording, follow, type RecordedHierarchy } from '../../sim/evidence/recording/recording.ts'
import { openLivePage, type LivePage } from '../../sim/live/open-live-page.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy, type RunningHierarchy } from '../../sim/network/running-hierarchy.ts'
import { newFolder } from '../new-folder.ts'

/** Opens a hierarchy and its live page until the test ends. */
export async function openPage(
  t: Test,
  file: string,
  keptRequests?: number,
): Promise<{ running: RunningHierarchy; page: LivePage; recorded: RecordedHierarchy }> {
  const recording = emptyRecording()
  const record = numbered('test', follow(recording, keptRequests))
  const pages: LivePage[] = []
  const journal: Journal = (event) => {
    record(event)
    for (const page of pages) page.show(event)
  }
  const { hierarchy } = await loadHierarchy(file)
  const running = await openHierarchy(hierarchy, { cache: newFolder(t), journal })
  const [recorded] = recording.hierarchies
  if (!recorded) throw new Error('the opening was not recorded')
  const page = await openLivePage(running, recorded, journal, 0)
  pages.push(page)
  t.teardown(async () => {
    await page.close()
    await running.close()
  })
  return { running, page, recorded }
}
