import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t, { type Test } from 'tap'
import type { AttemptEnded, RecordedEvent } from '../../sim/evidence/recording/event.ts'
import type { StepResult } from '../../sim/evidence/results.ts'
import type { RunningSystem } from '../../sim/network/running-hierarchy.ts'
import { isWebProtocol } from '../../sim/vocabulary/network.ts'
import { root, sitemodeWith } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { lacks } from './run-program.ts'

const skip = lacks('python3', '--version')

/** The management point of MIX is the one that is replaced. The other sites have ports of their own. */
const hierarchy = `
name: A management point of somebody else
domain: foreign.test
sites:
  - code: CEN
    mode: native
    ports: { http: 9080, https: 9443 }
    systems: [{ name: dp.cen, roles: [standard-distribution-point] }]
  - code: MIX
    mode: mixed
    parent: CEN
    boundaries: [{ subnet: 10.2.0.0/16 }]
    systems:
      - { name: mp.mix, roles: [management-point] }
      - { name: dp.mix, roles: [standard-distribution-point], packages: [CEN00001] }
      - { name: sup.mix, roles: [software-update-point] }
  - code: BGO
    mode: mixed
    parent: CEN
    ports: { http: 8081, https: 8444 }
    softwareUpdatePorts: { http: 8532, https: 8533 }
    systems:
      - { name: dp.bgo, roles: [standard-distribution-point], packages: [CEN00001] }
      - { name: sup.bgo, roles: [software-update-point], ssl: true }
clients:
  - { name: PC, assignedSite: MIX, certificate: none, at: { address: 10.2.0.7, activeDirectorySite: Hamar } }
packages:
  - { id: CEN00001, size: 16 KiB }
`

interface Served {
  systems: readonly RunningSystem[]
  /** Carries out a step of a scenario. Resolves to what was observed, and to the attempts that were made for it. */
  take(step: object): Promise<{ observed: StepResult['observed']; attempts: readonly AttemptEnded[] }>
}

/** `sitemode serve`, with the page through which it is controlled. */
async function serve(t: Test): Promise<Served> {
  const folder = newFolder(t)
  const file = join(folder, 'hierarchy.yaml')
  writeFileSync(file, hierarchy)
  const controller = new AbortController()
  let ended: Promise<unknown> = Promise.resolve()
  const line = await new Promise<string>((resolve, reject) => {
    const printed = ({ stdout }: { stdout: string }): void => {
      if (stdout.endsWith('\n')) resolve(stdout)
    }
    const options = { interrupted: controller.signal, printed }
    ended = sitemodeWith(
      join(folder, 'cache'),
      ['serve', file, '--json', '--web', '--out', folder],
      options,
    ).then(({ stderr }) => reject(new Error(stderr)))
  })
  t.teardown(async () => {
    controller.abort('SIGINT')
    await ended
  })
  const { systems, web } = JSON.parse(line) as { systems: RunningSystem[]; web: string }
  return {
    systems,
    async take(step) {
      const headers = { 'content-type': 'application/json' }
      const reply = await fetch(`${web}steps`, { method: 'POST', headers, body: JSON.stringify(step) })
      const { observed, attempts: ids } = (await reply.json()) as StepResult
      return {
        observed,
        attempts: recordedAttempts(folder).filter(({ attempt }) => ids.includes(attempt.id)),
      }
    },
  }
}

/** Each line is on the disk before the next event happens. */
function recordedAttempts(folder: string): AttemptEnded[] {
  const lines = readFileSync(join(folder, 'recording.ndjson'), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as RecordedEvent).filter((event) => event.type === 'attempt')
}

/** Starts the program of somebody else. Resolves to what it has written, once it listens at each port. */
async function startProgram(
  t: Test,
  told: { listen: [string, number][]; records: object },
): Promise<string[]> {
  const program = spawn('python3', [join(root, 'test/witness/management-point.py')])
  const closed = new Promise((resolve) => program.once('close', resolve))
  t.teardown(async () => {
    program.kill()
    await closed
  })
  const heard: string[] = []
  let wrong = ''
  program.stderr.on('data', (data: Buffer) => (wrong += data.toString()))
  program.stdin.write(`${JSON.stringify(told)}\n`)
  await new Promise<void>((resolve, reject) => {
    createInterface(program.stdout).on('line', (line) => {
      heard.push(line)
      if (heard.length === told.listen.length) resolve()
    })
    void closed.then(() => reject(new Error(wrong)))
  })
  return heard
}

/** `place`: elements that put a distribution point nearer to the client or farther away. */
function content(url: string, host: string, sslState: number, place = ''): string {
  return (
    `<LocationRecord>${place}<URL Name="${url}"/><SMBPath Name="\\\\${host}\\ELSEWHERE$\\CEN00001\\"/><DPType>SERVER</DPType>` +
    `<Capabilities><Property Name="SSLState" Value="${sslState}"/></Capabilities></LocationRecord>`
  )
}

