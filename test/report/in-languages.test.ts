import t from 'tap'
import { inAllLanguages, inOneLanguage } from '../../sim/report/html/in-languages.ts'

const english = '<p class="a">Rule <code>roaming/same-mode</code>.</p><p>Same</p>'
const japanese = '<p class="a">規則 <code>roaming/same-mode</code></p><p>Same</p>'

void t.test('each language comes back as it was, and what they share stands once', (t) => {
  const third = '<p class="b">Regel <code>roaming/same-mode</code>!</p><p>Same</p>'
  const sameBuild = japanese.replace('</code>', '</code>。')
  const text = inAllLanguages([english, sameBuild, third])
  for (const [place, markup] of [english, sameBuild, third].entries())
    t.equal(inOneLanguage(text, place), markup)
  t.equal(text.split('roaming/same-mode').length - 1, 1)
  t.equal(text.split('<p>Same</p>').length - 1, 1)
  t.end()
})

void t.test('a text that only one language has between two tags is no difference of the build', (t) => {
  const text = inAllLanguages([english, japanese])
  t.equal(inOneLanguage(text, 0), english)
  t.equal(inOneLanguage(text, 1), japanese)
  t.equal(text.split('roaming/same-mode').length - 1, 1)
  t.end()
})

void t.test('languages that are built differently stand whole', (t) => {
  const other = japanese.replace('規則', '<b>規則</b>')
  const text = inAllLanguages([english, other])
  t.equal(inOneLanguage(text, 0), english)
  t.equal(inOneLanguage(text, 1), other)
  t.equal(text.split('roaming/same-mode').length - 1, 2)
  t.equal(inAllLanguages([english, english]), english)
  t.equal(inAllLanguages(['', '']), '')
  t.end()
})
