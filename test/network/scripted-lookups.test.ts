import { createSocket } from 'node:dgram'
import { on, once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import packet from 'dns-packet'
import { Client } from 'ldapts'
import t, { type Test } from 'tap'
import type { HierarchyInput, RunningHierarchy } from '../../sim/index.ts'
import { limits } from '../../sim/limits.ts'
import { asUsual, createDatagramAnswers } from '../../sim/net/datagram-answers.ts'
import { createScripts, meetScripts } from '../../sim/net/scripts.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

const cache = join(newFolder(t), 'cache')
const domain = 'contoso.test'

const site: HierarchyInput = {
  domain,
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      publishToDns: true,
      systems: [{ name: 'mp', roles: ['management-point'] }],
    },
  ],
  clients: [
    { name: 'FOREST', assignedSite: 'MIX' },
    { name: 'DNS', assignedSite: 'MIX', activeDirectory: false, dnsSuffix: domain },
    { name: 'WINS', assignedSite: 'MIX', activeDirectory: false, wins: true },
  ],
}

async function opened(t: Test, timeout?: number): Promise<RunningHierarchy> {
  const { running } = await open(t, site, { cache, ...(timeout !== undefined && { timeout }) })
  return running
}

/** What a simulated client met where it looked for its management point, after what else it looked for. */
async function lookUp(running: RunningHierarchy, client: string, protocol: string) {
  const before = running.attempts.length
  await running.client(client).contact('management-point')
  return running.attempts.slice(before).findLast((attempt) => attempt.protocol === protocol)
}

for (const [client, protocol, system, error, code, only] of [
  ['FOREST', 'ldap', 'dc', 'busy', 'busy', { operation: 'search' }],
  ['DNS', 'dns', 'ns', 'SERVFAIL', 'SERVFAIL', { question: '_mssms_mp_*' }],
  ['WINS', 'wins', 'ns', 'RFS_ERR', 'REFUSED', { question: 'MP_MIX' }],
] as const) {
  void t.test(`${protocol} answers with an error of its own, once`, async (t) => {
    const running = await opened(t)
    running.misbehave({ name: 'refused', system, protocol, ...only, error, requests: { nth: 1 } })
    t.match(await lookUp(running, client, protocol), {
      outcome: 'failed',
      diagnosis: 'scripted-misbehaviour',
      client_end: { stage: protocol, code },
      server_end: {
        stage: protocol,
        code: 'SCRIPTED',
        message: `answered with the error ${error} as the misbehaviour refused has it`,
      },
    })
    t.match(await lookUp(running, client, protocol), { outcome: 'answered' })
  })

  void t.test(`${protocol} does not answer, or with something else`, async (t) => {
    const running = await opened(t, 200)
    running.misbehave({ name: 'silent', system, protocol, fault: 'silent-after-request' })
    t.match(await lookUp(running, client, protocol), {
      outcome: 'failed',
      diagnosis: 'scripted-misbehaviour',
      client_end: { code: 'ETIMEDOUT' },
    })
    running.behave('silent')
    running.misbehave({ name: 'garbage', system, protocol, fault: 'garbage-answer' })
    t.match(await lookUp(running, client, protocol), {
      outcome: 'failed',
      diagnosis: 'scripted-misbehaviour',
      server_end: { message: 'showed the fault garbage-answer as the misbehaviour garbage has it' },
    })
  })

  void t.test(`${protocol} answers with the first half of an answer`, async (t) => {
    const running = await opened(t, 200)
    running.misbehave({ name: 'cut', system, protocol, fault: 'truncated' })
    t.match(await lookUp(running, client, protocol), {
      outcome: 'failed',
      diagnosis: 'scripted-misbehaviour',
      server_end: { message: 'showed the fault truncated as the misbehaviour cut has it' },
    })
  })

  void t.test(`${protocol} answers late`, async (t) => {
    const running = await opened(t)
    running.misbehave({ name: 'late', system, protocol, delayMs: 30 })
    t.match(await lookUp(running, client, protocol), {
      outcome: 'answered',
      server_end: { message: 'waited 30 ms as the misbehaviour late has it' },
    })
  })
}

void t.test('LDAP: the kind of request, the base and the filter of a search', async (t) => {
  const running = await opened(t)
  const { address, urls } = running.domainController
  const url = `ldap://${address}:${new URL(urls[0] ?? '').port}`
  const base = `CN=System Management,CN=System,DC=contoso,DC=test`
  const search = async (filter: string): Promise<number | string> => {
    const client = new Client({ url })
    try {
      return (await client.search(base, { filter })).searchEntries.length
    } catch (error) {
      return error instanceof Error ? error.name : 'no error'
    } finally {
      await client.unbind()
    }
  }
  const sites = '(&(objectClass=mSSMSSite)(mSSMSSiteCode=MIX))'
  t.equal(await search(sites), 1)
  running.misbehave({ name: 'a', system: 'dc', protocol: 'ldap', operation: 'compare', error: 'busy' })
  running.misbehave({ name: 'b', system: 'dc', protocol: 'ldap', base: 'dc=fabrikam*', error: 'busy' })
  t.equal(await search(sites), 1, 'neither is a comparison nor begins there')
  running.misbehave({
    ...{ name: 'c', system: 'dc', protocol: 'ldap', operation: 'search', error: 'unwillingToPerform' },
    base: 'cn=system management,*',
    filter: '*(mssmssitecode=mix)*',
  })
  t.equal(await search(sites), 'UnwillingToPerformError')
  t.equal(await search('(mSSMSSiteCode=XYZ)'), 0, 'another filter')
})

