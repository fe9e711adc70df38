import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { pkiLayout } from '../../certs/pki-directory.ts'
import type { FailureId } from '../../sim/evidence/catalogue.ts'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import type { CertificateEvidence } from '../../sim/vocabulary/certificate.ts'
import { sitemode, sitemodeWith } from '../cli/command.ts'
import { endingOf, type Shown } from './recipes-shown.ts'
import type { Ran } from './run-program.ts'
import { tlsPrograms, type TlsProgramName, type Visit } from './tls-programs.ts'
import {
  compare,
  everyShown,
  systemNames,
  visitTo,
  writeVisited,
  type SystemName,
} from './visited-management-points.ts'

/** A visit that was heard of, with what it has to be. */
type Heard = { shown: Shown; system: SystemName } | { refuses: FailureId }

/** A program visits `sitemode serve` with each recipe, and refuses the server as well: each visit shows in every place. */
export function testByServe(program: TlsProgramName): void {
  const { missing, ask } = tlsPrograms[program]
  for (const version of ['1.2', '1.3'] as const) {
    void t.test(`${program} in TLS ${version}, by serve`, { skip: missing }, async (t) => {
      const served = await serve(t, version)
      const { pki } = served
      const heard: Heard[] = []
      async function visit(visit: Visit, says: RegExp, what?: Heard): Promise<void> {
        t.match(outputOf(await ask(visit)), says)
        if (!what) return
        heard.push(what)
        await served.told(heard.length)
      }

      for (const system of systemNames) {
        for (const shown of everyShown) {
          const { ending, says } = endingOf(program, shown)
          const what = ending === 'stayed-away' ? undefined : { shown, system }
          await visit(visitTo(served.system(system), pki, shown), says, what)
        }
      }
      const good = visitTo(served.system('mp.nat'), pki, 'good')
      const authorities = pkiLayout(pki).client('untrusted-root').certificate
      await visit({ ...good, authorities }, /certificate/i, { refuses: 'server-certificate-untrusted' })
      await visit({ ...good, fqdn: 'mp.contoso.test' }, /certificate/i, { refuses: 'wrong-name-resolved' })

      const { foreign, requests, lines, panes, cells } = await served.ended()
      t.equal(foreign.length, heard.length)
      for (const [index, what] of heard.entries()) {
        const connection = foreign[index]
        if ('shown' in what) compare(t, connection, { program, version, ...what })
        else t.match(connection, { outcome: 'failed', diagnosis: what.refuses, candidates: [what.refuses] })
        const { outcome, diagnosis, certificate, tls } = connection ?? {}
        const places = { line: lines[index], pane: panes[index], section: cells[index] }
        for (const [place, text = ''] of Object.entries(places)) {
          if (outcome === 'answered') t.match(text, /answered/, place)
          else if (outcome === 'unanswered') t.match(text, /ended before any reply/, place)
          else if (place === 'line') t.match(text, /failed: /)
          else t.match(text, diagnosis, place)
          if (tls !== null) t.match(text, shownInWords(certificate), place)
        }
      }
      const answered = foreign.filter(({ replies }) => replies > 0)
      t.equal(requests, answered.length, 'requests stay what they are')
    })
  }
}

function shownInWords(certificate: CertificateEvidence | null | undefined): string {
  return certificate
    ? certificate.subject || 'showed a certificate without a subject'
    : 'showed no certificate'
}

function outputOf({ stdout, stderr }: Ran): string {
  return `${stdout.toString()}${stderr}`
}

const opening = 'Ctrl-C ends it.\n'

/** `sitemode serve` with its page and a recording; `told`: the terminal and the page have told of so many connections. */
async function serve(t: Test, version: '1.2' | '1.3') {
  const { folder, file, pki, cache } = await writeVisited(t)
  const out = join(folder, 'out')
  const controller = new AbortController()
  let stdout = ''
  const printed = watched()
  const ended = sitemodeWith(cache, ['serve', file, '--pki', pki, '--tls', version, '--web', '--out', out], {
    interrupted: controller.signal,
    printed(text) {
      stdout = text.stdout
      printed.changed()
    },
  })
  t.teardown(() => controller.abort('SIGINT'))
  await printed.until(() => stdout.includes(opening))
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+\/\w+\//.exec(stdout) ?? []
  const page = await openEvents(url)
  /** What the row of each connection opens to. */
  const panes: string[] = []
  const lines = (): string[] => (stdout.split(opening)[1] ?? '').split('\n').slice(0, -1)
  const rows = (): string[] => page.text().split('event: entry\n').slice(1)
  return {
    pki,
    system(name: SystemName): Pick<Visit, 'fqdn' | 'address'> {
      const fqdn = `${name}.contoso.test`
      const [, address = ''] = new RegExp(String.raw`(127\.\S+) +${fqdn}`).exec(stdout) ?? []
      return { fqdn, address }
    },
    async told(count: number): Promise<void> {
      await printed.until(() => lines().length >= count)
      await page.until(() => rows().length >= count)
      panes.push(await (await fetch(`${url}entries/c${count}`)).text())
    },
    async ended() {
      controller.abort('SIGINT')
      t.equal((await ended).status, 130)
      const file = join(out, 'recording.ndjson')
      const [recorded] = readRecording(readFileSync(file, 'utf8')).hierarchies
      t.equal((await sitemode(cache, 'report', file)).status, 0)
      const report = readFileSync(join(out, 'report.html'), 'utf8')
      const section = /<section id="foreign".*?<\/section>/s.exec(report)?.[0] ?? ''
      const cells = section.split('<tbody>')[1]?.split('</tr>').slice(0, -1) ?? []
      const { foreign = [], requests = [] } = recorded ?? {}
      return { foreign, requests: requests.length, lines: lines(), panes, cells }
    },
  }
}

/** For a value that changes by and by. */
export function watched() {
  let check = (): void => undefined
  return {
    changed: (): void => check(),
    until: (isReached: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        check = () => {
          if (isReached()) resolve()
        }
        check()
      }),
  }
}

/** The live page's events, as they come. */
function openEvents(
  url: string,
): Promise<{ text(): string; until(isReached: () => boolean): Promise<void> }> {
  return new Promise((resolve, reject) => {
    let text = ''
    const { changed, until } = watched()
    const asked = request(`${url}events`, (answer) => {
      answer.on('data', (data: Buffer) => {
        text += data.toString()
        changed()
      })
      answer.on('error', () => undefined)
      resolve({ text: () => text, until })
    })
    asked.on('error', reject)
    asked.end()
  })
}
