import t from 'tap'
import { startHierarchy, type ForeignConnection } from '../../sim/index.ts'
import { endingOf, type Shown } from './recipes-shown.ts'
import { testByServe } from './serve-visits.ts'
import { tlsPrograms } from './tls-programs.ts'
import {
  compare,
  everyShown,
  systemNames,
  visited,
  visitTo,
  writeVisited,
} from './visited-management-points.ts'

for (const program of ['curl', 'openssl'] as const) {
  for (const version of ['1.2', '1.3'] as const) {
    const { missing, ask } = tlsPrograms[program]
    void t.test(`${program} in TLS ${version}, by the library`, { skip: missing }, async (t) => {
      const { pki } = await writeVisited(t)
      const heard: ForeignConnection[] = []
      await using running = await startHierarchy({ ...visited, tls: { version } }, { pki })

      async function visit(name: string, shown: Shown): Promise<ForeignConnection | undefined> {
        const system = running.systems.find((one) => one.name === name)
        if (!system) throw new Error(`no system ${name}`)
        const { ending, says } = endingOf(program, shown)
        t.match((await ask(visitTo(system, pki, shown))).stderr, says)
        if (ending === 'stayed-away') return undefined
        return running.nextConnection({ system: name })
      }

      for (const system of systemNames) {
        for (const shown of everyShown) {
          const connection = await visit(system, shown)
          if (!connection) continue
          heard.push(connection)
          compare(t, connection, { program, shown, system, version })
          const { ending } = endingOf(program, shown)
          if (typeof ending !== 'string') t.equal(connection.diagnosis, ending[0], `${shown} at ${system}`)
        }
      }
      t.strictSame(running.connections, heard)
      t.strictSame(
        heard.map(({ id }) => id),
        heard.map((_, index) => `c${index + 1}`),
      )
      t.equal(running.attempts.length, 0)
    })
  }
}

testByServe('curl')
