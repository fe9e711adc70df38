import { stateMessageTopics } from '../../../wire/state-message.ts'
import { createStateMessages } from '../../state-messages.ts'
import { momentInWords, type Report } from '../report.ts'

export const stateMessages: Report = {
  id: 3,
  name: 'State messages',
  about: 'The state messages that have reached the site, the latest first.',
  columns: ['Received', 'Computer', 'Topic', 'State', 'Serial number', 'Taken by', 'Details'],
  rows: ({ database, now }) =>
    database
      .table(createStateMessages)
      .all.filter(({ receivedAt }) => receivedAt <= now())
      .toReversed()
      .map(({ receivedAt, receivedBy, machine, topic, state, serialNumber, details = '' }) => [
        momentInWords(receivedAt),
        machine.netBiosName,
        topicInWords(topic.type),
        String(state.id),
        String(serialNumber),
        receivedBy,
        details,
      ]),
}

function topicInWords(type: number): string {
  const name = stateMessageTopics[type]
  return name === undefined ? String(type) : `${type} ${name}`
}
