import { AssertionError } from 'node:assert'
import { get } from 'node:https'
import t from 'tap'
import {
  assertAnswered,
  assertRefusedBecause,
  assertWithheld,
  matchers,
  startHierarchy,
  type ForeignConnection,
  type TlsCredential,
} from '../../sim/index.ts'
import { newFolder } from '../new-folder.ts'

const running = await startHierarchy(
  {
    domain: 'contoso.test',
    sites: [
      {
        code: 'NAT',
        mode: 'native',
        boundaries: [{ subnet: '10.1.0.0/16' }],
        systems: [
          { name: 'mp.nat', roles: ['management-point'] },
          { name: 'dp.nat', roles: ['standard-distribution-point'], packages: ['NAT00001'] },
          { name: 'bad.nat', roles: ['management-point'], listen: { certificate: 'wrong-host' } },
        ],
      },
      {
        code: 'MIX',
        mode: 'mixed',
        parent: 'NAT',
        boundaries: [{ subnet: '10.2.0.0/16' }],
        systems: [{ name: 'mp.mix', roles: ['management-point'] }],
      },
    ],
    clients: [
      { name: 'PC', assignedSite: 'NAT', at: { site: 'NAT' } },
      { name: 'LATE', assignedSite: 'NAT', certificate: 'expired', at: { site: 'NAT' } },
    ],
    packages: [{ id: 'NAT00001', size: '4 KiB' }],
  },
  { cache: newFolder(t) },
)
t.teardown(() => running.close())

const contact = (name: string) => running.client(name).contact('management-point', { system: 'mp.nat' })

/** The message of the assertion, which has to fail. */
function messageOf(assertion: () => void): string {
  try {
    assertion()
  } catch (error) {
    if (error instanceof AssertionError) return error.message
    throw error
  }
  throw new Error('it held')
}

/** The connection of Node's client, which shows this certificate and does not care how it goes. */
async function knock(own: TlsCredential, host = 'mp.nat'): Promise<ForeignConnection> {
  const { lookup } = running
  const request = get(`https://${host}.contoso.test:8443/SMS_MP/.sms_aut?MPLIST`, {
    agent: false,
    lookup,
    ...own,
  })
  request.on('response', (response) => response.resume()).on('error', () => undefined)
  return running.nextConnection()
}

void t.test('what is as expected passes', async (t) => {
  const [late, good] = await Promise.all([contact('LATE'), contact('PC')])
  t.doesNotThrow(() => assertRefusedBecause(late, 'client-certificate-expired'))
  t.doesNotThrow(() => assertAnswered(good))
  t.doesNotThrow(() => assertAnswered(good, { protocol: 'https', status: 200 }))
  assertRefusedBecause(await knock(await running.pki.client('LATE')), 'client-certificate-expired')
  assertAnswered(await knock(await running.pki.client('PC')), { status: 200 })
  assertAnswered(await running.client('PC').getContent('NAT00001'))
})

void t.test('an attempt that failed otherwise is told with both ends and what to do', async (t) => {
  const late = await contact('LATE')
  const message = messageOf(() => assertRefusedBecause(late, 'client-certificate-revoked'))
  t.match(message, /^expected: failed because .*revoked.* \(client-certificate-revoked\); but:\n/)
  t.match(
    message,
    /LATE to management-point mp\.nat\.contoso\.test by HTTPS.*: failed because the client's certificate/,
  )
  t.match(message, /^ {4}client {6}\S+ at stage tls/m)
  t.match(message, /^ {4}server {6}CERT_HAS_EXPIRED at stage tls/m)
  t.match(message, /^ {4}to do {7}\S/m)
  t.match(
    messageOf(() => assertAnswered(late)),
    /^expected: answered; but:\n.*\(client-certificate-expired\)/,
  )
})

