import t from 'tap'
import { askAtFirst } from '../../../sim/client/conversations/first-answer.ts'
import { UnexpectedReplyError, type Reply } from '../../../sim/client/transports/http.ts'
import { siteSystemRoleNames } from '../../../sim/vocabulary/site-system-role.ts'
import { parseReportIndexPage, reportIndexPage } from '../../../sim/wire/reporting-point/report-page.ts'

const request = { method: 'GET', path: '/' }

function replying(status: number, body: string) {
  const reply: Reply = { status, headers: {}, body: Buffer.from(body) }
  return () => Promise.resolve(reply)
}

void t.test('a web server that says hello to everything is no site system', async (t) => {
  for (const role of siteSystemRoleNames) {
    for (const status of [200, 207]) {
      const asked = askAtFirst(role, 'ABC', request)(replying(status, 'hello'))
      await t.rejects(asked, UnexpectedReplyError, `${role}, status ${status}`)
    }
  }
})

void t.test("another role's answer is not a role's own", async (t) => {
  const answers = {
    'management-point': '<MPList></MPList>',
    'server-locator-point': '<SLPReply></SLPReply>',
    'fallback-status-point': '',
    'reporting-point': reportIndexPage('ABC', []),
  } as const
  for (const [role, body] of Object.entries(answers)) {
    for (const other of siteSystemRoleNames) {
      const asked = askAtFirst(other, 'ABC', request)(replying(200, body))
      if (other === role) await t.resolves(asked, role)
      else await t.rejects(asked, UnexpectedReplyError, `${other} with the answer of a ${role}`)
    }
  }
})

void t.test('an index of reports belongs to its site', (t) => {
  const reports = [1, 23].map((id) => ({ id, name: 'A report', about: 'It tells something.' }))
  t.strictSame(parseReportIndexPage('ABC', reportIndexPage('ABC', reports)), [1, 23])
  t.equal(parseReportIndexPage('XYZ', reportIndexPage('ABC', reports)), undefined)
  t.end()
})
