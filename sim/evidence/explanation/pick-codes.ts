import { httpSysReasons, isTellingReason } from '../codes/http-sys-reasons.ts'
import { phrases } from '../codes/phrases.ts'
import { opensslReasons, sslLibrary, verificationErrors } from '../codes/openssl-codes.ts'
import { stateMessages } from '../codes/client-codes.ts'
import { tlsAlerts } from '../codes/tls-alerts.ts'
import { explain, explainableCodes, explainSpoken, explainWindowsStatus, withSslPrefix } from './explain.ts'
import { alertOf } from '../catalogue/symptoms.ts'
import { flagKind, flagsIn } from './number-readers.ts'
import { callbackFlags } from '../codes/winhttp-errors.ts'
import { known, metByClientAt, type Reading } from './reading.ts'
import { isGeneral } from './table-readers.ts'

/** A code as it stands in a text, with everything that it can mean there. */
export interface Found {
  /** As it is written there, with its blanks made one. */
  written: string
  readings: readonly Reading[]
}

/** The codes of a line, and what looks like a code but is none that is known. */
export interface Picked {
  found: readonly Found[]
  unknown: readonly string[]
}

/** Everything that a text alone can mean: a code in any spelling, also those that mean nothing within other text. */
export function explainAlone(text: string): Reading[] {
  const code = text.trim()
  const withoutPrefix = /^(?:[\da-f]{8}|(?=\d*[a-f])[\da-f]{4})$/i.test(code)
  return [
    ...explain(code),
    ...(withoutPrefix ? explainNumber(`0x${code}`) : []),
    ...(/^[1-9]\d\d$/.test(code) ? statesOfAnyTopic(code) : []),
    ...verificationError(code),
    ...opensslError(/^(?:0x)?([\da-f]{8})$/i.exec(code)?.[1] ?? ''),
  ]
}

/**
 * Picks the codes out of a line of text, from left to right, the general ones last. A number counts only where it cannot be anything else, or
 * where the words before it say what it is; a bit mask is read as flags only where the text says that it is one.
 */
export function pickCodes(line: string): Picked {
  let rest = withoutMargins(line)
  const found: (Found & { at: number })[] = []
  for (const { find, read } of patterns) {
    for (const match of rest.matchAll(find)) {
      const [written] = match
      const readings = readOnce(find, match, read)
      if (readings.length === 0) continue
      found.push({ at: match.index, written: inOneLine(written), readings })
      rest = rest.slice(0, match.index) + blank(written) + rest.slice(match.index + written.length)
    }
  }
  const unknown = [...rest.matchAll(looksLikeCode)].map(([written]) => written)
  const inOrder = found.sort((one, other) => rank(one) - rank(other) || one.at - other.at)
  return { found: inOrder.map(withoutPosition), unknown }
}

/** The same texts come again and again in a log; how many are remembered is bounded. */
const remembered = new Map<string, readonly Reading[]>()
const mostRemembered = 5000

function readOnce(find: RegExp, match: RegExpExecArray, read: Pattern['read']): readonly Reading[] {
  const [written, ...groups] = match
  const key = `${written} ${find.source}`
  const before = remembered.get(key)
  if (before) return before
  const readings = read(...groups)
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(key, readings)
  return readings
}

/** A code that leaves the rest to the text beside it comes behind the codes of that text. */
function rank({ readings }: Found): number {
  return readings.every(isGeneral) ? 1 : 0
}

