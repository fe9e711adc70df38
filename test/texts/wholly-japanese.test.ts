import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { communicationTables } from '../../sim/model/tables/communication-tables.ts'
import { filterFields } from '../../sim/report/filter.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { languages, languageTags } from '../../sim/texts/texts.ts'
import { faults, layerOf } from '../../sim/vocabulary/fault.ts'
import { recordedMatrix, recordedRun, wholeText } from '../report/recorded.ts'
import { openPage } from '../live/opened-page.ts'

/** Texts of markup that a reader sees or hears, without those in parts that are marked as another language. */
function textsOf(html: string): string[] {
  const own = html
    .replaceAll(/<(script|style)\b[^]*?<\/\1>/g, '')
    .replaceAll(/<(\w+)[^>]* lang="en"[^>]*>[^]*?<\/\1>/g, '')
    .replaceAll(/<code[^>]*>[^<]*<\/code>|<pre[^>]*>[^<]*<\/pre>/g, '')
  const spoken = [...own.matchAll(/ (?:aria-label|title|placeholder|label)="([^"]*)"/g)].map(
    ([, text = '']) => text,
  )
  return [...own.split(/<[^>]*>/), ...spoken].map(decoded)
}

function decoded(text: string): string {
  return text.replaceAll(/&#(\d+);|&(amp|lt|gt|quot);/g, (_, code?: string, name?: string) =>
    code === undefined
      ? ({ amp: '&', lt: '<', gt: '>', quot: '"' }[name ?? ''] ?? '')
      : String.fromCodePoint(Number(code)),
  )
}

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u
/** Two words, or one that is no name with a digit, a dot or a hyphen. */
const english = /[a-z]{2,} [a-z]{2,}|^\s*[A-Za-z]?[a-z]{3,}\s*$/

/** Texts in English alone that are nothing of what is shown. `data`: all that the page has from elsewhere. */
function leftInEnglish(html: string, data: string): string[] {
  const known = decoded(data)
  const found = textsOf(html)
    .map((text) => text.trim())
    .filter((text) => english.test(text) && !japanese.test(text) && !known.includes(text))
  return [...new Set(found)]
}

/** Words of the filter's language, an example of it, and the language of the other page. */
const sameInBoth = [
  'outcome:failed client:LAPTOP-* -protocol:smb',
  ...filterFields,
  ...languageTags.map((tag) => languages[tag].language),
].join(' ')

const sentences = JSON.stringify(communicationTables)

function dataIn(...values: readonly unknown[]): string {
  return `${JSON.stringify(values, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)).replaceAll(String.raw`\"`, '"')} ${sentences} ${sameInBoth}`
}

const fjords = 'scenarios/hierarchies/fjords.yaml'

void t.test('a report has nothing in English but what was recorded', async (t) => {
  for (const recording of [
    await recordedRun('scenarios/site-goes-native.yaml', 'scenarios/site-systems-that-break.yaml'),
    await recordedMatrix('scenarios/hierarchies/two-modes.yaml'),
  ]) {
    const html = wholeText(reportPage(recording))
    const [, body = ''] = /<template lang="ja">([^]*?)<\/template>/.exec(html) ?? []
    t.ok(body.length > 1000)
    t.strictSame(leftInEnglish(body, dataIn(recording)), [])
    const [, original = ''] = /<div id="page">([^]*?)<template/.exec(html) ?? []
    t.ok(leftInEnglish(original, dataIn(recording)).length > 10, 'English is found where it is')
  }
})

void t.test('so has the live page, with what opens on it and what it is sent', async (t) => {
  const { running, page, recorded } = await openPage(t, fjords)
  const { client: name } = await running
    .client(recorded.opened.clients[0]?.name ?? '')
    .contact('management-point')
  const [site] = recorded.opened.sites
  const [system] = site?.systems ?? []
  const url = new URL(page.url)

  async function pageOf(path: string): Promise<string> {
    const reply = await fetch(new URL(path, url), { headers: { 'accept-language': 'ja,en;q=0.5' } })
    t.equal(reply.status, 200, path)
    return reply.text()
  }

  const shell = await pageOf('')
  t.match(shell, '<html lang="ja">')
  const pages = [
    shell,
    await pageOf('entries/a1'),
    await pageOf(`menu?client=${name}`),
    await pageOf(`menu?site=${site?.code ?? ''}`),
    await pageOf(`menu?system=${system?.name ?? ''}`),
    await pageOf('found?text=o'),
    await pageOf('state?at=1'),
  ]
  for (const html of pages)
    t.strictSame(
      leftInEnglish(html, dataIn(recorded, running.hierarchy, [...faults], faults.map(layerOf))),
      [],
    )
  const english = await (
    await fetch(new URL('?lang=en', url), { headers: { 'accept-language': 'ja' } })
  ).text()
  t.match(english, '<html lang="en">', 'the address wins')

  const socket = connect(Number(url.port), url.hostname)
  t.teardown(() => socket.destroy())
  socket.write(`GET ${url.pathname}events?lang=ja HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)
  let heard = ''
  while (!heard.includes('event: steps')) heard += String((await once(socket, 'data'))[0])
  t.match(heard, '応答あり', 'the outcome in a row, and in the counters')
  const markup = [...heard.matchAll(/^data: (.*)$/gm)].map(([, data = '']) =>
    data.replaceAll(String.raw`\"`, '"'),
  )
  t.strictSame(leftInEnglish(markup.join(''), dataIn(recorded, running.hierarchy)), [])
})
