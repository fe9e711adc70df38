import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Page } from 'playwright-core'
import t from 'tap'
import { mermaidSequences, sequenceMermaid } from '../../sim/report/sequence-mermaid.ts'
import { sequencesOf } from '../../sim/report/sequence.ts'
import { shipped } from '../../sim/shipped.ts'
import { english } from '../../sim/texts/english.ts'
import { recordedRun } from '../report/recorded.ts'
import { browse, noChromium } from './chromium.ts'

const library = shipped('test/witness/packages/node_modules/mermaid/dist/mermaid.min.js')
const noMermaid = existsSync(library)
  ? noChromium
  : 'Mermaid is not installed: npm ci --prefix test/witness/packages'

/** Why Mermaid cannot draw each of these texts; null where it can. `evaluate` passes them by value. */
async function complaints(
  page: Page,
  texts: readonly string[],
  act: 'parse' | 'render',
): Promise<(string | null)[]> {
  const call = act === 'parse' ? 'mermaid.parse(text)' : 'mermaid.render("drawn" + index, text)'
  return page.evaluate<(string | null)[]>(`(async () => {
    const found = []
    for (const [index, text] of ${JSON.stringify(texts)}.entries())
      found.push(await ${call}.then(() => null, (error) => String(error)))
    return found
  })()`)
}

void t.test('Mermaid draws every sequence', { skip: noMermaid }, async (t) => {
  const recording = await recordedRun(
    'scenarios/site-goes-native.yaml',
    'scenarios/roaming-up-down-and-sideways.yaml',
    'scenarios/names-in-dns-and-wins.yaml',
  )
  const texts = recording.hierarchies.flatMap(mermaidSequences).map(({ text }) => text)
  const page = await (await browse(t)).newPage()
  await page.setContent('<!doctype html><body></body>')
  await page.addScriptTag({ content: readFileSync(library, 'utf8') })
  await page.evaluate('mermaid.initialize({ startOnLoad: false })')
  t.ok(texts.length > 3)
  t.strictSame(
    await complaints(page, texts, 'render'),
    texts.map(() => null),
  )
  const [broken] = await complaints(page, ['sequenceDiagram\n  a ->> : ;'], 'parse')
  t.match(broken, /Parse error/, 'and could say no')

  const [sequence] = recording.hierarchies.flatMap((one) => sequencesOf(one, english))
  if (!sequence) throw new Error('nothing was recorded')
  const odd = fc.sample(fc.string({ unit: 'binary', maxLength: 30 }), 200)
  const named = ['end', 'END of it', 'a;b', '%% x', '#quot;', 'Note over c: x', '-->>', ...odd].map((name) =>
    sequenceMermaid({
      ...sequence,
      client: name,
      participants: sequence.participants.map((one) => ({ ...one, name })),
      events: [{ kind: 'note', text: name, passed: null, switched: [] }, ...sequence.events],
    }),
  )
  t.strictSame(
    await complaints(page, named, 'parse'),
    named.map(() => null),
    'whatever things are called',
  )
})