/** The code of the answer to a question by UDP. */
async function rcode(running: RunningHierarchy, name: string): Promise<number> {
  const { address, urls } = running.nameServers
  const port = Number(new URL(urls.find((url) => url.startsWith('dns:')) ?? '').port)
  const socket = createSocket('udp4')
  socket.send(packet.encode({ type: 'query', id: 7, questions: [{ type: 'A', name }] }), port, address)
  const [bytes] = (await once(socket.unref(), 'message')) as [Buffer]
  socket.close()
  return bytes.readUInt16BE(2) & 0xf
}

void t.test('DNS: the name that is asked for, a number, and a share of the questions by seed', async (t) => {
  const running = await opened(t)
  const asked = { system: 'ns', protocol: 'dns' } as const
  running.misbehave({ ...asked, name: 'one', question: 'MP.*', error: 9 })
  t.equal(await rcode(running, `mp.${domain}`), 9)
  t.equal(await rcode(running, domain), 0)
  running.behave()
  const chosen = async (seed: number): Promise<number[]> => {
    running.misbehave({ ...asked, name: 'some', requests: { share: '50%', seed }, error: 'SERVFAIL' })
    const codes: number[] = []
    for (let question = 0; question < 24; question += 1) codes.push(await rcode(running, `mp.${domain}`))
    running.behave()
    return codes
  }
  const first = await chosen(7)
  t.strictSame(await chosen(7), first)
  t.notSame(await chosen(8), first)
  t.strictSame([...new Set(first)].sort(), [0, 2])
})

/** How many answers come to a question for a service, and how many records each has beside them. */
async function besides(running: RunningHierarchy, by: 'udp' | 'tcp', count: number): Promise<number[]> {
  const { address, urls } = running.nameServers
  const port = Number(new URL(urls.find((url) => url.startsWith('dns:')) ?? '').port)
  const name = `_mssms_mp_mix._tcp.${domain}`
  const question: packet.Packet = { type: 'query', id: 7, questions: [{ type: 'SRV', name }] }
  const answers: Buffer[] = []
  if (by === 'udp') {
    const socket = createSocket('udp4')
    socket.send(packet.encode(question), port, address)
    for await (const [bytes] of on(socket, 'message')) if (answers.push(bytes as Buffer) === count) break
    socket.close()
  } else {
    const socket = connect(port, address)
    socket.end(packet.streamEncode(question))
    const parts = Buffer.concat((await socket.toArray()) as Buffer[])
    for (let at = 0; at < parts.length; at += 2 + parts.readUInt16BE(at))
      answers.push(parts.subarray(at + 2, at + 2 + parts.readUInt16BE(at)))
  }
  return answers.map((bytes) => packet.decode(bytes).additionals?.length ?? 0)
}

for (const by of ['udp', 'tcp'] as const) {
  void t.test(`DNS by ${by} answers in an unusual way that is asked for`, async (t) => {
    const running = await opened(t)
    const odd = { name: 'odd', system: 'ns', protocol: 'dns' } as const
    t.strictSame(await besides(running, by, 1), [1])
    running.misbehave({ ...odd, unusual: 'no-additional-records', requests: { nth: 1 } })
    t.strictSame(await besides(running, by, 1), [0])
    t.strictSame(await besides(running, by, 1), [1], 'the second time')
    running.behave()
    running.misbehave({ ...odd, unusual: 'repeated-answer' })
    t.strictSame(await besides(running, by, 2), [1, 1])
  })
}

void t.test('an answer that waits is given up when the hierarchy closes', async (t) => {
  const running = await opened(t)
  running.misbehave({
    ...{ name: 'late', system: 'ns', protocol: 'dns', question: 'late.*' },
    delayMs: limits.scriptedDelay.value * 1000,
  })
  const late = rcode(running, `late.${domain}`)
  t.equal(await rcode(running, domain), 0, 'asked afterwards, so both have been read')
  await running.close()
  t.equal(await Promise.race([late, Promise.resolve('nothing')]), 'nothing')
})

void t.test('of too many answers that wait the oldest is sent at once', (t) => {
  const sent: number[] = []
  const waiting = createDatagramAnswers({ fqdn: 'ns.contoso.test', protocol: 'dns' })
  t.teardown(waiting.close)
  const late = { due: { name: 'late', delayMs: 600_000 }, unusually: undefined }
  for (let number = 0; number <= limits.scriptedDatagrams.value; number += 1)
    waiting.give(late, { answer: Buffer.alloc(0) }, () => sent.push(number))
  t.strictSame(sent, [0])
  t.end()
})

void t.test('a port that is closed answers nothing more', (t) => {
  const closed = createDatagramAnswers({ fqdn: 'ns.contoso.test', protocol: 'dns' })
  const send = (): number => sent.push('answer')
  const sent: string[] = []
  closed.give(asUsual, { answer: Buffer.alloc(0) }, send)
  t.strictSame(sent, ['answer'])
  closed.close()
  closed.give(asUsual, { answer: Buffer.alloc(0) }, send)
  t.strictSame(sent, ['answer'])
  t.end()
})

void t.test('nothing is read of a request while nothing is scripted', (t) => {
  const scripts = createScripts()
  const side = {
    followsScript: () => t.fail('nothing is due'),
    behavedUnusually: () => t.fail('nothing is asked for'),
  }
  const { due } = meetScripts(scripts, 'ldap', side, undefined, () => {
    throw new Error('a request was read')
  })
  t.equal(due, undefined)
  t.end()
})
