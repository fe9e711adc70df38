import t from 'tap'
import { parseSoapBody, soapEnvelope } from '../../../sim/wire/software-update-point/operation.ts'

const namespace = 'http://schemas.xmlsoap.org/soap/envelope/'

void t.test('an envelope of SOAP 1.1 is read, and nothing else is', (t) => {
  const written = `<a:Envelope xmlns:a="${namespace}"><a:Header><h/></a:Header><a:Body><b c="1">d</b><e/></a:Body></a:Envelope>`
  t.match(parseSoapBody(written), { name: 'b', attributes: { c: '1' }, text: 'd' }, 'the first of the body')
  t.match(parseSoapBody(`\uFEFF<?xml version="1.0"?>\r\n${written}\n`), { name: 'b' })
  t.match(parseSoapBody(soapEnvelope('<x/>')), { name: 'x' })
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
    t.equal(parseSoapBody(bad), undefined, bad)
  t.end()
})