void t.test('one that was answered is told with its protocol and status', async (t) => {
  const good = await contact('PC')
  const message = messageOf(() => assertRefusedBecause(good, 'client-certificate-expired'))
  t.match(
    message,
    /^expected: failed because .*; but:\n {2}a\d+, PC to .* by HTTPS over TLSv1\.2: answered with status 200$/m,
  )
  const answered = messageOf(() => assertAnswered(good, { protocol: 'http', status: 403 }))
  t.match(
    answered,
    /^expected: answered by HTTP with status 403; but:\n.*HTTPS over TLSv1\.2: answered with status 200/,
  )
})

void t.test('one that was withheld is told with its rule', async (t) => {
  const pc = running.client('PC').copy()
  pc.move({ address: '10.2.0.7' })
  const away = await pc.contact('management-point', { relation: 'resident' })
  t.doesNotThrow(() => assertWithheld(away))
  t.doesNotThrow(() => assertWithheld(away, away.rule))
  t.throws(() => assertWithheld(away, 'no-such-rule'), {
    name: 'InputError',
    problems: [{ code: 'unknown-rule', message: 'no client goes by a rule no-such-rule' }],
  })
  const message = messageOf(() => assertRefusedBecause(away, 'https-to-http-port'))
  t.match(message, new RegExp(`withheld by the rule ${away.rule}\n {4}rule {8}`))
  t.match(message, '`force: true` overrides')
  t.match(
    messageOf(() => assertWithheld(away, 'roaming/same-mode')),
    /^expected: withheld by the rule roaming\/same-mode; but:/,
  )
  const good = await contact('PC')
  t.match(
    messageOf(() => assertWithheld(good)),
    /^expected: withheld; but:\n.*answered with status 200/,
  )
})

void t.test('an action is told with its reasons and its story', async (t) => {
  const got = await running.client('LATE').getContent('NAT00001')
  const message = messageOf(() => assertAnswered(got))
  t.match(message, /^expected: answered; but:\n {2}the action was failed, in \d+ attempts\n/)
  t.match(message, /^ {4}because {5}the client's certificate has expired/m)
  t.match(message, /^ {4}story {7}LATE /m)
})

void t.test('a connection of one’s own client is told as the server saw it', async (t) => {
  const good = await knock(await running.pki.client('PC'))
  const message = messageOf(() => assertRefusedBecause(good, 'client-certificate-expired'))
  t.match(
    message,
    /c\d+, \S+ to mp\.nat\.contoso\.test:8443 by HTTPS over TLSv1\.2: answered with status 200\n/,
  )
  t.match(message, /^ {4}client {6}showed CN=PC\.contoso\.test/m)
  const left = await knock(await running.pki.client('PC'), 'bad.nat')
  const unsaid = messageOf(() => assertRefusedBecause(left, 'server-certificate-wrong-host'))
  t.match(unsaid, 'the client left before any reply')
  t.match(
    unsaid.replaceAll(/\s+/g, ' '),
    /perhaps server-certificate-wrong-host.*the client's own error tells which/,
  )
})

void t.test('nothing that a stranger wrote is obeyed', async (t) => {
  const seen = await knock(await running.pki.client('LATE'))
  const { server_end: end, certificate } = seen
  if (!end || !certificate) throw new Error('it was refused for a certificate')
  const written = '\u001b[2J\u202e\n::error::'
  const hostile: ForeignConnection = {
    ...seen,
    certificate: { ...certificate, subject: written, issuer: written },
    server_end: { ...end, message: written },
  }
  const message = messageOf(() => assertAnswered(hostile))
  t.match(message, String.raw`\u001b[2J`)
  t.notOk(message.includes('\u001b') || message.includes('\u202e'))
  t.notMatch(message, /^\s*::error/m)
  t.end()
})

void t.test('the opposite is told as well, and a slip of the pen never passes', async (t) => {
  const good = await contact('PC')
  const { pass, message } = matchers.toBeAnswered(good)
  t.ok(pass)
  t.match(message(), /^expected something else than answered, and it was that:\n.*PC to .*status 200/)
  const misspelt = JSON.parse('"client-certificate-expird"') as 'client-certificate-expired'
  t.throws(
    () => matchers.toBeRefusedBecause(good, misspelt),
    /no entry client-certificate-expird; did you mean client-certificate-expired\?/,
  )
})
