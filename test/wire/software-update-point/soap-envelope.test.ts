import fc from 'fast-check'
import t from 'tap'
import { nestsDeeperThan } from '../../../sim/wire/software-update-point/markup-depth.ts'
import { readSoapBody, soapEnvelope } from '../../../sim/wire/software-update-point/soap-envelope.ts'

const namespace = 'http://schemas.xmlsoap.org/soap/envelope/'

void t.test('an envelope of SOAP 1.1 is read, and nothing else is', (t) => {
  const written = `<a:Envelope xmlns:a="${namespace}"><a:Header><h/></a:Header><a:Body><b c="1">d</b><e/></a:Body></a:Envelope>`
  t.match(readSoapBody(written), { name: 'b', attributes: { c: '1' }, text: 'd' }, 'the first of the body')
  t.match(readSoapBody(`\uFEFF<?xml version="1.0"?>\r\n${written}\n`), { name: 'b' })
  t.match(readSoapBody(soapEnvelope('<x/>')), { name: 'x' })
  for (const bad of [
    '',
    'GetConfig',
    '<b/>',
    written.slice(0, -1),
    written.replace(namespace, 'http://www.w3.org/2003/05/soap-envelope'),
    written.replaceAll('Envelope', 'envelope'),
    written.replace(/<b .*<e\/>/, ''),
    written.replaceAll('Body', 'Head'),
    `<!DOCTYPE a [<!ENTITY b "c">]>${written}`,
  ])
    t.equal(readSoapBody(bad), undefined, bad)
  t.end()
})

void t.test('depth is counted by tags, whatever lies between them', (t) => {
  const nested = (depth: number, inner = ''): string =>
    '<a b="/>" c=\'"\'>'.repeat(depth) + inner + '</a>'.repeat(depth)
  for (const inner of [
    '',
    'x',
    '<!-- <a> </a></a> -->',
    '<![CDATA[</a></a>]]>',
    '<?a </a> ?>',
    'it\'s "',
    '<b c="</a>"/>',
  ]) {
    t.notOk(nestsDeeperThan(5, nested(5, inner)), inner)
    t.ok(nestsDeeperThan(4, nested(5, inner)), inner)
    t.ok(nestsDeeperThan(4, `<r>${inner}${nested(4, inner)}</r>`), `beside ${inner}`)
  }
  t.notOk(nestsDeeperThan(1, '<a/>'.repeat(100)), 'beside each other is not below each other')
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '/', '"', "'", '!', '-', '[', ']', '?', 'a', ' ') }),
      (text) => void nestsDeeperThan(3, text),
    ),
  )
  t.end()
})

void t.test('a message that is deep and long is not read at all', (t) => {
  const megabyte = 1024 * 1024
  const deep = '<a>y'.repeat(1000)
  const message = soapEnvelope(deep + 'x'.repeat(megabyte - 2 * deep.length) + '</a>'.repeat(1000))
  t.equal(readSoapBody(message), undefined)
  for (const long of ['<', '"', '<a b="', '<!--', '<![CDATA[', '</a>', '<a>', '<a '])
    t.equal(readSoapBody(long.repeat(megabyte / long.length)), undefined, long)
  t.end()
})