/** `seenBy`: the listener that accepted the connection, or the simulator's word that none of the hierarchy did. */
function shown({ attempt, server }: AttemptEnded) {
  const { role, url, outcome, server_end } = attempt
  const { fqdn, port } = server?.listener ?? {}
  const unseen = server_end?.witnessed === false && server_end.code
  return { role, url, outcome, seenBy: fqdn === undefined ? unseen : `${fqdn}:${port}` }
}

const title = 'a management point that is not ours sends a client of serve to other ports and schemes'
void t.test(title, { skip }, async (t) => {
  const { systems, take } = await serve(t)
  const addressOf = (wanted: string): string => {
    const { address } = systems.find(({ name }) => name === wanted) ?? {}
    if (address === undefined) throw new Error(`there is no ${wanted}`)
    return address
  }
  const before = await take({ client: 'PC', contact: 'management-point' })
  t.match(before, { observed: { outcome: 'answered' }, attempts: [{ attempt: { server_end: null } }] })

  await take({ replace: { system: 'mp.mix' } })
  await take({ replace: { system: 'dp.mix' } })
  const directory = '/SMS_DP_SMSPKGC$/CEN00001'
  const inSubnet = '<IPSubnets><IPSubnet Address="10.2.0.0"/></IPSubnets>'
  const inHamar = '<ADSite Name="Hamar"/>'
  const heard = await startProgram(t, {
    listen: [
      [addressOf('mp.mix'), 8080],
      [addressOf('dp.mix'), 7070],
    ],
    records: {
      ContentLocation: [
        content('http://dp.mix.foreign.test:7070/of/its/own', 'dp.mix.foreign.test', 0, inSubnet),
        content(`https://dp.cen.foreign.test:9443${directory}`, 'dp.cen.foreign.test', 63, inHamar),
        content(`http://dp.bgo.foreign.test:8081${directory}`, 'dp.bgo.foreign.test', 0),
      ],
      WSUSLocation: ['<LocationRecord WSUSURL="https://sup.bgo.foreign.test:8533" Version="1"/>'],
    },
  })
  const managementPoint = {
    role: 'management-point',
    url: 'http://mp.mix.foreign.test:8080/ccm_system/request',
    outcome: 'answered',
    seenBy: 'OTHER_PROGRAM',
  }
  const distributionPoint = { role: 'standard-distribution-point' }

  const got = await take({ client: 'PC', getContent: 'CEN00001' })
  t.match(got.observed, { outcome: 'answered', system: 'dp.bgo', protocol: 'http' })
  const overWeb = got.attempts.filter(({ attempt }) => isWebProtocol(attempt.protocol))
  const [asked, ...tried] = overWeb
  t.strictSame(overWeb.map(shown), [
    managementPoint,
    {
      ...distributionPoint,
      url: 'http://dp.mix.foreign.test:7070/of/its/own/',
      outcome: 'failed',
      seenBy: 'OTHER_PROGRAM',
    },
    {
      ...distributionPoint,
      // It is refused for want of a certificate, and tries the other of the two directories.
      url: `https://dp.cen.foreign.test:9443${directory.replace('/', '/NOCERT_')}/`,
      outcome: 'failed',
      seenBy: 'dp.cen.foreign.test:9443',
    },
    {
      ...distributionPoint,
      url: `http://dp.bgo.foreign.test:8081${directory}/CEN00001.bin`,
      outcome: 'answered',
      seenBy: 'dp.bgo.foreign.test:8081',
    },
  ])
  for (const { attempt } of tried)
    t.match(attempt.told, { by: 'management-point', attempt: asked?.attempt.id })

  const scanned = await take({ client: 'PC', scanForUpdates: true })
  const scannedOverWeb = scanned.attempts.filter(({ attempt }) => isWebProtocol(attempt.protocol))
  const [, located, scan] = scannedOverWeb
  t.strictSame(scannedOverWeb.map(shown), [
    // A computer of the domain signs in to register.
    { ...managementPoint, url: 'http://mp.mix.foreign.test:8080/ccm_system_windowsauth/request' },
    managementPoint,
    {
      role: 'software-update-point',
      // Where it scans, it reports.
      url: 'https://sup.bgo.foreign.test:8533/ReportingWebService/ReportingWebService.asmx',
      outcome: 'answered',
      seenBy: 'sup.bgo.foreign.test:8533',
    },
  ])
  t.match(scan?.attempt.told, { by: 'management-point', attempt: located?.attempt.id })
  t.strictSame(heard, [
    'listens 8080',
    'listens 7070',
    'heard 8080 CCM_POST /ccm_system/request',
    'heard 7070 PROPFIND /of/its/own/',
    'heard 8080 CCM_POST /ccm_system_windowsauth/request',
    'heard 8080 CCM_POST /ccm_system/request',
  ])
})
