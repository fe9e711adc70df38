import { createStateStores } from '../../state-migration-point/state-stores.ts'
import { momentInWords, type Report } from '../report.ts'

export const stateStores: Report = {
  id: 5,
  name: 'User state',
  about: 'The state stores on the state migration points of the site.',
  columns: ['Source computer', 'Destination computer', 'Site system', 'State', 'Bytes', 'Deleted on'],
  rows: ({ site, database, now }) =>
    site.systems
      .filter(({ roles }) => roles.includes('state-migration-point'))
      .flatMap((system) => {
        const folder = database.table(createStateStores).folderOf(system)
        folder.expire(now())
        return folder.stores.map(({ source, destination, state, size, deleteAt }) => [
          source,
          destination,
          system.fqdn,
          state,
          String(size),
          deleteAt ? momentInWords(deleteAt) : '-',
        ])
      }),
}
