import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { entry, environment, root } from '../cli/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-guide-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const guide = readFileSync(join(root, 'docs/guide.md'), 'utf8')
const blocks = [...guide.matchAll(/^```(yaml|sh|text)\n(.*?)^```$/gms)].map(
  ([, language = '', text = '']) => ({ language, text }),
)

function sitemode(command: string) {
  const args = command.trim().split(' ').slice(1)
  return spawnSync(process.execPath, [entry, ...args], {
    cwd: folder,
    env: environment(join(folder, 'cache')),
    encoding: 'utf8',
  })
}

void t.test('every step of the guide works as it stands, and shows what is printed', (t) => {
  let printed = ''
  let commands = 0
  for (const { language, text } of blocks) {
    if (language === 'yaml') {
      const [, name] = /^# (\S+\.yaml)\n/.exec(text) ?? []
      t.type(name, 'string', 'each file has its name')
      writeFileSync(join(folder, name ?? ''), text)
    } else if (language === 'sh') {
      const { status, stdout, stderr } = sitemode(text)
      t.equal(status, 0, text + stdout + stderr)
      printed = stdout
      commands++
    } else if (!text.startsWith('sitemode ')) {
      const lines = printed.split('\n').map((line) => line.replace(/^ *(\d+ |- )? */, '').trim())
      for (const line of text.trim().split('\n')) {
        t.ok(
          lines.some((one) => one.endsWith(line)),
          line,
        )
      }
    }
  }
  t.ok(commands >= 6)
  t.end()
})
