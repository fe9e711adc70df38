import fc from 'fast-check'
import t from 'tap'
import { descend, escapeXml, parseXml, xmlElement } from '../../sim/wire/xml.ts'

void t.test('XML says what it was given', (t) => {
  t.equal(escapeXml(`<a b="c" d='e'>&`), '&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;')
  t.equal(escapeXml('a\0b\ud800c\uffff'), 'a\ufffdb\ufffdc\ufffd', 'what XML cannot say is told as such')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      if (/[<>"']/.test(escapeXml(text))) throw new Error(escapeXml(text))
      const sayable = text.replaceAll(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
      const read = parseXml(xmlElement('A', { B: text }, xmlElement('C', {}, escapeXml(text))))
      if (read?.attributes.B !== sayable || descend(read, 'C')?.text !== sayable)
        throw new Error('not read as written')
    }),
  )
  t.end()
})

void t.test('elements are found by their names, whatever their prefixes', (t) => {
  const read = parseXml('<s:a xmlns:s="urn:s"><b/><b><s:c d="1" s:e="2">x<f>y</f></s:c></b><b><g/></b></s:a>')
  t.equal(read?.name, 'a')
  t.equal(descend(read, 'b', 'c'), undefined, 'the first b has no c')
  t.equal(descend(read, 'g'), undefined, 'children only')
  const c = read?.children[1]?.children[0]
  t.strictSame([c?.attributes.d, c?.attributes.e, c?.text], ['1', '2', 'xy'])
  t.equal(xmlElement('A', { B: undefined, C: 0 }), '<A C="0"/>')
  t.end()
})

void t.test('text that is not XML, or could hold a trap, does not parse', (t) => {
  for (const bad of [
    '',
    '<a>',
    '<a></b>',
    'a',
    '<a/><b/>',
    '<a b=1/>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  ]) {
    t.equal(parseXml(bad), undefined, bad)
  }
  t.end()
})

void t.test('a message that is deep and long is not read at all', (t) => {
  const megabyte = 1024 * 1024
  const deep = '<a>y'.repeat(1000)
  const message = `<r>${deep}${'x'.repeat(megabyte - 2 * deep.length)}${'</a>'.repeat(1000)}</r>`
  t.equal(parseXml(message), undefined)
  for (const long of ['<', '"', '<a b="', '<!--', '<![CDATA[', '</a>', '<a>', '<a '])
    t.equal(parseXml(long.repeat(megabyte / long.length)), undefined, long)
  t.end()
})
