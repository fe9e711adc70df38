import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import type { StepResult } from '../../evidence/results.ts'
import { counted, differences } from '../in-words.ts'
import { chunksOf } from '../lists.ts'
import { sequencesOf, type Sequence } from '../sequence.ts'
import { attemptDetails } from './attempt-details.ts'
import { marks, placeOf, verdictOf, verdictOfAll, type Verdict } from '../verdict.ts'
import type { Deferred } from './deferred.ts'
import { hierarchyPicture, legend, trafficOf } from './hierarchy-picture.ts'
import { markup, type Markup } from './markup.ts'
import { sequenceDiagram } from './sequence-diagram.ts'

/** Arrows in a picture: more would hide each other. */
const mostArrows = 40
/** Longer sequences are shown in parts of so many events. */
const inOnePart = 60

/** A hierarchy and everything that happened on it, as a line that opens. `number` is unique in the page. */
export function runSection(run: RecordedHierarchy, number: number, deferred: Deferred): Markup {
  const { scenario, opened, attempts, steps, passed } = run
  const verdict = verdictOfAll(passed === true, steps)
  const outcome = scenario === null ? '' : passed === null ? 'cut short' : verdict
  const heading = markup`<span class="mark ${classes[verdict]}" aria-hidden="true">${scenario !== null && marks[verdict]}</span><b>${scenario?.name ?? `On ${opened.name}`}</b>
    <span class="file quiet"><span class="visually-hidden">${outcome}. </span>${scenario && markup`<code>${scenario.file}</code> · `}${outcome === 'cut short' && 'cut short · '}${steps.length > 0 && `${counted(steps.length, 'step')} · `}${counted(attempts.length, 'attempt')} <span class="matching"></span></span>`
  return deferred.details(markup`class="scenario" id="run-${number}" data-run="${number}"`, heading, () =>
    content(run, deferred),
  )
}

function content(run: RecordedHierarchy, deferred: Deferred): Markup {
  const { scenario, now, attempts, steps } = run
  const traffic = trafficOf(attempts.map(({ attempt }) => attempt))
  const sequences = sequencesOf(run)
  return markup`
    ${scenario?.cites && markup`<p class="quiet">Shows: ${scenario.cites}</p>`}
    ${scenario?.quotes.map(({ lang, text }) => markup`<blockquote class="quiet" lang="${lang}">${text}</blockquote>`)}
    <div class="picture" tabindex="0" role="group" aria-label="Picture of the hierarchy">${hierarchyPicture(now, traffic.length > mostArrows ? [] : traffic)}</div>
    ${legend}
    ${traffic.length > mostArrows && markup`<p class="quiet">Too many arrows for one picture; they are in the sequences below.</p>`}
    ${steps.length > 0 && markup`<h3>Steps</h3><ol class="steps">${steps.map((step) => stepLine(step, scenario?.file ?? ''))}</ol>`}
    ${sequences.map((sequence) => sequenceSection(sequence, deferred))}`
}

const classes: Readonly<Record<Verdict, string>> = { passed: 'good', failed: 'bad', 'got nothing': 'doubt' }

function stepLine(step: StepResult, file: string): Markup {
  const { name, passed, attempts, story, problem, reasons = [] } = step
  const verdict = verdictOf(step)
  return markup`<li><span class="mark ${classes[verdict]}" aria-hidden="true">${marks[verdict]}</span><span class="visually-hidden">${verdict}: </span>${name} ${verdict !== 'passed' && markup`<code class="quiet">${placeOf(file, step)}</code> `}${attempts.map((id) => markup`<a href="#${id}" class="mono">${id}</a> `)}
    ${problem !== undefined && markup`<p class="bad">${problem}</p>`}
    ${
      !passed &&
      markup`<div class="expected">${differences(step).map(({ field, expected, observed }) => markup`<b>${field}</b><span>expected <code>${expected}</code></span><span class="bad">observed <code>${observed}</code></span>`)}</div>`
    }
    ${verdict === 'got nothing' && markup`<ul class="doubt">${reasons.map(({ words, rule }) => markup`<li>${words} <code class="quiet">${rule}</code></li>`)}</ul>`}
    ${story.length > 0 && markup`<ul class="quiet">${story.map(({ sentence }) => markup`<li>${sentence}</li>`)}</ul>`}
  </li>`
}

function sequenceSection(sequence: Sequence, deferred: Deferred): Markup {
  const { client, events } = sequence
  const attempts = events.filter((event) => event.kind === 'attempt').length
  const parts = chunksOf(events, inOnePart)
  const shown = parts.map((part) => {
    const lines = part.flatMap((event) => (event.kind === 'attempt' ? [event.line] : []))
    const whole =
      (): Markup => markup`<div class="picture" tabindex="0" role="group" aria-label="Sequence of ${client}">${sequenceDiagram(sequence, part)}</div>
      ${lines.map((line) => attemptDetails(line, sequence.attempts))}`
    if (parts.length === 1) return whole()
    const [from, to] = [lines[0]?.attempt.id, lines.at(-1)?.attempt.id]
    return deferred.details(markup`class="part"`, markup`${from ?? ''} to ${to ?? ''}`, whole)
  })
  return markup`<section class="client" data-client="${client}"><h3>${client} <span class="quiet">· ${counted(attempts, 'attempt')}</span></h3>${shown}</section>`
}
