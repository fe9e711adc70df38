import { say, text } from './page.ts'

/** What came of a step. */
export interface StepReply {
  passed?: boolean
  /** Why it was refused before it began. */
  problem?: string
  /** How it ended otherwise than expected. */
  failures?: string[]
  story?: { sentence: string }[]
}

/** Sends a step; tells in words what came of it. */
export async function sendStep(step: unknown): Promise<StepReply> {
  const reply = await fetch('steps', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(step),
  })
  if (reply.status === 413) return { problem: text('stepTooLong') }
  return (await reply.json()) as StepReply
}

/** The story of a step, or its problem. */
export function wordsOf({ problem, story = [] }: StepReply): string {
  return problem ?? story.map(({ sentence }) => sentence).join(' ')
}

/** Sends a step, and tells of it at the bottom of the page; resolves to its problem, if it had one. */
export async function carryOut(step: unknown): Promise<string | undefined> {
  const reply = await sendStep(step)
  say(wordsOf(reply), reply.problem !== undefined)
  return reply.problem
}

type Fields = Record<string, unknown>

/** The step of a form: the part that it begins with, the fields that are filled in, by their paths, and the button's own step. */
export function stepOf(form: HTMLFormElement, pressed: string): object {
  const step = JSON.parse(form.dataset.step ?? '{}') as Fields
  for (const [path, value] of new FormData(form)) {
    if (typeof value !== 'string' || value.trim() === '') continue
    const isChecked = form.elements.namedItem(path) instanceof HTMLInputElement && value === 'true'
    put(step, path.split('.'), isChecked ? true : value.trim())
  }
  return pressed === '' ? step : { ...step, ...(JSON.parse(pressed) as Fields) }
}

function put(fields: Fields, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    fields[name] = value
    return
  }
  const inside = { ...(fields[name] as Fields | undefined) }
  put(inside, rest, value)
  fields[name] = inside
}
