import { AssertionError } from 'node:assert'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  assertEndedLike,
  diff,
  diffText,
  matchers,
  plan,
  runScenario,
  type HierarchyInput,
  type Recording,
} from '../../sim/index.ts'
import { sitemode } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')

function described(certificate: 'good' | 'expired'): HierarchyInput {
  return {
    domain: 'contoso.test',
    sites: [
      {
        code: 'NAT',
        mode: 'native',
        boundaries: [{ subnet: '10.1.0.0/16' }],
        systems: [{ name: 'mp.nat', roles: ['management-point'] }],
      },
    ],
    clients: [{ name: 'PC', assignedSite: 'NAT', certificate, at: { address: '10.1.0.1' } }],
  }
}

async function recorded(certificate: 'good' | 'expired', out: string): Promise<Recording> {
  const steps = [{ client: 'PC', contact: 'management-point' } as const]
  const scenario = { name: 'PC at home', hierarchy: described(certificate), steps }
  return (await runScenario(scenario, { cache, out })).recording
}

const [earlier, later] = [join(folder, 'earlier'), join(folder, 'later')]
const before = await recorded('good', earlier)
const after = await recorded('expired', later)

function errorOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}

void t.test('the text is what the command prints, and the page what it writes', async (t) => {
  const page = join(folder, 'changes.html')
  const found = await diff(earlier, later)
  const printed = await sitemode(cache, 'diff', earlier, later, '--html', page)
  t.equal(printed.status, 1)
  t.match(printed.stdout, 'client-certificate-expired')
  t.equal(diffText(found), printed.stdout)
  t.equal(diffText(found, 'html'), readFileSync(page, 'utf8'))
})

void t.test('nothing that a stranger wrote is obeyed', async (t) => {
  const found = await diff(before, after)
  const [change] = found.changes
  if (!change) throw new Error('nothing ended in another way')
  const text = diffText({ ...found, changes: [{ ...change, step: '\u001b[2J\u202e\n::error::' }] })
  t.match(text, String.raw`\u001b[2J`)
  t.notOk(text.includes('\u001b') || text.includes('\u202e'))
  t.notMatch(text, /^\s*::error/m)
})

void t.test('a run that ended like an earlier one passes, and any other is told as a diff', async (t) => {
  t.doesNotThrow(() => assertEndedLike(before, before))
  const error = errorOf(() => assertEndedLike(after, before))
  if (!(error instanceof AssertionError)) throw new Error('it held', { cause: error })
  const [, text = ''] = error.message.split('expected the same end as before; but:\n')
  t.match(text, /^ +outcome +answered → failed$/m)
  t.equal(text, diffText(await diff(before, after)))
  t.match(error, {
    operator: 'assertEndedLike',
    actual: { changed: 1, added: 0, missing: 0 },
    expected: { changed: 0, added: 0, missing: 0 },
  })
})

void t.test('the opposite is told as well', (t) => {
  const { pass, message } = matchers.toHaveEndedLike(before, before)
  t.ok(pass)
  t.match(
    message(),
    /^expected another end than before, .*:\nNothing ended in another way: 1 scenario, 1 step/,
  )
  t.notOk(matchers.toHaveEndedLike(after, before).pass)
  t.end()
})

void t.test('what cannot be compared is refused, and never passes', async (t) => {
  const planned = await plan(described('good'), { to: 'native' }, { cache })
  t.ok(matchers.toHaveEndedLike(planned, planned).pass)
  t.match(
    errorOf(() => matchers.toHaveEndedLike(planned, before)),
    {
      name: 'InputError',
      problems: [{ file: 'now', code: 'recording-and-plan' }],
    },
  )
  t.match(
    errorOf(() => matchers.toHaveEndedLike(before, { ...before, hierarchies: [] })),
    {
      name: 'InputError',
      problems: [{ file: 'before', code: 'nothing-to-compare' }],
    },
  )
})
