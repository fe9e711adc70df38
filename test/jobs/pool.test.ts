import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { EnvironmentError, InputError, machineFaultOf } from '../../sim/errors.ts'
import { inOrder } from '../../sim/jobs/in-order.ts'
import { openPool, type Pool } from '../../sim/jobs/pool.ts'
import { newFolder } from '../new-folder.ts'
import type { Answer, Unit } from './serving.ts'

interface Opened extends Pool<Unit, Answer> {
  children: ChildProcess[]
}

function open(jobs: number, atOnce?: number): Opened {
  const children: ChildProcess[] = []
  const start = (): ChildProcess => {
    const child = fork(fileURLToPath(new URL('serving.js', import.meta.url)), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    children.push(child)
    return child
  }
  const pool = openPool<Unit, Answer>(start, { jobs, ...(atOnce !== undefined && { atOnce }) })
  return Object.assign(pool, { children })
}

function waitingFor(t: Test): (name: string) => string {
  const folder = newFolder(t)
  return (name) => join(folder, name)
}

async function errorOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('it did not fail')
}

void t.test('units go to the processes that are free, and what they come to is in their order', async (t) => {
  const file = waitingFor(t)
  await using pool = open(2)
  const units: Unit[] = [
    // The first ends last.
    { name: 'first', after: file('of the fourth') },
    { name: 'second' },
    { name: 'third' },
    { name: 'fourth', writes: file('of the fourth') },
    { name: 'fifth' },
  ]
  const answers: Answer[] = []
  for await (const one of inOrder(units, 2, (unit) => pool.do(unit, unit.name))) answers.push(one)
  t.strictSame(
    answers.map(({ name }) => name),
    units.map(({ name }) => name),
  )
  t.equal(new Set(answers.slice(1, 4).map(({ pid }) => pid)).size, 1, 'the other one was busy')
  t.equal(new Set(answers.map(({ pid }) => pid)).size, 2)
  t.ok(
    answers.every(({ name, asMap }) => asMap.has(name)),
    'nothing is lost on the way',
  )
})

void t.test('no more processes are started than there is work for', async (t) => {
  await using pool = open(8)
  await pool.do({ name: 'first' }, 'first')
  await pool.do({ name: 'second' }, 'second')
  t.equal(pool.children.length, 1)
})

void t.test('a process does several units at once if it may, and tells of each', async (t) => {
  const file = waitingFor(t)
  await using pool = open(1, 2)
  let tried = 0
  const both = [
    { name: 'one', after: file('other') },
    { name: 'other', writes: file('other') },
  ].map((unit) => pool.do(unit, unit.name, () => (tried += 1)))
  const pids = (await Promise.all(both)).map(({ pid }) => pid)
  t.equal(new Set(pids).size, 1)
  t.equal(tried, 2)
})

void t.test(
  'the error of a unit is the one that it would be in this process, and the others go on',
  async (t) => {
    await using pool = open(1)
    const fail = (fails: Unit['fails']) => errorOf(pool.do({ name: 'bad', ...(fails && { fails }) }, 'bad'))
    const input = await fail('input')
    t.ok(input instanceof InputError)
    t.equal(input.message, 'a.yaml:7: this cannot be used; use another [not-allowed]')
    t.ok((await fail('environment')) instanceof EnvironmentError)
    t.match(machineFaultOf(await fail('machine')), 'ulimit')
    const defect = await fail('defect')
    t.equal(defect.message, 'a defect')
    t.match(defect.stack, 'serving.js', 'its stack is that of the other process')
    t.equal((await pool.do({ name: 'good' }, 'good')).name, 'good')
    t.equal(pool.children.length, 1)
  },
)

void t.test('a process that is killed ends all units, and is named with its own', async (t) => {
  const file = waitingFor(t)
  await using pool = open(2)
  const victim = pool.do({ name: 'victim', writes: file('begun'), after: file('never') }, '“the victim”')
  const other = pool.do({ name: 'other', after: file('never') }, 'the other')
  const errors = Promise.all([errorOf(victim), errorOf(other)])
  pool.children[0]?.kill('SIGKILL')
  for (const error of await errors) {
    t.ok(error instanceof EnvironmentError)
    t.match(error.message, 'ended by SIGKILL in the middle of “the victim”; run it again, with fewer')
  }
  t.match((await errorOf(pool.do({ name: 'late' }, 'late'))).message, 'ended by SIGKILL')
})

void t.test('a process that reports a defect is a defect, with what it said', async (t) => {
  await using pool = open(1)
  const error = await errorOf(pool.do({ name: 'bad', fails: 'exits' }, 'the bad one'))
  t.notOk(error instanceof EnvironmentError)
  t.match(error.message, 'ended with exit code 4 in the middle of the bad one: said last')
})

void t.test('nothing is left of a pool that is closed, whatever its processes do', async (t) => {
  const file = waitingFor(t)
  const pool = open(2)
  const units = ['one', 'two', 'three'].map((name) => pool.do({ name, after: file('never') }, name))
  const errors = Promise.all(units.map(errorOf))
  await pool[Symbol.asyncDispose]()
  t.ok(pool.children.every(({ signalCode, exitCode }) => signalCode ?? exitCode !== null))
  t.equal((await errors).length, 3)
})
