import { createRegisteredClients } from '../../management-point/registered-clients.ts'
import { momentInWords, type Report } from '../report.ts'

export const registeredClients: Report = {
  id: 6,
  name: 'Registered clients',
  about: 'The clients that have registered at a management point of the site.',
  columns: ['Computer', 'SMS ID', 'Agent version', 'Registered'],
  rows: ({ database }) =>
    database
      .table(createRegisteredClients)
      .all.map(({ netBiosName, smsId, agentVersion, registeredAt }) => [
        netBiosName,
        smsId,
        agentVersion,
        momentInWords(registeredAt),
      ]),
}
