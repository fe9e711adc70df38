import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import t from 'tap'
import { certificateFacts } from '../../certs/certificate-facts.ts'
import { culpritOf } from '../../certs/certificates.ts'
import { certificatesIn, derToPem, pemToDer } from '../../certs/credential.ts'
import { probe } from '../../sim/probe/probe.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { probeText } from '../../sim/report/terminal/probe-text.ts'
import { mp1, newPki } from '../certs/contoso.ts'
import { readMutants } from './mutants.ts'

void t.test('of any certificate that can be parsed all is said that can be said', async (t) => {
  const { read, unreadable } = await readMutants(600, 7)
  t.equal(read, 600)
  // mutants.slow.test.ts has enough of them for every fact.
  for (const fact of ['notBefore', 'key'] as const) t.ok(unreadable[fact] > 0, fact)
})

const pki = newPki()
const { root } = await pki.authorities()

/** A good certificate in which one text stands for another of the same length. */
async function altered(from: string, to: string): Promise<{ cert: string; key: string }> {
  const { certificate, key = '' } = await pki.webServer(mp1, 'good')
  const [leaf = ''] = certificate.split(/(?<=-----END CERTIFICATE-----\n)/)
  const bytes = pemToDer(leaf)
  const at = bytes.indexOf(from, 0, 'latin1')
  if (at < 0) throw new Error(`the certificate has no ${from}`)
  bytes.write(to, at, 'latin1')
  return { cert: derToPem(bytes, 'CERTIFICATE'), key }
}

/** The time at which the good certificate ends, as it is written in it: `271201000000Z`. */
async function lastMoment(): Promise<string> {
  const [leaf] = certificatesIn((await pki.webServer(mp1, 'good')).certificate)
  if (!leaf) throw new Error('there is no certificate')
  const [date = ''] = certificateFacts(leaf).notAfter.split('.')
  return `${date.replaceAll(/\D/g, '').slice(2)}Z`
}

void t.test('a probe of a server whose certificate has no date says so, and goes on', async (t) => {
  const moment = await lastMoment()
  const server = createServer(await altered(moment, `${moment.slice(0, 2)}9999${moment.slice(6)}`))
  server.on('tlsClientError', () => undefined)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const result = await probe({
    url: new URL(`https://${mp1.fqdn}:${port}/`),
    address: '127.0.0.1',
    request: { method: 'GET', path: '/' },
    authorities: root,
    timeout: 20_000,
  })
  const unreadable = `unreadable: ${moment.slice(0, 2)}9999${moment.slice(6)} is no date`
  t.match(result, { outcome: 'failed', client_end: { stage: 'tls' }, chain: [{ notAfter: unreadable }] })
  const colors = colorsOf({ stdout: {}, env: { NO_COLOR: '1' } })
  t.match(probeText(result, colors).replace(/\s+/g, ' '), `to ${unreadable}`)
})

void t.test('what is unreadable has its reason', async (t) => {
  const factsOf = async (from: string, to: string) => {
    const [leaf] = certificatesIn((await altered(from, to)).cert)
    if (!leaf) throw new Error('there is no certificate')
    return certificateFacts(leaf)
  }
  const moment = await lastMoment()
  const day = (text: string): string => moment.slice(0, 2) + text + moment.slice(6)
  t.match(await factsOf(moment, day('0230')), { notAfter: `unreadable: ${day('0230')} is no date` })
  t.match(await factsOf(moment, day('\x1b[2J')), {
    notAfter: `unreadable: ${day('\x1b[2J')} is no date`,
  })
  // The point of the key is one of four kinds, by its first byte (SEC 1, 2.3.3).
  t.match(await factsOf('\x03\x42\x00\x04', '\x03\x42\x00\x05'), { key: /^unreadable: / })
  // The alternative name is a sequence of names, and the extended usages one of identifiers.
  t.match(await factsOf('\x06\x03\x55\x1d\x11', '\x06\x03\x55\x1d\x25'), {
    usages: ['unreadable: the extension is damaged'],
  })
  t.match(await factsOf('\x06\x03\x55\x1d\x25', '\x06\x03\x55\x1d\x11'), {
    names: ['unreadable: the extension is damaged'],
  })
})

void t.test('a certificate whose names cannot be compared is for no host', (t) => {
  const bytes = pemToDer(root)
  // The common name of the subject, which comes after the issuer's, is a sequence instead of a text.
  const at = bytes.lastIndexOf('\x06\x03\x55\x04\x03\x13', undefined, 'latin1')
  bytes.writeUInt8(0x30, at + 5)
  const certificate = new X509Certificate(bytes)
  t.throws(() => certificate.checkHost(mp1.fqdn))
  const expected = { anchors: [certificate], purpose: 'server', at: new Date(), host: mp1.fqdn } as const
  t.equal(culpritOf([certificate], 'ERR_TLS_CERT_ALTNAME_INVALID', expected), certificate)
  t.end()
})
