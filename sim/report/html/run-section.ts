import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import type { Reason, StepResult } from '../../evidence/results.ts'
import type { Texts } from '../../texts/english.ts'
import { differences } from '../in-words.ts'
import { marks, placeOf, verdictOf, verdictOfAll, whyOtherwise, type Verdict, type Why } from '../verdict.ts'
import { remedyParagraph } from './attempt-details.ts'
import { clientSections } from './client-sections.ts'
import type { Deferred } from './deferred.ts'
import { happenedIn, hierarchyPicture, legend } from './hierarchy-picture.ts'
import { markup, type Markup } from './markup.ts'

/** A hierarchy and everything that happened on it, as a line that opens. `number` is unique in the page. */
export function runSection(run: RecordedHierarchy, number: number, deferred: Deferred, texts: Texts): Markup {
  const { scenario, opened, attempts, steps, passed } = run
  const verdict = verdictOfAll(passed === true, steps)
  const cutShort = scenario !== null && passed === null && texts.run.cutShort
  const outcome = scenario !== null && (cutShort || texts.verdicts[verdict])
  const heading = markup`<span class="mark ${classes[verdict]}" aria-hidden="true">${scenario !== null && marks[verdict]}</span><b>${scenario?.name ?? texts.run.on(opened.name)}</b>
    <span class="file quiet"><span class="visually-hidden">${outcome || ''}. </span>${scenario && markup`<code>${scenario.file}</code> · `}${cutShort && `${cutShort} · `}${steps.length > 0 && `${texts.counts.steps(steps.length)} · `}${texts.counts.attempts(attempts.length)} <span class="matching"></span></span>`
  return deferred.details(markup`class="scenario" id="run-${number}" data-run="${number}"`, heading, () =>
    content(run, number, deferred, texts),
  )
}

function content(run: RecordedHierarchy, number: number, deferred: Deferred, texts: Texts): Markup {
  const { scenario, now, attempts, steps } = run
  const happened = happenedIn(attempts.map(({ attempt }) => attempt))
  const { drawing, below } = hierarchyPicture(now, texts, `at-${number}`, happened)
  return markup`
    ${scenario?.cites && markup`<p class="quiet">${texts.run.shows(scenario.cites)}</p>`}
    ${scenario?.quotes.map(({ lang, text }) => markup`<blockquote class="quiet" lang="${lang}">${text}</blockquote>`)}
    <div class="picture" tabindex="0" role="group" aria-label="${texts.run.picture}">${drawing}${below}</div>
    ${legend(texts)}
    ${steps.length > 0 && markup`<h3>${texts.run.steps}</h3><ol class="steps">${steps.map((step) => stepLine(step, scenario?.file ?? '', texts))}</ol>`}
    ${clientSections(run, deferred, texts)}`
}

const classes: Readonly<Record<Verdict, string>> = { passed: 'good', failed: 'bad', 'got nothing': 'doubt' }

/** Attempts of a step that are linked; one of many clients has thousands. */
const attemptsOfStep = 20

function stepLine(step: StepResult, file: string, texts: Texts): Markup {
  const { name, passed, attempts, story, problem, reasons = [] } = step
  const verdict = verdictOf(step)
  return markup`<li><span class="mark ${classes[verdict]}" aria-hidden="true">${marks[verdict]}</span><span class="visually-hidden">${texts.verdicts[verdict]}: </span>${name} ${verdict !== 'passed' && markup`<code class="quiet">${placeOf(file, step)}</code> `}${attempts.slice(0, attemptsOfStep).map((id) => markup`<a href="#${id}" class="mono">${id}</a> `)}${attempts.length > attemptsOfStep && markup`<span class="quiet">${texts.run.more(attempts.length - attemptsOfStep)}</span>`}
    ${problem !== undefined && markup`<p class="bad" lang="en">${problem}</p>`}
    ${
      !passed &&
      markup`<div class="expected">${differences(step).map(({ field, expected, observed }) => markup`<b>${field}</b><span>${texts.run.expected} <code>${expected}</code></span><span class="bad">${texts.run.observed} <code>${observed}</code></span>`)}</div>${whySection(whyOtherwise(step), 'bad', texts)}`
    }
    ${verdict === 'got nothing' && whySection({ reasons }, 'doubt', texts)}
    ${story.length > 0 && markup`<ul class="quiet" lang="en">${story.map(({ sentence }) => markup`<li>${sentence}</li>`)}</ul>`}
  </li>`
}

/** What stood in the way of a step: a failure with what to do, or reasons with their rules. */
function whySection({ failure, reasons }: Why, tone: 'bad' | 'doubt', texts: Texts): Markup {
  return markup`${failure && markup`<p><b>${texts.failure(failure).title}</b> <code class="quiet">${failure.id}</code></p>${remedyParagraph(failure, texts)}`}${reasons.length > 0 && markup`<ul class="${tone}">${reasons.map((reason) => markup`<li>${reasonTitle(reason, texts)} <code class="quiet">${reason.rule}</code>${reason.remedy !== undefined && markup`<p><b>${texts.attempt.toDo}</b>: <span lang="en">${reason.remedy}</span></p>`}</li>`)}</ul>`}`
}

/** A failure by its title, and a rule by its sentence. */
export function reasonTitle({ words, diagnosis, rule }: Reason, texts: Texts): string {
  const entry = entryOf(diagnosis)
  return entry ? texts.failure(entry).title : texts.rule(rule, words)
}
