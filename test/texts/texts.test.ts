import { fileURLToPath } from 'node:url'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { communicationTables } from '../../sim/model/tables/communication-tables.ts'
import { checklist } from '../../sim/plan/preflight.ts'
import { planRemedyIds } from '../../sim/report/plan-result.ts'
import { chooseLanguage } from '../../sim/texts/choose-language.ts'
import { english } from '../../sim/texts/english.ts'
import { japanese } from '../../sim/texts/japanese.ts'
import { ruleIds } from '../../sim/vocabulary/ids.ts'
import { siteSystemRoleNames } from '../../sim/vocabulary/site-system-role.ts'
import { sourcesBelow } from '../architecture/source.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Each text under its path: `plan.fates.stranded`. Functions are told by their source. */
function textsIn(texts: object, path = ''): [path: string, text: string][] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    const here = path === '' ? name : `${path}.${name}`
    if (typeof value === 'object' && value !== null) return textsIn(value, here)
    return [[here, String(value)]]
  })
}

/** Names that are the same in both languages. */
const sameInBoth = [
  ...['http', 'smb', 'pxe', 'ldap', 'dns', 'wins'].map((stage) => `stages.${stage}`),
  // A rule and an example are followed by nothing in Japanese.
  ...['attempt.rule.1', 'plan.suchAs.1', 'plan.forExample.1', 'attempt.certificate.4'],
  // Order of words, and punctuation.
  ...['attempt.clientInMode', 'foreign.headings.id', 'plan.traits'],
  ...['attempt.certificate.3', 'attempt.inStage', 'attempt.fromTo', 'run.fromTo', 'diagnosis.whenFromTo'],
  ...['toldAge.at', 'foreign.atStage', 'diagnosis.theParty', 'fleet.from.0', 'diff.cutShort.0', 'diff.now'],
  ...['plan.of', 'plan.sentence', 'plan.sentences', 'plan.groupName', 'tables.and', 'diagnosis.systemOf.0'],
  ...['live.columns.id', 'pane.fromTo', 'summary.of', 'filter.field.1', 'filter.any.0', 'picture.numberOf'],
  // By tables of their own, which tests below go through.
  ...[
    'failure',
    'rule',
    'table',
    'column',
    'role',
    'check',
    'plan.remedy',
    'diff.field',
    'diagnosis.heading',
  ],
]

const hasJapanese = (text: string): boolean =>
  /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text)

void t.test('every text is in Japanese, and none is left in English', (t) => {
  const japaneseTexts = textsIn(japanese)
  t.strictSame(
    japaneseTexts.map(([path]) => path).sort(),
    textsIn(english)
      .map(([path]) => path)
      .sort(),
  )
  const foreign = japaneseTexts.filter(([path, text]) => !hasJapanese(text) && !sameInBoth.includes(path))
  t.strictSame(foreign, [])
  t.end()
})

void t.test('so are failures, rules, tables, roles and items of the checklist', (t) => {
  for (const entry of catalogue) {
    for (const [part, text] of Object.entries(japanese.failure(entry)))
      if (part in english.failure(entry)) t.ok(hasJapanese(text), `${entry.id}: ${part}`)
    t.equal(english.failure(entry).title, entry.title)
  }
  for (const id of ruleIds) t.ok(hasJapanese(japanese.rule(id, '')), id)
  for (const { id, title, columns, rows } of communicationTables) {
    t.ok(hasJapanese(japanese.table(id, title)), id)
    for (const column of columns) t.ok(hasJapanese(japanese.column(column.id, column.title)), column.id)
    for (const { siteSystem } of rows) t.ok(hasJapanese(japanese.role(siteSystem)), siteSystem)
  }
  for (const role of siteSystemRoleNames) t.ok(hasJapanese(japanese.role(role)), role)
  for (const id of planRemedyIds) t.match(japanese.plan.remedy(id, 'Do it.'), /^[^(]+ \(Do it\.\)$/, id)
  for (const { id, asks } of checklist) t.ok(hasJapanese(japanese.check(id, asks)), id)
  t.end()
})

void t.test('what another version recorded is told as it was recorded', (t) => {
  t.equal(japanese.rule('of/another-version', 'A sentence.'), 'A sentence.')
  t.equal(japanese.role('another-point'), 'another-point')
  t.equal(japanese.rule('toString', 'A sentence.'), 'A sentence.')
  t.end()
})

void t.test('each text is used', (t) => {
  const sources = sourcesBelow(root, 'sim')
    .filter(({ path }) => !path.startsWith('sim/texts/'))
    .map(({ path }) => readFileSync(join(root, path), 'utf8'))
    .join('\n')
  const isUsed = (name: string): boolean => new RegExp(String.raw`\.${name}\b|\b${name}\.`).test(sources)
  const chapters = Object.entries(english).flatMap(([chapter, texts]: [string, unknown]) =>
    typeof texts === 'object' && texts !== null ? [chapter, ...namesIn(texts)] : [chapter],
  )
  t.strictSame(
    chapters.filter((name) => !isUsed(name)),
    [],
  )
  t.notOk(isUsed('aTextThatNobodyWrote'))
  t.end()
})

/** The names of a chapter's texts; a table by ids has none but its own. */
function namesIn(texts: object): string[] {
  const byIds = [english.modes, english.parties, english.outcomes, english.verdicts]
  const tables: object[] = [...byIds, english.diff.described, english.stages, english.told]
  return tables.includes(texts) ? [] : Object.keys(texts)
}

void t.test('the reader’s first language that a page has', (t) => {
  t.equal(chooseLanguage(['ja-JP', 'en'], ['en', 'ja']), 'ja')
  t.equal(chooseLanguage(['fr', 'JA', 'en'], ['en', 'ja']), 'ja')
  t.equal(chooseLanguage(['en-US', 'ja'], ['en', 'ja']), 'en')
  t.equal(chooseLanguage(['fr'], ['en', 'ja']), 'en')
  t.equal(chooseLanguage([], ['en', 'ja']), 'en')
  t.end()
})
