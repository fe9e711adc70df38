import { dirname } from 'node:path'
import type { Test } from 'tap'
import { recordingFormat, type Journal } from '../../sim/evidence/recording/event.ts'
import { numbered } from '../../sim/evidence/recording/recording-text.ts'
import {
  emptyRecording,
  follow,
  type RecordedHierarchy,
  type Recording,
} from '../../sim/evidence/recording/recording.ts'
import { openLivePage, type LivePage } from '../../sim/live/open-live-page.ts'
import { createStepQueue } from '../../sim/live/step-queue.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy, type RunningHierarchy } from '../../sim/network/running-hierarchy.ts'
import { newFolder } from '../new-folder.ts'

interface OpenRecorded {
  running: RunningHierarchy
  recording: Recording
  /** The hierarchy as its file has it. */
  written: unknown
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
  const { hierarchy, written } = await loadHierarchy(file)
  const versions = { sitemode: '', node: process.version, openssl: process.versions.openssl }
  const startedAt = new Date().toISOString()
  journal({ type: 'run', format: recordingFormat, command: ['serve', file], startedAt, versions })
  const running = await openHierarchy(hierarchy, { cache: newFolder(t), journal })
  const [recorded] = recording.hierarchies
  if (!recorded) throw new Error('the opening was not recorded')
  t.teardown(() => running.close())
  return { running, recording, written, recorded, journal }
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
  const { journal, written, ...opened } = await openRecorded(t, file, { keptRequests, shown })
  const { running, recorded } = opened
  const subject = {
    ...opened,
    steps: createStepQueue(running, journal),
    written: { value: written, folder: dirname(file) },
    pki: { folder: 'pki', writtenBy: `npx sitemode certs ${file} --out pki`, trusted: 'root.pem' },
  } as const
  const page = await openLivePage(subject, 0)
  pages.push(page)
  t.teardown(() => page.close())
  return { running, page, recorded }
}
