import type { PanelScenario, PanelStep } from '../shown.ts'
import { attempt, element, inLanguage, onClick, onEvent, say, text } from './page.ts'
import { sendStep, wordsOf } from './steps.ts'

const states = {
  waiting: { mark: '·', name: text('notRunYet'), class: 'quiet' },
  running: { mark: '…', name: text('running'), class: 'quiet' },
  held: { mark: '✓', name: text('held'), class: 'good' },
  failed: { mark: '✗', name: text('didNotHold'), class: 'bad' },
} as const

type State = keyof typeof states

interface ShownStep extends PanelStep {
  state: State
  why: string
}

const written = element('scenario-text', HTMLTextAreaElement)
const list = element('scenario-steps', HTMLOListElement)
const said = element('scenario-said', HTMLElement)
const file = element('scenario-file', HTMLInputElement)
const soFar = element('steps', HTMLElement)
/** undefined: the text has changed since it was read. */
let steps: ShownStep[] | undefined
let isRunning = false

onEvent('steps', (yaml) => (soFar.textContent = yaml))

/** Reads the text anew, if it has changed; undefined where it cannot be used. */
async function readSteps(): Promise<ShownStep[] | undefined> {
  if (steps) return steps
  const reply = await fetch(inLanguage('scenario'), {
    method: 'POST',
    headers: { 'content-type': 'application/yaml' },
    body: written.value,
  })
  const read: PanelScenario =
    reply.status === 413
      ? { problems: [{ line: null, message: text('scenarioTooLong') }] }
      : ((await reply.json()) as PanelScenario)
  if ('problems' in read) {
    said.replaceChildren(...read.problems.map(problemLine))
    list.replaceChildren()
    return undefined
  }
  said.textContent = read.note
  steps = read.steps.map((step) => ({ ...step, state: 'waiting', why: '' }))
  draw()
  return steps
}

function problemLine({ line, message }: { line: number | null; message: string }): HTMLElement {
  const one = document.createElement('p')
  one.className = 'bad'
  if (line === null) {
    one.textContent = message
    return one
  }
  const there = document.createElement('button')
  there.type = 'button'
  there.textContent = text('line', { line })
  there.addEventListener('click', () => showLine(line))
  one.append(there, ` ${message}`)
  return one
}

/** Puts the cursor on a line of the text. */
function showLine(line: number): void {
  const lines = written.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  written.focus()
  written.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
}

function draw(): void {
  const next = steps?.find(({ state }) => state === 'waiting')
  list.replaceChildren(
    ...(steps ?? []).map((step) => {
      const { mark, name, class: tone } = states[step.state]
      const one = document.createElement('li')
      one.classList.toggle('next', step === next)
      one.append(
        part('span', tone, mark, name),
        part('span', 'quiet', text('line', { line: step.line })),
        part('span', '', step.name),
        ...(step.why === ''
          ? []
          : [part('span', step.state === 'failed' ? 'why bad' : 'why quiet', step.why)]),
      )
      return one
    }),
  )
}

function part(tag: string, name: string, words: string, spoken?: string): HTMLElement {
  const one = document.createElement(tag)
  one.className = name
  one.textContent = words
  if (spoken !== undefined) {
    one.setAttribute('role', 'img')
    one.setAttribute('aria-label', spoken)
  }
  return one
}

/** Runs the steps that have not run yet, as many of them. */
async function run(most: number): Promise<void> {
  if (isRunning) return
  isRunning = true
  try {
    const read = await readSteps()
    for (const step of (read ?? []).filter(({ state }) => state === 'waiting').slice(0, most)) {
      step.state = 'running'
      draw()
      const reply = await sendStep(step.written)
      step.state = reply.passed === true ? 'held' : 'failed'
      step.why = [...(reply.failures ?? []), wordsOf(reply)].join(' · ')
      draw()
    }
    if (read)
      say(text('stepsHeld', { held: read.filter(({ state }) => state === 'held').length, all: read.length }))
  } finally {
    isRunning = false
  }
}

function startAgain(): void {
  if (isRunning) return
  steps = undefined
  said.textContent = ''
  list.replaceChildren()
}

written.addEventListener('input', startAgain)
file.addEventListener('change', () => {
  const [chosen] = file.files ?? []
  if (!chosen) return
  attempt(async () => {
    written.value = await chosen.text()
    startAgain()
    await readSteps()
  })
})
onClick('scenario-run', () => attempt(() => run(Infinity)))
onClick('scenario-step', () => attempt(() => run(1)))
onClick('scenario-again', () => {
  startAgain()
  attempt(async () => {
    await readSteps()
  })
})
onClick('steps-edit', () => {
  written.value = soFar.textContent
  startAgain()
  written.focus()
})
