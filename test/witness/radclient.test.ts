import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import t from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import type { Decision } from '../../sim/points/system-health-validator-point/decide.ts'
import { openSystemHealthValidatorPoint } from '../../sim/points/system-health-validator-point/system-health-validator-point.ts'
import { statementMessages } from '../wire/statement-of-health-sample.ts'
import { lacks, run } from './run-program.ts'

const { statement, withMode, withoutMode } = statementMessages

void t.test('radclient of FreeRADIUS', { skip: lacks('radclient', '-v') }, async (t) => {
  // Its own dictionary alone: what is configured for a server of this machine is none of this test's business.
  const raddb = t.testdir({ dictionary: '' })
  const decisions: Decision[] = []
  const point = await openSystemHealthValidatorPoint({
    address: '127.0.0.1',
    port: 0,
    fqdn: 'nps.contoso.test',
    recorder: createRecorder(),
    sharedSecret: 'loopback',
    reference: (siteCode) => (siteCode === 'NAT' ? statement : undefined),
    now: () => statement.generated,
    received: (_, decision) => decisions.push(decision),
  })
  t.teardown(() => point.close())

  /** It drops an answer whose authenticator is wrong, and fails then. */
  async function radclient(attributes: readonly string[], secret = 'loopback', patience = '20') {
    const request = join(raddb, 'request')
    writeFileSync(request, `${attributes.join('\n')}\n`)
    const { status, stdout, stderr } = await run('radclient', [
      ...['-x', '-d', raddb, '-f', request, '-r', '1', '-t', patience],
      ...[`127.0.0.1:${point.port}`, 'auth', secret],
    ])
    return { status, said: stdout.toString() + stderr }
  }
  const asked = (soh: Buffer): string[] => [
    'User-Name = "host/pc.contoso.test"',
    'NAS-IP-Address = 127.0.0.1',
    'Message-Authenticator = 0x00',
    ...(soh
      .toString('hex')
      .match(/.{1,494}/g)
      ?.map((part) => `MS-Quarantine-SOH += 0x${part}`) ?? []),
  ]

  const compliant = await radclient(asked(withMode))
  t.equal(compliant.status, 0, compliant.said)
  t.match(compliant.said, /Received Access-Accept/)
  t.match(compliant.said, 'MS-Quarantine-State = Full-Access')
  t.match(compliant.said, /MS-Quarantine-SOH = 0x0007[0-9a-f]+/)
  t.match(compliant.said, /Reply-Message = "The client's own word counts/)
  t.match(compliant.said, /Message-Authenticator = 0x[0-9a-f]{32}/)

  // Compliance is the byte before the site code: 1 and 2 in our own layout.
  const stated = Buffer.from(withoutMode)
  stated[stated.indexOf('NAT') - 1] = 2
  const restricted = await radclient(asked(stated))
  t.equal(restricted.status, 0)
  t.match(restricted.said, 'MS-Quarantine-State = Quarantine')
  t.strictSame(decisions, [
    { state: 'compliant', reason: 'as-stated' },
    { state: 'non-compliant', reason: 'as-stated' },
  ])

  const rejected = await radclient(asked(Buffer.from('00', 'hex')))
  t.match(rejected.said, /Received Access-Reject/)
  t.not(rejected.status, 0)

  // Attributes of an agent that nobody here knows, to make it longer than one RADIUS attribute can be.
  const filler = Buffer.concat([Buffer.from('00020004000137ff00070200', 'hex'), Buffer.alloc(512)])
  const long = Buffer.concat([withoutMode, filler])
  long.writeUInt16BE(long.length - 4, 2)
  long.writeUInt16BE(long.length - 12, 10)
  const put = await radclient(asked(long))
  t.match(put.said, 'MS-Quarantine-State = Full-Access', 'over several attributes')

  const count = decisions.length
  const unsigned = asked(withMode).filter((line) => !line.startsWith('Message-Authenticator'))
  for (const [attributes, secret] of [
    [asked(withMode), 'another'],
    [unsigned, 'loopback'],
  ] as const) {
    const { status, said } = await radclient(attributes, secret, '0.5')
    t.not(status, 0)
    t.match(said, /No reply from server/)
  }
  t.equal(decisions.length, count)
})
