import t from 'tap'
import { communicationTables } from '../../sim/model/tables/communication-tables.ts'
import type { CommunicationTable } from '../../sim/model/tables/table.ts'
import { isWebProtocol, protocols, webProtocols } from '../../sim/vocabulary/network.ts'

const tables: readonly CommunicationTable[] = communicationTables

void t.test('the tables of the source text have all their cells', (t) => {
  t.strictSame(
    tables.map(({ id, rows, columns }) => [id, rows.length, columns.length]),
    [
      ['within-assigned-site', 6, 2],
      ['native-client-in-mixed-site', 4, 2],
      ['mixed-client-in-native-site', 4, 1],
      ['server-locator-point', 1, 4],
      ['unaffected-by-site-mode', 5, 2],
    ],
  )
  for (const { id, columns, rows } of tables) {
    for (const { siteSystem, cells } of rows) {
      t.strictSame(
        Object.keys(cells),
        columns.map(({ id }) => id),
        `${id}: ${siteSystem} has a cell in each column`,
      )
    }
  }
  t.end()
})

void t.test('each cell names or leaves out each of HTTP and HTTPS, once', (t) => {
  for (const { id, rows } of tables) {
    for (const { siteSystem, cells } of rows) {
      for (const [column, { documented, leftOut, sentence }] of Object.entries(cells)) {
        const name = `${id}: ${siteSystem}, ${column}`
        const web = [...documented, ...leftOut.map(({ protocol }) => protocol)].filter(isWebProtocol)
        t.strictSame(web.sort(), [...webProtocols], name)
        const inOrder = protocols.filter((protocol) => documented.includes(protocol))
        t.strictSame(documented, inOrder, `${name}: in the order of reports`)
        t.match(sentence, /^[A-Z].*\.$/, `${name}: a sentence`)
      }
    }
  }
  t.end()
})
