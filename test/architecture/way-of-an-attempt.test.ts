import t from 'tap'
import { filesOfSteps, type MeasuredStep } from './files-of-a-step.ts'

/**
 * A reader who follows one step should not have to open more files than this; a sign-in by NTLM at both ends is a dozen of
 * them, every connection passes its listener's guard, and one reads the bodies of both ends.
 */
const limits: Record<MeasuredStep, number> = { contact: 63, getContent: 107 }

const measured = filesOfSteps()

for (const step of ['contact', 'getContent'] as const) {
  void t.test(`a ${step} step runs through at most ${limits[step]} files`, (t) => {
    const files = measured[step]
    t.ok(files.includes('sim/client/contact.js'), 'the step is measured')
    t.ok(files.length <= limits[step], `${files.length} files`, { files })
    t.end()
  })
}