function withoutPosition({ written, readings }: Found): Found {
  return { written, readings }
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

function blank(written: string): string {
  return ' '.repeat(written.length)
}

/** CMTrace's attributes, and its viewer's columns, hold times and threads: numbers that are no codes. */
function withoutMargins(line: string): string {
  return line
    .replaceAll(/\]LOG\]!>(?:<[^>]*>?)?/g, blank)
    .replaceAll(/<!\[LOG\[/g, blank)
    .replaceAll(/\d{1,2}:\d\d:\d\d(?:\.\d+)?(?: [AP]M)?\s+(?:\S+\s+)?\d+ \(0x[\da-f]+\)/gi, blank)
}

interface Pattern {
  find: RegExp
  /** Gets the groups of `find`. Empty when it is no code after all; then later patterns see the text. */
  read(...groups: readonly (string | undefined)[]): Reading[]
}

const alertsByName: ReadonlySet<string> = new Set(
  Object.values(tlsAlerts.codes).map(({ name }) => name.toUpperCase()),
)
const alertNames = Object.values(tlsAlerts.codes)
  .map(({ name }) => name.replaceAll('_', '[ _]'))
  .join('|')
const errorWord = String.raw`\b(?:error|err|error_?code|(?<!exit |return )code|hr|hresult|failed with|rc|winerror|winhttp|wininet)\b`
const joint = String.raw`[\s:=#'"(]{1,4}(?:(?:code|is|was|value|number|with)\b[\s:=#'"(]{1,4}){0,3}`

const reasonNames = Object.keys(httpSysReasons.codes).join('|')

/** The more special first: what one has read, the next does not see. */
const patterns: readonly Pattern[] = [
  {
    // sc-status, s-siteid, s-reason and s-queuename alone, or at the end of a line of the error log of HTTP.sys.
    find: new RegExp(
      String.raw`(?<=^\s*|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d .* )(?:\d{3}|-) (?:\d+|-) (${reasonNames})(?: \S+)?\s*$`,
      'g',
    ),
    read: (reason = '') => explain(reason),
  },
  {
    // sc-status, sc-substatus and sc-win32-status alone, or at the end of a line of a W3C log.
    find: /([1-5]\d\d)(?<=(?:^\s*|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d .* )\d{3}) (\d{1,3})(?: (\d{1,10}))?(?: \d+){0,4}\s*$/g,
    read: (status = '', substatus = '', win32 = '') => [
      ...statusReadings(status, substatus),
      ...explainWindowsStatus(win32),
    ],
  },
  {
    find: /\bsc-status\W{1,3}(\d{3})\W+sc-substatus\W{1,3}(\d{1,3})/gi,
    read: (status = '', substatus = '') => statusReadings(status, substatus),
  },
  { find: /\bsc-win32-status\W{1,3}(\d{1,10})\b/gi, read: (number = '') => explainWindowsStatus(number) },
  {
    find: /\b(?:lpvStatusInformation|dwStatusInformation|callback flags?|secure failure flags?)\b\W*(?:is\s+)?(0x[\da-f]{1,8})\b/gi,
    read: (number = '') => flagsIn(Number(number)).flatMap(explain),
  },
  {
    find: /\b(?:HTTP(?:\/\d(?:\.\d)?)?(?:\s+(?:error|status|code))*|status(?:\s*code)?|sc-status)\b\s*(?:is|was|of)?[\s:=#'"]*([1-5]\d\d)(?:\.(\d{1,3})(?:\.(\d{1,10}))?)?\b(?!\.\d)/gi,
    read: (status = '', substatus = '', win32 = '') => [
      ...statusReadings(status, substatus),
      ...explainWindowsStatus(win32),
    ],
  },
  {
    find: /(?<![\w.-])([45]\d\d)\.(\d{1,3})(?:\.(\d{1,10}))?(?![\w.-]*\d)/g,
    read: (status = '', substatus = '', win32 = '') => [
      ...explain(`${status}.${substatus}`),
      ...explainWindowsStatus(win32),
    ],
  },
  {
    find: /\b(?:topic\s*type|topic)\W{1,3}(\d{3,4})\W+state\s*(?:message\s*)?id\W{1,3}(\d{1,3})\b/gi,
    read: (topic = '', id = '') => explain(`${topic}/${id}`),
  },
  {
    find: /(?<![\w./:-])(\d{3,4})[/:](\d{1,3})(?![\w/:-]|\.\d)/g,
    read: (topic = '', id = '') => explain(`${topic}/${id}`),
  },
  {
    find: /\bstate\s*(?:message\s*)?(?:id)?[\s:=#]{1,3}([1-9]\d\d)\b/gi,
    read: (id = '') => statesOfAnyTopic(id),
  },
  { find: /\b(?:verify )?error:?\W?num=(\d{1,2})\b/gi, read: (number = '') => verificationError(number) },
  { find: /\bverify return code: (\d{1,2})\b/gi, read: (number = '') => verificationError(number) },
  { find: /\bcurl: \((\d{1,3})\)/gi, read: (number = '') => explainSpoken('curl', number) },
  {
    find: /\b(?:event(?:\s*id)?|schannel)\b[\s:=#,]*(?:event(?:\s*id)?[\s:=#,]*)?(368[678]\d)\b/gi,
    read: (id = '') => explain(id),
  },
  {
    find: /\b(?:alert(?:\s+(?:number|code|description))?|fatal (?:alert|error) code)\b\s*(?:is|was|received)?[\s:=#(]+(\d{1,3})\b/gi,
    read: (number = '') => explainSpoken('alert', number),
  },
  {
    find: new RegExp(
      String.raw`(?:\b(?:sslv3|tlsv1|tlsv13|ssl\/tls) )?\b(?:alert[ :]+|remote error: tls: )(${alertNames})\b`,
      'gi',
    ),
    read: (name = '') => explain(name.replaceAll(' ', '_')),
  },
  {
    // Eight decimal digits alone can be anything.
    find: /(?:\berror:|(?<![\w-])(?:0x|(?=\d*[a-f])))([01][\da-f]{7})(?![\w-])/gi,
    read: (packed = '') => opensslError(packed),
  },
  // Python has OpenSSL's reason in brackets, without the prefix that Node gives it.
  { find: /\[SSL: ([A-Z\d_/]+)\]/g, read: (reason = '') => explain(reason) },
  {
    find: new RegExp(`(${phrases.map(([text]) => text.source).join('|')})`, 'gi'),
    read(written = '') {
      const [, code = '', saidByClientAt] = phrases.find(([text]) => text.test(written)) ?? []
      return saidByClientAt ? metByClientAt(saidByClientAt, explain(code)) : explain(code)
    },
  },
  {
    // OpenSSL of Node 22 and later names alerts after both protocols, with a slash.
    find: /(?<![\w-])([a-z](?:[\w-]|(?<=(?:_|\b)ssl)\/(?=tls_))+)(?![\w-])/gi,
    read: (name = '') => (isName(name) ? explain(name) : []),
  },
  { find: /(?<![\w-])(0x(?:[89c][\da-f]{7}|0009[\da-f]{4}))\b/gi, read: (code = '') => explainNumber(code) },
  { find: /(?<![\w-])(0x2[ef][\da-f]{2})\b/gi, read: (code = '') => explainNumber(code) },
  { find: /(?<![\w-])([89c][\da-f]{7})(?![\w-])/gi, read: (code = '') => explainNumber(`0x${code}`) },
  { find: /(?<![\w.-])(-\d{9,10}|[2-4]\d{9})(?![\w-])/g, read: (code = '') => explainNumber(code) },
  {
    find: new RegExp(String.raw`${errorWord}${joint}(0x[\da-f]{1,8}|\d{1,5})\b(?!\.\d)`, 'gi'),
    read: (code = '') => explainNumber(code),
  },
]

const looksLikeCode =
  /(?<![\w-])(?:0x[89c][\da-f]{7}|-\d{9,10}|PXE-[EMT][\dA-F]{2}|(?:ERR|ERROR|(?:SEC|CERT|CRYPT|CCM|WU|BG|TRUST)_[EI]|NTE|(?:SSL|SEC|NS)_ERROR)_[A-Z\d_]{2,})(?![\w-])/g

let names: ReadonlySet<string> | undefined

/**
 * Whether a word is the name of a code wherever it stands. Names of alerts are not, since other programs have errors
 * of the same name, nor are reasons of HTTP.sys that are plain words; a name that could be a word has to be spelled as its owner does.
 */
function isName(word: string): boolean {
  names ??= new Set(explainableCodes().filter(isNameAnywhere))
  const name = word
    .toUpperCase()
    .replace(/^X509_V_ERR_/, '')
    .replace(/^(?=WINHTTP_(?!CALLBACK))/, 'ERROR_')
  if (names.has(word) || alertsByName.has(alertOf(withSslPrefix(name)) ?? '')) return true
  return (
    /[_-]/.test(word) &&
    (names.has(name) || (name in callbackFlags && word === name) || name.startsWith('WININET_E_'))
  )
}

function isNameAnywhere(code: string): boolean {
  if (code in httpSysReasons.codes) return isTellingReason(code)
  return !/^\d/.test(code) && !alertsByName.has(code)
}

function statusReadings(status: string, substatus: string): Reading[] {
  const whole = explain(`${status}.${Number(substatus)}`)
  return substatus !== '' && whole.length > 0 ? whole : Number(status) >= 400 ? explain(status) : []
}

/** A number as the text of an error: never flags, since nothing says that they are meant. */
function explainNumber(number: string): Reading[] {
  return explain(number).filter(({ kind }) => kind !== flagKind)
}

function statesOfAnyTopic(id: string): Reading[] {
  return Object.keys(stateMessages.codes)
    .filter((key) => key.endsWith(`/${id}`))
    .flatMap(explain)
}

function verificationError(number: string): Reading[] {
  return explain(known(verificationErrors, number) ?? '').map((reading) => ({
    ...reading,
    name: `verify error ${number}`,
  }))
}

/**
 * Hexadecimal, as OpenSSL packs its errors: since version 3 the library and 23 bits of reason; before, 8 bits of library,
 * 12 of function and 12 of reason.
 */
function opensslError(packed: string): Reading[] {
  const number = parseInt(packed, 16)
  return [
    ...opensslReason(number >>> 23, number & 0x7fffff),
    ...opensslReason((number >>> 24) & 0xff, number & 0xfff),
  ]
}

function opensslReason(library: number, reason: number): Reading[] {
  return library === sslLibrary && reason >= 1000
    ? explainSpoken('alert', String(reason - 1000))
    : explain(opensslReasons[library]?.[reason] ?? '')
}
