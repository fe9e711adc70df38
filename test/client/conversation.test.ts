import { createHook } from 'node:async_hooks'
import t from 'tap'
import { ask, UnexpectedReplyError, type Conversation } from '../../sim/client/transports/http.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'

const { running } = await open(
  t,
  {
    sites: [{ code: 'NAT', mode: 'native', systems: [{ name: 'mp.nat', roles: ['management-point'] }] }],
    clients: [{ name: 'NATIVE', assignedSite: 'NAT' }],
  },
  { cache: newFolder(t) },
)

void t.test('a conversation is one attempt over one connection, known by its last request', async (t) => {
  const native = running.client('NATIVE')
  const bodies: string[] = []
  const listThenCertificate: Conversation = async (say) => {
    for (const query of ['MPLIST', 'MPCERT']) {
      const { body } = await ask(say, { method: 'GET', path: `/SMS_MP/.sms_aut?${query}` })
      bodies.push(body.toString())
    }
  }
  // Both ends fetch the revocation lists the first time.
  await native.contact('management-point')
  let sockets = 0
  const hook = createHook({
    init(_id, type) {
      if (type === 'TCPCONNECTWRAP') sockets += 1
    },
  }).enable()
  const attempt = await native.contact('management-point', { conversation: listThenCertificate })
  hook.disable()
  t.match(attempt, { outcome: 'answered', status: 200, url: /\?MPCERT$/ })
  t.equal(sockets, 1)
  t.match(bodies, [/^<MPList>/, /^<Certificate>/])

  const refused = await native.contact('management-point', {
    conversation: async (say) => {
      await ask(say, { method: 'GET', path: '/SMS_MP/.sms_aut?MPLIST' })
      await ask(say, { method: 'CCM_POST', path: '/CCM_STS' })
    },
  })
  t.match(refused, {
    outcome: 'failed',
    status: 404,
    url: /\/CCM_STS$/,
    client_end: { stage: 'http', code: '404' },
    server_end: { stage: 'http' },
  })

  const odd = await native.contact('management-point', {
    conversation: async (say) => {
      const reply = await say({ method: 'GET', path: '/SMS_MP/.sms_aut?MPLIST' })
      throw new UnexpectedReplyError(reply, 'no list of management points')
    },
  })
  t.match(odd, {
    outcome: 'failed',
    status: 200,
    client_end: { code: 'UNEXPECTED_ANSWER' },
    server_end: null,
  })
})
