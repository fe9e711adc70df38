import t from 'tap'
import type { RecordedLine } from '../../sim/evidence/recording/event.ts'
import { numbered } from '../../sim/evidence/recording/recording-text.ts'
import { renumbered } from '../../sim/evidence/recording/renumber.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { recordScenarios } from '../../sim/scenario/run-scenarios.ts'
import { inCheckout } from '../mutation/sources.ts'
import { newFolder } from '../new-folder.ts'
import { matrix, twoModes } from '../scenario/two-modes.ts'

/** Every text in a value that an attempt is called by, or that names one. */
function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.match(/^a\d+$|\ba\d+(?=: )/g) ?? []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(idsIn)
}

async function recordedLines(): Promise<RecordedLine[]> {
  const lines: RecordedLine[] = []
  const journal = numbered('', (line) => void lines.push(line))
  const cache = newFolder(t)
  for (const name of ['mobile-device', 'switch-for-groups', 'switch-order-and-stragglers']) {
    const { scenario } = await loadScenario(inCheckout(`scenarios/${name}.yaml`))
    await recordScenarios([scenario], { cache, journal })
  }
  const { tables } = await matrix(await twoModes(), { cache, journal })
  journal({ type: 'tables', hierarchy: 'two-modes.yaml', tables })
  return lines
}

void t.test('every id of an attempt counts on, wherever it stands in a line', async (t) => {
  const lines = await recordedLines()
  const kinds = new Set(lines.filter((line) => idsIn(line).length > 0).map(({ type }) => type))
  t.strictSame([...kinds].sort(), ['attempt', 'step-ended', 'tables'])
  for (const line of lines) {
    const expected = idsIn(line).map((id) => `a${Number(id.slice(1)) + 1000}`)
    t.strictSame(idsIn(renumbered(line, 1000)), expected, `${line.type} ${line.sequence}`)
    t.strictSame(renumbered(line, 0), line)
  }
})

void t.test('the words on two ends that contradict each other name their attempts anew', (t) => {
  const step = {
    ...{
      name: 'a step',
      client: 'PC',
      passed: false,
      expected: {},
      observed: {},
      attempts: ['a1', 'a2'],
      story: [],
    },
    problem: 'a1: the client says a. a2: the listener says b.',
  }
  t.match(renumbered({ type: 'step-ended', step, run: '', sequence: 0, ms: 0 }, 40), {
    step: { attempts: ['a41', 'a42'], problem: 'a41: the client says a. a42: the listener says b.' },
  })
  t.end()
})
